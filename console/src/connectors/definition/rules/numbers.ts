// Numbers as the API's JSON has them: 64-bit ones as texts, durations as `5400s`.

export function number(value: unknown): number {
  return typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
}

export function seconds(value: unknown): number | undefined {
  const match = /^(-?\d+(?:\.\d+)?)s$/.exec(String(value));
  return match ? Number(match[1]) : undefined;
}
