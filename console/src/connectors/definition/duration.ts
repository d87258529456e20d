// Durations as people write them (`7d`, `1h30m`, `90s`) and as the API's JSON has them (`5400s`). Pure.

const units: [string, number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
];

// In seconds; undefined for what is no duration.
export function readDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^-?(\d+(\.\d+)?[dhms])+$/.test(trimmed)) return undefined;
  let seconds = 0;
  for (const [, size, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)([dhms])/g)) {
    seconds += Number(size) * (units.find(([name]) => name === unit)?.[1] ?? 0);
  }
  return trimmed.startsWith('-') ? -seconds : seconds;
}

// `5400s` as `1h30m`.
export function writeDuration(json: string): string {
  const match = /^(\d+)(\.\d+)?s$/.exec(json);
  if (!match) return json;
  let rest = Number(match[1]);
  let text = '';
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (unit === 's' && match[2]) text += `${count}${match[2]}s`;
    else if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}
