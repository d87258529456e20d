import { expect, test } from 'vitest';
import { questionOf, rangeUntil, spanOf, spans } from './time_range';

const now = Date.parse('2026-03-04T10:20:31Z');

test('a span that nobody knows is an hour', () => {
  expect(spanOf(null)).toBe('1h');
  expect(spanOf('99y')).toBe('1h');
  expect(spanOf('7d')).toBe('7d');
});

test('a range is the same within a minute and another one in the next', () => {
  expect(rangeUntil('1h', now)).toEqual(rangeUntil('1h', now + 20_000));
  expect(rangeUntil('1h', now)).not.toEqual(rangeUntil('1h', now + 60_000));
});

test.each(spans)('%s asks for at most 500 points, in steps of a minute or more', (span) => {
  const range = rangeUntil(span, now);
  expect((range.end - range.start) / range.step).toBeLessThanOrEqual(500);
  expect(range.step).toBeGreaterThanOrEqual(60_000);
  expect(range.start % range.step).toBe(0);
});

test('the server is asked in its own words', () => {
  expect(questionOf(rangeUntil('1h', now))).toEqual({
    startTime: '2026-03-04T09:21:00.000Z',
    endTime: '2026-03-04T10:21:00.000Z',
    step: '60s',
  });
});
