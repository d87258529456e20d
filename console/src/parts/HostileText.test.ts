import { expect, test } from 'vitest';
import { shownCharsMax, visibleText } from './HostileText';

test('what cannot be seen, or turns text round, is visible in plain text too', () => {
  expect(visibleText('a\u202eb\u0007c\nd')).toBe('aU+202Eb␇c\nd');
});

test('plain text is cut where nobody can ask for the rest', () => {
  expect(visibleText('x'.repeat(10_000))).toHaveLength(shownCharsMax + 1);
});
