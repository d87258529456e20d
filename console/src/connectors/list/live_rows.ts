// The rows on the screen, kept up to date without being moved: what changed is written over, what left the filter is marked.
// Pure, but for the hook at the end.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Connector, WatchResponse } from '../../api/generated/types';
import { useWatch } from '../../api/stream/use_watch';

export type Mark = 'left' | 'deleted';

export interface LiveRows {
  fresh: Map<string, Connector>;
  marks: Map<string, Mark>;
  // Of the snapshot that is being told: who is there.
  there: Set<string>;
}

export const noNews: LiveRows = { fresh: new Map(), marks: new Map(), there: new Set() };

// `names`: the rows on the screen. What went between their answer and the snapshot is told by nobody, but missing in it.
export function take(rows: LiveRows, event: WatchResponse, names: readonly string[]): LiveRows {
  // Everything is told anew, and loaded anew.
  if (event.type === 'RESYNC') return noNews;
  const fresh = new Map(rows.fresh);
  const marks = new Map(rows.marks);
  for (const each of event.connectors ?? []) {
    const name = each.name ?? '';
    fresh.set(name, each);
    if (event.type === 'LEFT') marks.set(name, 'left');
    else marks.delete(name);
  }
  for (const name of event.deletedNames ?? []) marks.set(name, 'deleted');
  if (event.type !== 'SNAPSHOT') return { fresh, marks, there: rows.there };
  const there = new Set([
    ...rows.there,
    ...(event.connectors ?? []).map((each) => each.name ?? ''),
  ]);
  if (!event.snapshotDone) return { fresh, marks, there };
  for (const name of names) if (!there.has(name) && !marks.has(name)) marks.set(name, 'left');
  return { fresh, marks, there: new Set() };
}

// Whether what was said about a row would put it in another place.
export function orderChanged(loaded: Connector[], { fresh, marks }: LiveRows): boolean {
  if (marks.size > 0) return true;
  return loaded.some((each) => {
    const now = fresh.get(each.name ?? '');
    return now !== undefined && (now.severity ?? 0) !== (each.severity ?? 0);
  });
}

// At most twice a second, so that reading is possible.
const applyEvery = 500;

// `answered`: the rows are the answer to this filter, not to the one before. A filter that is refused is not watched.
export function useLiveRows(
  loaded: Connector[],
  parent: string,
  filter: string,
  answered: boolean,
): LiveRows {
  const [rows, setRows] = useState(noNews);
  const waiting = useRef<WatchResponse[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const names = useMemo(() => loaded.map((each) => each.name ?? ''), [loaded]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that are loaded anew have no news yet
  useEffect(() => {
    setRows(noNews);
    waiting.current = [];
  }, [loaded]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const watched = useMemo(() => names.slice(0, 200), [names]);
  const wanted =
    names.length === 0 || !answered
      ? undefined
      : { parent, names: watched, ...(filter ? { filter } : {}) };
  useWatch(wanted, (event) => {
    waiting.current.push(event);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const events = waiting.current;
      waiting.current = [];
      setRows((before) => events.reduce((rows, each) => take(rows, each, watched), before));
    }, applyEvery);
  });
  return rows;
}
