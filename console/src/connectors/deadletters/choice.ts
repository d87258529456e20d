// Which dead letters an action is for: those that are ticked, or all that the filter shows. Pure.

import { numberOf } from '../../api/figures';
import type { DeadLetter, DeadLetterChoice, ReasonCount } from '../../api/generated/types';

export interface LetterFilter {
  reason: string;
  // Undefined: of all source partitions.
  partition: number | undefined;
  // Those that somebody has seen to, too.
  marked: boolean;
}

// So many the API takes by name. Not in portions: a replay is one operation, and a connector has one at a time.
export const namesMax = 1_000;

export function filterOf(search: URLSearchParams): LetterFilter {
  const partition = search.get('partition');
  return {
    reason: search.get('reason') ?? '',
    partition: partition !== null && /^\d{1,9}$/.test(partition) ? Number(partition) : undefined,
    marked: search.get('marked') === 'true',
  };
}

// Of the letters that were ticked, the names of those that are still shown as they were then. What somebody has replayed or put
// aside meanwhile is ticked no more: asked for by name, the API would write it once again.
export function stillTicked(ticked: DeadLetter[], shown: DeadLetter[]): string[] {
  const now = new Map(shown.map((letter) => [letter.name, letter.mark]));
  return ticked
    .filter((letter) => now.has(letter.name) && now.get(letter.name) === letter.mark)
    .map((letter) => letter.name ?? '');
}

// `names` that are ticked, or, when none are, the filter.
export function choiceOf(names: string[], filter: LetterFilter): DeadLetterChoice {
  if (names.length > 0) return { names };
  if (filter.reason === '' && filter.partition === undefined) return { all: true };
  return {
    ...(filter.reason === '' ? {} : { reason: filter.reason }),
    ...(filter.partition === undefined ? {} : { sourcePartition: filter.partition }),
  };
}

// How many the server has counted under the filter; undefined where it counts otherwise than the filter asks.
export function countUnder(filter: LetterFilter, counts: ReasonCount[]): number | undefined {
  if (filter.partition !== undefined) return undefined;
  const wanted =
    filter.reason === '' ? counts : counts.filter((count) => count.reason === filter.reason);
  return wanted.reduce((sum, count) => sum + numberOf(count.count), 0);
}
