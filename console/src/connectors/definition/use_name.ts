// Whether a name is free on an instance, asked once it has not changed for a moment.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getConnector } from '../../api/definitions';
import { isApiError } from '../../api/error';
import type { Connector } from '../../api/generated/types';
import { isId } from './rules/texts';

export const nameSettleTime = 300;

export type NameState =
  | { kind: 'unasked' | 'asking' | 'free' }
  // A connector has it.
  | { kind: 'taken' }
  // One that is deleted has it still: until the time, or until it is gone.
  | { kind: 'held'; until: string | undefined }
  // May not be asked: for want of this permission.
  | { kind: 'denied'; permission: string }
  | { kind: 'unknown'; message: string };

export const nameKey = (parent: string, id: string) => ['connectors', 'name', parent, id] as const;

export const isHeld = ({ kind }: NameState): boolean => kind === 'taken' || kind === 'held';

export function useName(parent: string, id: string): NameState {
  const [settled, setSettled] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), nameSettleTime);
    return () => clearTimeout(timer);
  }, [id]);
  const query = useQuery({
    queryKey: nameKey(parent, settled),
    enabled: isId(settled),
    staleTime: 5_000,
    retry: false,
    queryFn: async ({ signal }): Promise<NameState> => {
      try {
        return holder(await getConnector(`${parent}/connectors/${settled}`, { signal }));
      } catch (error) {
        // What else goes wrong says nothing about the name.
        if (isApiError(error) && error.status === 'NOT_FOUND') return { kind: 'free' };
        throw error;
      }
    },
  });
  if (!isId(id)) return { kind: 'unasked' };
  if (id !== settled || query.isPending) return { kind: 'asking' };
  // An answer of before is none for now.
  return query.error ? unanswered(query.error) : query.data;
}

// A name is free again when its connector is gone, not when it is deleted.
function holder({ state, purgeTime }: Connector): NameState {
  return state === 'DELETED' || state === 'DELETING'
    ? { kind: 'held', until: purgeTime }
    : { kind: 'taken' };
}

function unanswered(error: Error): NameState {
  return isApiError(error) && error.status === 'PERMISSION_DENIED'
    ? { kind: 'denied', permission: error.metadata.permission ?? '' }
    : { kind: 'unknown', message: error.message };
}

// A name beside one that is taken: with a number behind it, within the length that names have.
export function freeNameBeside(id: string): string {
  const match = /^(.*?)(?:-(\d{1,4}))?$/.exec(id);
  const tail = `-${Number(match?.[2] ?? 1) + 1}`;
  return `${(match?.[1] ?? id).slice(0, 48 - tail.length)}${tail}`;
}
