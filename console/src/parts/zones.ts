// Instants in zones, among them the connectors' own way to write one: `GMT 08:00`, where a blank is a plus.

// Minutes east of UTC, or undefined for a name that only Intl knows.
export function fixedOffset(zone: string): number | undefined {
  const trimmed = zone.trim();
  if (/^(utc|gmt|z)$/i.test(trimmed)) return 0;
  const match = /^(?:gmt|utc)?\s*([ +-]?)\s*(\d{1,2})(?::?(\d{2}))?$/i.exec(trimmed);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

export function myZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// `2026-11-23 14:03:22` as a clock in that zone shows it. An unknown zone is shown as UTC.
export function clockIn(zone: string, instant: Date): string {
  const offset = fixedOffset(zone);
  if (offset !== undefined) {
    return new Date(instant.getTime() + offset * 60_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ');
  }
  try {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).formatToParts(instant);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
    return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
  } catch {
    return clockIn('UTC', instant);
  }
}

// `+08:00`: what to write behind a clock's time.
export function offsetText(zone: string, instant: Date): string {
  const asUtc = Date.parse(`${clockIn(zone, instant).replace(' ', 'T')}Z`);
  const minutes = Math.round((asUtc - Math.floor(instant.getTime() / 1000) * 1000) / 60_000);
  const size = Math.abs(minutes);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

// "3 min ago", "in 2 hr".
export function relative(instant: Date, now: number, language: string): string {
  const seconds = Math.round((instant.getTime() - now) / 1000);
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  return format.format(Math.trunc(seconds / size), unit);
}

const spanUnits: [string, string, number][] = [
  ['day', 'd', 86_400],
  ['hour', 'h', 3_600],
  ['minute', 'min', 60],
  ['second', 's', 1],
];

// "1 h 3 min", "12 s", "350 ms", in other languages as people there write it: at most two units.
export function span(milliseconds: number, language: string): string {
  const own = language.startsWith('en');
  const say = (count: number, unit: string, sign: string) =>
    own
      ? `${count} ${sign}`
      : count.toLocaleString(language, { style: 'unit', unit, unitDisplay: 'short' });
  if (milliseconds < 1000) return say(Math.round(milliseconds), 'millisecond', 'ms');
  let rest = Math.round(milliseconds / 1000);
  const parts: string[] = [];
  for (const [unit, sign, size] of spanUnits) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(say(count, unit, sign));
    else if (parts.length > 0) break;
    rest -= count * size;
    if (parts.length === 2) break;
  }
  return parts.join(own ? ' ' : '');
}
