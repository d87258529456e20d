// Whether a name is free on an instance, asked once it has not changed for a moment.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getConnector } from '../../api/definitions';
import { isApiError } from '../../api/error';
import { isId } from './rules/texts';

export const nameSettleTime = 300;

export type NameState = 'unasked' | 'asking' | 'free' | 'taken' | 'unknown';

export function useName(parent: string, id: string): NameState {
  const [settled, setSettled] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), nameSettleTime);
    return () => clearTimeout(timer);
  }, [id]);
  const query = useQuery({
    queryKey: ['connectors', 'name', parent, settled],
    enabled: isId(settled),
    staleTime: 5_000,
    retry: false,
    queryFn: async ({ signal }): Promise<'free' | 'taken'> => {
      try {
        await getConnector(`${parent}/connectors/${settled}`, { signal });
        return 'taken';
      } catch (error) {
        if (isApiError(error) && error.status === 'NOT_FOUND') return 'free';
        throw error;
      }
    },
  });
  if (!isId(id)) return 'unasked';
  if (id !== settled || query.isPending) return 'asking';
  return query.data ?? 'unknown';
}

// A name beside one that is taken: with a number behind it, within the length that names have.
export function freeNameBeside(id: string): string {
  const match = /^(.*?)(?:-(\d{1,4}))?$/.exec(id);
  const tail = `-${Number(match?.[2] ?? 1) + 1}`;
  return `${(match?.[1] ?? id).slice(0, 48 - tail.length)}${tail}`;
}
