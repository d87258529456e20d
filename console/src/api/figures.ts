// The API's 64-bit numbers and durations arrive as text, and a value that is 0 is left out.

// An offset or a generation: exact.
export function bigintOf(value: string | undefined): bigint {
  return value === undefined || value === '' ? 0n : BigInt(value);
}

// A figure that is only shown or drawn.
export function numberOf(value: string | number | undefined): number {
  return value === undefined || value === '' ? 0 : Number(value);
}

// "12.5s" in milliseconds; undefined when it was not told.
export function durationOf(value: string | undefined): number | undefined {
  const match = value === undefined ? null : /^(-?\d+(?:\.\d+)?)s$/.exec(value);
  return match ? Number(match[1]) * 1000 : undefined;
}

// Milliseconds as the API wants a duration.
export function toDuration(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}

// The last part of a resource's name: `instances/i/connectors/c` is called `c`.
export function idOf(name: string | undefined): string {
  return name === undefined ? '' : name.slice(name.lastIndexOf('/') + 1);
}

// The instance of a connector's name.
export function instanceOf(name: string | undefined): string {
  return name?.split('/')[1] ?? '';
}

export function connectorName(instance: string, connector: string): string {
  return `instances/${instance}/connectors/${connector}`;
}
