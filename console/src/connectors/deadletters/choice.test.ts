import { expect, test } from 'vitest';
import { choiceOf, countUnder, filterOf, stillTicked } from './choice';

const nothing = { reason: '', partition: undefined, marked: false };

test('the URL says what is shown, and nonsense in it says nothing', () => {
  expect(filterOf(new URLSearchParams('reason=CSV_SYNTAX&partition=0&marked=true'))).toEqual({
    reason: 'CSV_SYNTAX',
    partition: 0,
    marked: true,
  });
  expect(filterOf(new URLSearchParams('partition=-1'))).toEqual(nothing);
});

test('what is ticked counts, then the filter; all is asked for in so many words', () => {
  expect(choiceOf(['a'], { ...nothing, reason: 'X' })).toEqual({ names: ['a'] });
  expect(choiceOf([], { ...nothing, reason: 'X', partition: 0 })).toEqual({
    reason: 'X',
    sourcePartition: 0,
  });
  expect(choiceOf([], nothing)).toEqual({ all: true });
});

test('a tick stands for a letter as it was: what is gone or seen to meanwhile is ticked no more', () => {
  const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  const seenTo = { name: 'd', mark: 'DISCARDED' as const };

  expect(stillTicked([a, b, c, seenTo], [a, { ...b, mark: 'REPLAYED' }, seenTo])).toEqual([
    'a',
    'd',
  ]);
});

test('counts are by reason only', () => {
  const counts = [
    { reason: 'X', count: '12' },
    { reason: 'Y', count: '1' },
  ];

  expect(countUnder(nothing, counts)).toBe(13);
  expect(countUnder({ ...nothing, reason: 'Y' }, counts)).toBe(1);
  expect(countUnder({ ...nothing, partition: 0 }, counts)).toBeUndefined();
});
