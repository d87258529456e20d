import { expect, test } from 'vitest';
import type { ConnectorEvent } from '../../api/generated/types';
import { fold } from './fold';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 10, minute)).toISOString();
const trouble = (minute: number, reason: string): ConnectorEvent => ({
  sequence: String(minute),
  time: at(minute),
  type: 'TROUBLE',
  reason,
});
const change = (minute: number, verb: string): ConnectorEvent => ({
  sequence: String(minute),
  time: at(minute),
  type: 'CHANGE',
  verb,
});

test('the same trouble is told once, with a count, the first time and the last', () => {
  const entries = fold([
    trouble(9, 'CSV_SYNTAX'),
    trouble(7, 'KAFKA_BUSY'),
    trouble(5, 'CSV_SYNTAX'),
    trouble(1, 'CSV_SYNTAX'),
  ]);

  expect(entries.map((entry) => [entry.event.reason, entry.count])).toEqual([
    ['CSV_SYNTAX', 3],
    ['KAFKA_BUSY', 1],
  ]);
  expect(entries[0]).toMatchObject({ first: at(1), last: at(9) });
  expect(entries[0]?.events).toHaveLength(3);
});

test('what somebody did parts trouble before it from trouble after it', () => {
  const entries = fold([trouble(9, 'CSV_SYNTAX'), change(8, 'update'), trouble(7, 'CSV_SYNTAX')]);

  expect(entries.map((entry) => entry.count)).toEqual([1, 1, 1]);
});

test('what people did is never folded', () => {
  expect(fold([change(2, 'pause'), change(1, 'pause')])).toHaveLength(2);
});
