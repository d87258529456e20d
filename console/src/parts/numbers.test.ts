import { expect, test } from 'vitest';
import { numbersIn } from './numbers';

const { count, short, bytes } = numbersIn('en');

test('offsets are written exactly, however large', () => {
  expect(count(9007199254740993n)).toBe('9,007,199,254,740,993');
});

test('what is not known is a dash, and 0 is 0', () => {
  expect(count(undefined)).toBe('–');
  expect(count(0)).toBe('0');
});

test('figures of charts are short', () => {
  expect(short(12_345)).toBe('12.3K');
  expect(short(0.25)).toBe('0.25');
});

test('bytes have a unit', () => {
  expect(bytes(512)).toBe('512 B');
  expect(bytes(1_572_864)).toBe('1.5 MiB');
});
