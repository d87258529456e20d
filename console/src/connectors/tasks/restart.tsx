// Beginning tasks anew: one, those that have failed, or all.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { connectorKeys, restartTasks } from '../../api/connectors';
import { useIntent } from '../../api/intent';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { useAllowance } from '../actions/verbs';
import { useConnector } from '../state/connector_context';

// The index of a task, or several.
export type Which = number | 'failed' | 'all';

export interface Restart {
  go: (which: Which) => void;
  // What is being restarted now.
  pending: Which | undefined;
  // Why nothing can be restarted; empty: it can.
  refusal: string;
  // What became of the last one.
  notice: ReactNode;
}

export function useRestart(): Restart {
  const t = useWords();
  const client = useQueryClient();
  const connector = useConnector();
  const name = connector.name ?? '';
  const { allowed, reason } = useAllowance()(connector, 'restart');
  const intent = useIntent();
  const mutation = useMutation({
    mutationFn: (which: Which) =>
      intent.carryOut(restartTasks, {
        name,
        ...(typeof which === 'number' ? { tasks: [which] } : {}),
        ...(which === 'failed' ? { onlyFailed: true } : {}),
      }),
    onSuccess: (answer) => {
      client.setQueryData(connectorKeys.one(name), answer);
      return client.invalidateQueries({ queryKey: connectorKeys.part(name, 'tasks') });
    },
  });
  return {
    go: (which) => mutation.mutate(which),
    pending: mutation.isPending ? mutation.variables : undefined,
    refusal: allowed ? '' : reason || t('tasks.notNow'),
    notice: (
      <div aria-live="polite">
        {mutation.isSuccess && (
          <Alert type="success" showIcon closable title={doneText(t, mutation.variables)} />
        )}
        {mutation.error && (
          <Alert type="error" showIcon title={<ErrorText error={mutation.error} />} />
        )}
      </div>
    ),
  };
}

function doneText(t: ReturnType<typeof useWords>, which: Which): string {
  if (typeof which === 'number') return t('tasks.restartedOne', { task: which });
  return which === 'failed' ? t('tasks.restartedFailed') : t('tasks.restartedAll');
}
