import { expect, test } from 'vitest';
import { bestView, bytesOf, hexOf, jsonOf, textOf } from './payload';

const bytes = (text: string) => new TextEncoder().encode(text);

test('base64 becomes bytes, and nothing stays nothing', () => {
  expect(bytesOf('AP8=')).toEqual(Uint8Array.from([0, 255]));
  expect(bytesOf('')).toEqual(new Uint8Array());
  expect(bytesOf(undefined)).toBeUndefined();
});

test('bytes that are no UTF-8 say so', () => {
  expect(textOf(Uint8Array.from([0x61, 0xff]))).toEqual({ text: 'a\ufffd', utf8: false });
});

test('hex shows place, bytes and characters', () => {
  expect(hexOf(bytes('Sluice\n'))).toBe(`000000  53 6c 75 69 63 65 0a${' '.repeat(27)}  Sluice.`);
});

test('JSON is laid out, and numbers that would be rounded are not touched', () => {
  expect(jsonOf(bytes('{"a":1}'))).toBe('{\n  "a": 1\n}');
  expect(jsonOf(bytes('{"a":12345678901234567890}'))).toBe('{"a":12345678901234567890}');
  expect(jsonOf(bytes('1,2,3'))).toBeUndefined();
});

test('bytes are shown as what they are', () => {
  expect(bestView(bytes('{"a":1}'))).toBe('json');
  expect(bestView(bytes('1,2'))).toBe('text');
  expect(bestView(Uint8Array.from([0xff]))).toBe('hex');
});
