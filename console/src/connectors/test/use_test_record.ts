// Sends one record and waits until it is in the table. One intent is one record, however often the waiting is repeated.
import { useEffect, useRef, useState } from 'react';
import { sendTestRecord } from '../../api/connectors';
import { isAbort } from '../../api/error';
import type { SendTestRecordRequest, SendTestRecordResponse } from '../../api/generated/types';
import { useIntent } from '../../api/intent';

export interface TestRecord {
  // Absent: the broker chooses.
  partition: number | undefined;
  key: string | undefined;
  value: string | undefined;
}

export type TestState =
  | { at: 'typing' }
  | { at: 'sending' }
  // Stored; its row is not in the table yet.
  | { at: 'waiting'; sent: SendTestRecordResponse; since: number }
  | { at: 'arrived'; sent: SendTestRecordResponse }
  // Nobody waits any longer; it may still come.
  | { at: 'late'; sent: SendTestRecordResponse }
  // Nothing reads now: it will be read once the connector is deployed.
  | { at: 'stored'; sent: SendTestRecordResponse }
  | { at: 'failed'; error: unknown };

// The server waits for at most 25 s in one call.
const waitOfCall = '20s';
const patience = 3 * 60_000;

export function useTestRecord(name: string, waits: boolean) {
  const [state, setState] = useState<TestState>({ at: 'typing' });
  const aborter = useRef<AbortController>(undefined);
  const intent = useIntent();
  useEffect(() => () => aborter.current?.abort(), []);

  const send = async (record: TestRecord) => {
    aborter.current?.abort();
    const mine = new AbortController();
    aborter.current = mine;
    const until = Date.now() + patience;
    const follow = async (request: SendTestRecordRequest) => {
      const ask = (wait?: string) =>
        sendTestRecord({ ...request, ...(wait ? { wait } : {}) }, { signal: mine.signal });
      let sent = await ask();
      if (!waits) return setState({ at: 'stored', sent });
      setState({ at: 'waiting', sent, since: Date.now() });
      while (!sent.arrived && Date.now() < until) sent = await ask(waitOfCall);
      setState({ at: sent.arrived ? 'arrived' : 'late', sent });
    };
    const request = {
      name,
      ...(record.partition === undefined ? {} : { partition: record.partition }),
      ...(record.key === undefined ? {} : { key: record.key }),
      ...(record.value === undefined ? {} : { value: record.value }),
    };
    // Whoever goes back to the form and sends the same once more wants another record.
    const untilLeft = (wanted: SendTestRecordRequest) =>
      follow(wanted).catch((error) => {
        if (!isAbort(error)) throw error;
      });
    setState({ at: 'sending' });
    try {
      await intent.carryOut(untilLeft, request);
    } catch (error) {
      setState({ at: 'failed', error });
    }
  };
  const reset = () => {
    aborter.current?.abort();
    setState({ at: 'typing' });
  };
  return { state, send: (record: TestRecord) => void send(record), reset };
}
