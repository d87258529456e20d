// What happened, as marks on the charts. Pure.
import type { ConnectorEvent } from '../../api/generated/types';
import type { Words } from '../../words/words';
import type { TimeRange } from './time_range';

export interface Mark {
  // In seconds since 1970.
  time: number;
  label: string;
}

export function marksOf(events: ConnectorEvent[], range: TimeRange, t: Words): Mark[] {
  return events
    .map((event) => ({ at: Date.parse(event.time ?? ''), event }))
    .filter(({ at }) => at >= range.start && at <= range.end)
    .map(({ at, event }) => ({ time: at / 1000, label: labelOf(event, t) }));
}

function labelOf(event: ConnectorEvent, t: Words): string {
  if (event.type === 'STATE') return t(`state.${event.toState ?? 'STATE_UNSPECIFIED'}`);
  return event.verb ?? '';
}
