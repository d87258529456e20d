// How many connectors there are by state, under everything but the states that are chosen; live.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { connectorKeys, countsQuery } from '../../api/connectors';
import { numberOf } from '../../api/figures';
import type { Connector_State } from '../../api/generated/types';
import { useWatch } from '../../api/stream/use_watch';
import { pollInterval } from '../../parts/NotLive';

export interface Counts {
  byState: Map<Connector_State, number>;
  total: number;
}

export function useCounts(parent: string, filter: string, stale: boolean): Counts | undefined {
  const client = useQueryClient();
  const { data } = useQuery({
    ...countsQuery(parent, filter),
    refetchInterval: stale ? pollInterval : false,
  });
  // Only what was answered once is watched: a filter that is refused would disturb the stream of every page.
  useWatch(
    data && { parent, countsOnly: true, counts: true, ...(filter ? { filter } : {}) },
    (event) => {
      if (event.type !== 'COUNTS') return;
      client.setQueryData(connectorKeys.count(parent, filter), {
        counts: event.counts ?? [],
        totalCount: event.totalCount ?? '0',
      });
    },
  );
  if (!data) return undefined;
  return {
    byState: new Map(
      (data.counts ?? []).map((each) => [each.state ?? 'STATE_UNSPECIFIED', numberOf(each.count)]),
    ),
    total: numberOf(data.totalCount),
  };
}

// How many fit the chosen states, too.
export function fitting(counts: Counts, states: Connector_State[]): number {
  if (states.length === 0) return counts.total;
  return states.reduce((sum, state) => sum + (counts.byState.get(state) ?? 0), 0);
}
