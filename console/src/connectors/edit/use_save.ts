// Saves changes with the etag they were made on. When somebody else was faster, what both touched is given back to be decided,
// and everything else is merged and saved. Nothing that was typed is lost.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { connectorKeys, updateConnector } from '../../api/connectors';
import { getConnector } from '../../api/definitions';
import { isApiError } from '../../api/error';
import { idOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { newRequestId } from '../../api/ids';
import { fromConnector } from '../definition/definition';
import type { Answers } from '../definition/fields';
import { type Conflict, merge } from './merge';
import { updateOf } from './update';

export interface Base {
  connector: Connector;
  answers: Answers;
}

export function baseOf(connector: Connector): Base {
  return { connector, answers: fromConnector(connector, idOf(connector.name)) };
}

interface Saving {
  base: Base;
  answers: Answers;
  secret: string;
  onBase: (base: Base, answers: Answers) => void;
  onConflicts: (conflicts: Conflict[]) => void;
  onSaved: (connector: Connector) => void;
}

export interface SaveOptions {
  reason: string;
  // As the API has durations; empty: never.
  rollbackAfter: string;
}

// Others may be faster again and again; after these many times a person presses the button.
const mergesMax = 3;

export function useSave({ base, answers, secret, onBase, onConflicts, onSaved }: Saving) {
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const underWay = useRef(false);
  const intent = useRef({ of: '', requestId: '' });

  const once = (from: Base, to: Answers, { reason, rollbackAfter }: SaveOptions) => {
    const update = updateOf({
      name: from.connector.name ?? '',
      etag: from.connector.etag,
      from: from.answers,
      to,
      secret,
    });
    const request = {
      ...update,
      ...(reason ? { reason } : {}),
      ...(rollbackAfter ? { rollbackAfter } : {}),
    };
    const of = JSON.stringify(request);
    if (intent.current.of !== of) intent.current = { of, requestId: newRequestId() };
    return updateConnector({ ...request, requestId: intent.current.requestId });
  };

  const save = async (options: SaveOptions) => {
    if (underWay.current) return;
    underWay.current = true;
    setPending(true);
    setError(undefined);
    let [from, to] = [base, answers];
    try {
      for (let merges = 0; ; merges++) {
        try {
          const saved = await once(from, to, options);
          client.setQueryData(connectorKeys.one(saved.name ?? ''), saved);
          void client.invalidateQueries({ queryKey: connectorKeys.lists });
          onSaved(saved);
          return;
        } catch (failure) {
          if (!isOvertaken(failure) || merges >= mergesMax) throw failure;
          const theirs = baseOf(await getConnector(from.connector.name ?? ''));
          const merged = merge(from.answers, theirs.answers, to);
          [from, to] = [theirs, merged.answers];
          onBase(from, to);
          if (merged.conflicts.length > 0) {
            onConflicts(merged.conflicts);
            return;
          }
        }
      }
    } catch (failure) {
      setError(failure);
    } finally {
      underWay.current = false;
      setPending(false);
    }
  };
  return { save: (options: SaveOptions) => void save(options), pending, error };
}

function isOvertaken(error: unknown): boolean {
  return isApiError(error) && error.status === 'ABORTED' && error.reason === 'ETAG_MISMATCH';
}
