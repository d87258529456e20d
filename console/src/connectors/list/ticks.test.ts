import { describe, expect, it } from 'vitest';
import { ticksAfter } from './ticks';

const rows = ['a', 'b', 'c', 'd'];

describe('what is ticked', () => {
  it.each([
    ['a box alone', ['x'], 'b', 'd', false, ['x', 'b']],
    ['a box that was ticked', ['x', 'b'], 'b', 'd', false, ['x']],
    ['a range downwards', ['a'], 'c', 'a', true, ['a', 'b', 'c']],
    ['a range upwards', ['d'], 'b', 'd', true, ['b', 'c', 'd']],
    ['a range that is taken back', ['x', 'a', 'b', 'c'], 'c', 'a', true, ['x']],
    ['a range from a row that is no longer there', [], 'c', 'gone', true, ['c']],
  ])('by %s', (_, ticked, pressed, last, range, after) => {
    expect(ticksAfter(ticked, rows, pressed, last, range)).toEqual(after);
  });
});
