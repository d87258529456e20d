// Which events are looked at. It is in the URL. Pure.
import type { ConnectorEvent, ConnectorEvent_Type } from '../../api/generated/types';

export const eventTypes = [
  'CHANGE',
  'STATE',
  'TROUBLE',
  'OPERATION',
  'BY_ITSELF',
] as const satisfies ConnectorEvent_Type[];
export type EventType = (typeof eventTypes)[number];

// What the URL says of types; none known: all.
export function typesOf(text: string | null): EventType[] {
  const told = new Set((text ?? '').split(','));
  return eventTypes.filter((type) => told.has(type));
}

export const periods = ['1h', '24h', '7d', 'all'] as const;
export type Period = (typeof periods)[number];

const hour = 3_600_000;
const periodLengths: Record<Period, number> = {
  '1h': hour,
  '24h': 24 * hour,
  '7d': 7 * 24 * hour,
  all: Number.POSITIVE_INFINITY,
};

export function periodOf(text: string | null): Period {
  return periods.find((period) => period === text) ?? 'all';
}

// The events of the period. `complete`: what is loaded reaches back to its beginning, so that no more has to be asked for.
export function within(
  events: ConnectorEvent[],
  period: Period,
  now: number,
): { events: ConnectorEvent[]; complete: boolean } {
  const begin = now - periodLengths[period];
  const kept = events.filter((event) => Date.parse(event.time ?? '') >= begin);
  return { events: kept, complete: kept.length < events.length };
}
