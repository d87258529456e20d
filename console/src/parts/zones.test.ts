import { expect, test } from 'vitest';
import { span } from './zones';

test.each([
  [350, 'en-US', '350 ms'],
  [12_000, 'en-US', '12 s'],
  [3_780_000, 'en-US', '1 h 3 min'],
  [90_061_000, 'en-US', '1 d 1 h'],
  [3_600_000, 'en-US', '1 h'],
  [2_400_000, 'zh-CN', '40分钟'],
  [3_780_000, 'zh-CN', '1小时3分钟'],
])('a span of %d ms in %s is %s', (milliseconds, language, text) => {
  expect(span(milliseconds, language)).toBe(text);
});
