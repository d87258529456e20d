import { expect, test } from 'vitest';
import { movesAnything, movesOf, partitionRowOf, timeLeft } from './plan';

const made = '2026-03-04T10:00:00Z';

test('a plan tells for each partition which way it goes, exactly', () => {
  const moves = movesOf({
    moves: [
      { fromOffset: '9007199254740993', toOffset: '9007199254740992', readAgain: '1' },
      { partition: 1, fromOffset: '5', toOffset: '9', leftOut: '4' },
      { partition: 2, fromOffset: '-1' },
      { partition: 3, fromOffset: '7', toOffset: '7' },
    ],
  });

  expect(moves.map((move) => move.direction)).toEqual(['back', 'on', 'unknown', 'stays']);
  expect(moves[0]).toMatchObject({ partition: 0, from: 9007199254740993n, readAgain: 1n });
  expect(moves[2]).toMatchObject({ from: undefined, to: 0n });
});

test('a plan that moves nothing has nothing to apply', () => {
  expect(movesAnything({ moves: [{ fromOffset: '7', toOffset: '7' }] })).toBe(false);
  expect(movesAnything({})).toBe(false);
});

test('a plan holds for ten minutes', () => {
  expect(timeLeft({ createTime: made }, Date.parse(made) + 60_000)).toBe(9 * 60_000);
  expect(timeLeft({ createTime: made }, Date.parse(made) + 3_600_000)).toBe(0);
});

test('what is not known of a partition is not 0', () => {
  expect(
    partitionRowOf({ committedOffset: '-1', endOffset: '-1', lagRecords: '-1', task: -1 }),
  ).toMatchObject({
    partition: 0,
    committed: undefined,
    end: undefined,
    lag: undefined,
    task: undefined,
  });
});

test('what the API leaves out of a partition is 0', () => {
  expect(partitionRowOf({ partition: 2 })).toMatchObject({
    committed: 0n,
    end: 0n,
    lag: 0n,
    task: 0,
    inFlight: undefined,
  });
});
