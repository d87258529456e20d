import { expect, test } from 'vitest';
import { instantOf } from './instant';

test.each([
  ['2026-01-31 15:04:05', 'GMT 08:00', '2026-01-31T07:04:05.000Z'],
  ['2026-01-31 15:04:05', 'GMT-03:30', '2026-01-31T18:34:05.000Z'],
  ['2026-01-31 15:04:05', 'America/New_York', '2026-01-31T20:04:05.000Z'],
  ['2026-07-31 15:04:05', 'America/New_York', '2026-07-31T19:04:05.000Z'],
  ['2026-03-08 03:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['2026-01-31 15:04:05', 'UTC', '2026-01-31T15:04:05.000Z'],
])('%s in %s is %s', (clock, zone, instant) => {
  expect(new Date(instantOf(clock, zone) ?? 0).toISOString()).toBe(instant);
});

test('what is no time is no instant', () => {
  expect(instantOf('soon', 'UTC')).toBeUndefined();
});
