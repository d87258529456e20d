// Asks the real world about a definition while it is typed: half a second after the last change, the older question taken back.
import { useCallback, useEffect, useRef, useState } from 'react';
import { validateConnector } from '../../api/connectors';
import { isAbort } from '../../api/error';
import type { Connector, Finding } from '../../api/generated/types';

export const settleTime = 500;

export interface Checks {
  // `idle`: not asked yet.
  state: 'idle' | 'checking' | 'done' | 'failed';
  findings: Finding[];
  // What it would be with its defaults.
  complete: Connector | undefined;
  error: unknown;
  // As Date.now(); 0: not yet.
  askedAt: number;
  // Whether `findings` are of another definition than the one that is typed now.
  stale: boolean;
  again: () => void;
}

type Answer = Omit<Checks, 'again' | 'stale'> & { of: string };

const nothing: Answer = {
  state: 'idle',
  findings: [],
  complete: undefined,
  error: undefined,
  askedAt: 0,
  of: '',
};

// `connector`: undefined while there is nothing to ask about.
export function useChecks(parent: string, id: string, connector: Connector | undefined): Checks {
  const [answer, setAnswer] = useState<Answer>(nothing);
  const [turn, setTurn] = useState(0);
  const asked = useRef(-1);
  const question = connector === undefined ? '' : JSON.stringify([parent, id, connector]);

  useEffect(() => {
    if (question === '') return;
    const aborter = new AbortController();
    // Who presses "Check again" does not wait.
    const wait = asked.current === turn ? settleTime : 0;
    const timer = setTimeout(async () => {
      asked.current = turn;
      setAnswer((before) => ({ ...before, state: 'checking' }));
      const [parent, id, connector] = JSON.parse(question) as [string, string, Connector];
      try {
        const response = await validateConnector(
          { parent, connectorId: id, connector },
          { signal: aborter.signal },
        );
        setAnswer({
          state: 'done',
          findings: response.findings ?? [],
          complete: response.connector,
          error: undefined,
          askedAt: Date.now(),
          of: question,
        });
      } catch (error) {
        if (!isAbort(error) && !aborter.signal.aborted)
          setAnswer((before) => ({ ...before, state: 'failed', error }));
      }
    }, wait);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [question, turn]);

  const again = useCallback(() => setTurn((before) => before + 1), []);
  const { of, ...rest } = answer;
  return { ...rest, stale: of !== question, again };
}
