// The stream for components.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { WatchResponse } from '../generated/types';
import type { LiveStatus, Wanted } from './messages';
import { liveStatus, onLiveStatus, watch } from './watch';

// Hears of the subscription for as long as the component is there; `undefined`: of nothing. What it equals decides whether it
// is another one, not what it is.
export function useWatch(
  wanted: Wanted | undefined,
  onEvent: (event: WatchResponse) => void,
): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const key = wanted ? JSON.stringify(wanted) : '';
  useEffect(() => {
    if (key === '') return;
    return watch(JSON.parse(key) as Wanted, (event) => latest.current(event));
  }, [key]);
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(onLiveStatus, liveStatus);
}
