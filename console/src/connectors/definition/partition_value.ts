// The value of the table partition that a record of an instant would be written to: as the data plane writes it, told by what
// is known here. Pure.
import { fixedMinutes } from './time_zone';

export interface PartitionForm {
  zone: string;
  // DAY, HOUR, MINUTE.
  granularity: string;
  // ORIGINAL, ISO.
  pattern: string;
}

// Undefined for a zone that is not known.
export function partitionValue(instant: Date, form: PartitionForm): string | undefined {
  const clock = clockOf(instant, form.zone);
  if (!clock) return undefined;
  const { year, month, day, hour, minute } = clock;
  const date = form.pattern === 'ISO' ? `${year}-${month}-${day}` : `${month}-${day}-${year}`;
  if (form.granularity === 'DAY') return date;
  return form.granularity === 'MINUTE' ? `${date} ${hour}:${minute}` : `${date} ${hour}`;
}

type Clock = Record<'year' | 'month' | 'day' | 'hour' | 'minute', string>;

function clockOf(instant: Date, zone: string): Clock | undefined {
  const fixed = fixedMinutes(zone);
  const shifted = fixed === undefined ? instant : new Date(instant.getTime() + fixed * 60_000);
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: fixed === undefined ? zone.trim() : 'UTC',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(shifted);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
    return {
      year: part('year').padStart(4, '0'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
    };
  } catch {
    return undefined;
  }
}
