// Which dead letters an action is for: those that are ticked, or all that the filter shows. Pure.

import { numberOf } from '../../api/figures';
import type { DeadLetterChoice, ReasonCount } from '../../api/generated/types';

export interface LetterFilter {
  reason: string;
  // Undefined: of all source partitions.
  partition: number | undefined;
  // Those that somebody has seen to, too.
  marked: boolean;
}

export function filterOf(search: URLSearchParams): LetterFilter {
  const partition = search.get('partition');
  return {
    reason: search.get('reason') ?? '',
    partition: partition !== null && /^\d{1,9}$/.test(partition) ? Number(partition) : undefined,
    marked: search.get('marked') === 'true',
  };
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
