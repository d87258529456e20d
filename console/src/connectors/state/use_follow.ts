// What hangs on a connector and is not in the stream itself (its tasks, offsets, events) follows the stream: when the
// connector moves, it is asked for again, at most every so often. While there is no stream it is asked for regularly.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { pollInterval, useStale } from '../../parts/NotLive';
import { useConnector } from './connector_context';

// Answers the interval to ask at, for `refetchInterval`.
export function useFollow(key: QueryKey, every = 5_000): number | false {
  const connector = useConnector();
  const client = useQueryClient();
  const stale = useStale();
  const last = useRef(0);
  const { etag, state, status, operation, trouble } = connector;
  const sign = JSON.stringify([etag, state, status, operation, trouble]);
  const seen = useRef(sign);
  const wanted = JSON.stringify(key);
  useEffect(() => {
    if (seen.current === sign) return;
    const wait = Math.max(0, last.current + every - Date.now());
    const timer = setTimeout(() => {
      seen.current = sign;
      last.current = Date.now();
      void client.invalidateQueries({ queryKey: JSON.parse(wanted) as QueryKey });
    }, wait);
    return () => clearTimeout(timer);
  }, [sign, wanted, every, client]);
  return stale ? pollInterval : false;
}
