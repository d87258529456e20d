// Submits a definition. Everything is judged first; one intent has one request id for as long as it is the same definition, so
// that double clicks and repeats make one connector.
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useRef, useState } from 'react';
import { connectorKeys, createConnector } from '../../api/connectors';
import { isApiError } from '../../api/error';
import type { Connector } from '../../api/generated/types';
import { newRequestId } from '../../api/ids';
import { useWords } from '../../words/words';
import type { Violation } from '../definition/rules/violation';
import { type NameState, nameKey } from '../definition/use_name';

interface Submission {
  parent: string;
  id: string;
  connector: Connector;
  violations: readonly Violation[];
  // The field that is to be mended first.
  onBad: (field: string) => void;
  onCreated: (name: string) => void;
}

export function useSubmit({ parent, id, connector, violations, onBad, onCreated }: Submission) {
  const t = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const underWay = useRef(false);
  const intent = useRef({ of: '', requestId: '' });

  const submit = async () => {
    if (underWay.current) return;
    const [first] = violations;
    if (first !== undefined) {
      void message.warning(t('wizard.submitBad'));
      onBad(first.field);
      return;
    }
    const of = JSON.stringify([parent, id, connector]);
    if (intent.current.of !== of) intent.current = { of, requestId: newRequestId() };
    underWay.current = true;
    setPending(true);
    setRefusal(undefined);
    try {
      const created = await createConnector({
        parent,
        connectorId: id,
        connector,
        requestId: intent.current.requestId,
      });
      const name = created.name ?? `${parent}/connectors/${id}`;
      client.setQueryData(connectorKeys.one(name), created);
      void client.invalidateQueries({ queryKey: connectorKeys.lists });
      onCreated(name);
    } catch (error) {
      setRefusal(error);
      const field = isApiError(error) ? error.violations[0]?.field : undefined;
      if (field !== undefined) onBad(field);
      else if (isApiError(error) && error.reason === 'CONNECTOR_EXISTS') {
        // The field says it, also to whoever may not ask.
        client.setQueryData(nameKey(parent, id), { kind: 'taken' } satisfies NameState);
        onBad('connector_id');
      }
    } finally {
      underWay.current = false;
      setPending(false);
    }
  };
  return { submit: () => void submit(), pending, refusal };
}
