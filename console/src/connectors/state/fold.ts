// What happened, told shortly: the same thing again and again is one entry with a count. Pure.
import type { ConnectorEvent } from '../../api/generated/types';

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
