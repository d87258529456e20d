// What happened, told shortly: the same thing again and again is one entry with a count. Pure.
import type { ConnectorEvent, ConnectorEvent_Type } from '../../api/generated/types';

export const eventTypes = [
  'CHANGE',
  'STATE',
  'TROUBLE',
  'OPERATION',
  'BY_ITSELF',
] as const satisfies ConnectorEvent_Type[];
export type EventType = (typeof eventTypes)[number];

export interface Entry {
  // The newest of the events that it stands for; it is what is shown.
  event: ConnectorEvent;
  count: number;
  // When the first and the last were.
  first: string | undefined;
  last: string | undefined;
  // All of them, the newest first.
  events: ConnectorEvent[];
}

// What a person did parts the time: before and after it the same trouble is told apart.
function divides(event: ConnectorEvent): boolean {
  return event.type === 'CHANGE' || event.type === 'OPERATION';
}

function signatureOf(event: ConnectorEvent): string {
  return [
    event.type,
    event.reason,
    event.fromState,
    event.toState,
    event.verb,
    event.type === 'BY_ITSELF' ? event.message : '',
  ].join('|');
}

// `events` are the newest first, and so are the entries, each in the place of its newest event.
export function fold(events: ConnectorEvent[]): Entry[] {
  const entries: Entry[] = [];
  let open = new Map<string, Entry>();
  for (const event of events) {
    if (divides(event)) {
      open = new Map();
      entries.push(entryOf(event));
      continue;
    }
    const signature = signatureOf(event);
    const entry = open.get(signature);
    if (entry) {
      entry.events.push(event);
      entry.count++;
      entry.first = event.time;
      continue;
    }
    const begun = entryOf(event);
    open.set(signature, begun);
    entries.push(begun);
  }
  return entries;
}

function entryOf(event: ConnectorEvent): Entry {
  return { event, count: 1, first: event.time, last: event.time, events: [event] };
}

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
