// One verb for many: first what would become of each, then what did.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { batchSetState, connectorKeys } from '../../api/connectors';
import { idOf } from '../../api/figures';
import type { BatchSetConnectorStateResponse } from '../../api/generated/types';
import { newRequestId } from '../../api/ids';
import { ErrorText, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import type { Chosen } from './BulkBar';
import styles from './list.module.css';

export const bulkVerbs = ['deploy', 'pause', 'resume', 'stop', 'restart'] as const;
export type BulkVerb = (typeof bulkVerbs)[number];

interface BulkDialogProps {
  verb: BulkVerb;
  parent: string;
  chosen: Chosen;
  onClose: () => void;
}

export function BulkDialog({ verb, parent, chosen, onClose }: BulkDialogProps) {
  const t = useWords();
  const client = useQueryClient();
  const [names, setNames] = useState<string[]>();
  const [requestId, setRequestId] = useState(newRequestId);
  const target = names
    ? { names }
    : 'filter' in chosen
      ? { filter: chosen.filter }
      : { names: chosen.names };
  const trial = useQuery({
    queryKey: ['bulk', verb, parent, target],
    queryFn: () => batchSetState({ parent, verb, ...target, validateOnly: true }),
    staleTime: 0,
    gcTime: 0,
  });
  const run = useMutation({
    mutationFn: () => batchSetState({ parent, verb, ...target, requestId }),
    onSettled: () => client.invalidateQueries({ queryKey: connectorKeys.all }),
  });
  const again = (failed: string[]) => {
    setNames(failed);
    setRequestId(newRequestId());
    run.reset();
  };
  const word = t(`state.verb.${verb}`);
  const outcome = run.data ?? trial.data;
  const willDo = (trial.data?.results ?? []).filter((each) => each.done).length;
  return (
    <Modal
      open
      width={640}
      title={t('list.bulkTitle', { verb: word })}
      onCancel={onClose}
      footer={
        run.data ? (
          <Button type="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              type="primary"
              disabled={willDo === 0}
              loading={run.isPending}
              onClick={() => run.mutate()}
            >
              {t('list.bulkDo', { verb: word, count: willDo })}
            </Button>
          </>
        )
      }
    >
      {'filter' in chosen && !names && (
        <p>
          {t('list.bulkFilter')} <code>{chosen.filter || t('common.all')}</code>
        </p>
      )}
      {trial.isLoading && <Loading rows={3} />}
      {(trial.error ?? run.error) && (
        <Alert type="error" showIcon title={<ErrorText error={trial.error ?? run.error} />} />
      )}
      {outcome?.more && <Alert type="info" showIcon title={t('list.bulkMore')} />}
      {outcome && <Results outcome={outcome} over={run.data !== undefined} onAgain={again} />}
    </Modal>
  );
}

interface ResultsProps {
  outcome: BatchSetConnectorStateResponse;
  // It was carried out, not only tried.
  over: boolean;
  onAgain: (names: string[]) => void;
}

function Results({ outcome, over, onAgain }: ResultsProps) {
  const t = useWords();
  const results = outcome.results ?? [];
  const done = results.filter((each) => each.done);
  const refused = results.filter((each) => !each.done);
  const byReason = grouped(refused);
  return (
    <div className={styles.results} aria-live="polite">
      <p>
        {over
          ? t('list.bulkDone', { count: done.length })
          : t('list.bulkWill', { count: done.length })}
      </p>
      {refused.length > 0 && <p>{t('list.bulkSkipped', { count: refused.length })}</p>}
      {[...byReason].map(([reason, each]) => (
        <details key={reason}>
          <summary>
            {reason} · {each.length} · {each[0]?.message}
          </summary>
          <ul>
            {each.map((one) => (
              <li key={one.name}>
                <strong>{idOf(one.name)}</strong> {one.message}
              </li>
            ))}
          </ul>
        </details>
      ))}
      {over && refused.length > 0 && (
        <Button onClick={() => onAgain(refused.map((each) => each.name ?? ''))}>
          {t('list.bulkAgain', { count: refused.length })}
        </Button>
      )}
    </div>
  );
}

type Result = NonNullable<BatchSetConnectorStateResponse['results']>[number];

function grouped(results: Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>();
  for (const each of results)
    groups.set(each.reason ?? '', [...(groups.get(each.reason ?? '') ?? []), each]);
  return groups;
}
