import { expect, test } from 'vitest';
import { askFor, namesOf, portionsOf } from './portions';

test('of more that are ticked than a call takes each is asked for once, a portion at a time', async () => {
  const ticked = Array.from({ length: 2_001 }, (_, index) => `instances/i/connectors/c${index}`);
  const signal = new AbortController().signal;
  const asked: string[][] = [];

  const names = await namesOf('instances/i', { names: ticked }, signal);
  await askFor(
    portionsOf(names),
    async (portion) => {
      asked.push(portion.names);
      return { results: portion.names.map((name) => ({ name, done: true })) };
    },
    () => undefined,
    signal,
  );

  expect(asked.map((each) => each.length)).toEqual([1_000, 1_000, 1]);
  expect(asked.flat()).toEqual(ticked);
});
