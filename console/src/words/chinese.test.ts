import { expect, test } from 'vitest';
import { zhCN } from './zh-CN';

function textsOf(words: object): string[] {
  return Object.values(words).flatMap((word) =>
    typeof word === 'string' ? [word] : textsOf(word),
  );
}

test('Chinese words have the marks of Chinese', () => {
  const foreign = textsOf(zhCN).filter((text) =>
    /\p{Script=Han}(?:[,;:?!]| ?\()|[,;:?!)]\p{Script=Han}/u.test(text),
  );
  expect(foreign).toEqual([]);
});
