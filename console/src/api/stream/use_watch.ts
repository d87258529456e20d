// The stream for components.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { connectorKeys } from '../connectors';
import type { WatchResponse } from '../generated/types';
import type { LiveStatus, Wanted } from './messages';
import { liveStatus, onLiveStatus, watch } from './watch';

// Hears of the subscription for as long as the component is there; `undefined`: of nothing. What it equals decides whether it
// is another one, not what it is.
export function useWatch(
  wanted: Wanted | undefined,
  onEvent: (event: WatchResponse) => void,
): void {
  const client = useQueryClient();
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const key = wanted ? JSON.stringify(wanted) : '';
  useEffect(() => {
    if (key === '') return;
    return watch(JSON.parse(key) as Wanted, (event) => {
      if (event.type === 'RESYNC') {
        // What follows tells only what is there, not what went meanwhile. A page that watches twice asks once.
        for (const queryKey of [connectorKeys.lists, connectorKeys.ones])
          void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
      }
      latest.current(event);
    });
  }, [key, client]);
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(onLiveStatus, liveStatus);
}
