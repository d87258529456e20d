import { expect, test } from 'vitest';
import { differencesOf, healthOf, pairOf } from './difference';

test('values are read as people write them, and a secret is not told', () => {
  expect(
    differencesOf([
      { field: 'sink.table', from: '"a"', to: '"b"', effect: 'RESTART' },
      { field: 'labels', from: '', to: '{"team":"pay"}', effect: 'IN_PLACE' },
      { field: 'sink.access_key.access_key_secret', secret: true, effect: 'RESTART' },
    ]),
  ).toEqual([
    { field: 'sink.table', from: 'a', to: 'b', secret: false, effect: 'RESTART' },
    {
      field: 'labels',
      from: undefined,
      to: '{\n  "team": "pay"\n}',
      secret: false,
      effect: 'IN_PLACE',
    },
    {
      field: 'sink.access_key.access_key_secret',
      from: undefined,
      to: undefined,
      secret: true,
      effect: 'RESTART',
    },
  ]);
});

test('the URL names the pair; without one it is the newest and the one before', () => {
  expect(pairOf(new URLSearchParams('from=7&to=4'), 9)).toEqual({ from: 4, to: 7 });
  expect(pairOf(new URLSearchParams('to=4'), 9)).toEqual({ from: 3, to: 4 });
  expect(pairOf(new URLSearchParams(''), 9)).toEqual({ from: 8, to: 9 });
  expect(pairOf(new URLSearchParams('from=x'), 1)).toBeUndefined();
});

test('a revision that tasks have left without having been healthy never was', () => {
  expect(healthOf({ number: '3', healthyTime: '2026-03-04T10:00:00Z' }, 5)).toBe('healthy');
  expect(healthOf({ number: '3' }, 5)).toBe('never');
  expect(healthOf({ number: '5' }, 5)).toBe('notYet');
});
