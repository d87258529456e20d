import { expect, test } from 'vitest';
import type { ConnectorEvent } from '../../api/generated/types';
import { periodOf, typesOf, within } from './timeline';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 10, minute)).toISOString();
const trouble = (minute: number, reason: string): ConnectorEvent => ({
  sequence: String(minute),
  time: at(minute),
  type: 'TROUBLE',
  reason,
});
test('types that nobody knows are no filter', () => {
  expect(typesOf('STATE,NONSENSE')).toEqual(['STATE']);
  expect(typesOf(null)).toEqual([]);
});

test('a period leaves out what is older, and says when older ones are already there', () => {
  const now = Date.parse(at(59));
  const events = [trouble(58, 'A'), { ...trouble(0, 'B'), time: '2026-03-03T00:00:00Z' }];

  expect(within(events, '1h', now)).toEqual({ events: [events[0]], complete: true });
  expect(within(events, '7d', now)).toEqual({ events, complete: false });
  expect(periodOf('x')).toBe('all');
});
