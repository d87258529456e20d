// A long-running operation: how far it is, what it waits for, how it ended. It goes on without this page.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useEffect } from 'react';
import { connectorKeys } from '../../api/connectors';
import { numberOf } from '../../api/figures';
import type { Operation } from '../../api/generated/types';
import { cancelOperation, metadataOf, operationKeys, operationQuery } from '../../api/operations';
import { HostileText } from '../../parts/HostileText';
import { ErrorText, Failure, Loading } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { headline, useWords } from '../../words/words';
import { usePermission } from '../actions/verbs';
import styles from './event.module.css';

interface OperationProgressProps {
  // `operations/{operation}`.
  name: string;
  // Absent: it cannot be put away.
  onClose?: (() => void) | undefined;
}

const every = 1_000;

export function OperationProgress({ name, onClose }: OperationProgressProps) {
  const client = useQueryClient();
  const query = useQuery({
    ...operationQuery(name),
    refetchInterval: ({ state }) => (state.data?.done ? false : every),
  });
  const target = query.data ? metadataOf(query.data).target : undefined;
  const done = query.data?.done ?? false;
  // What it has changed is asked for again.
  useEffect(() => {
    if (done && target)
      void client.invalidateQueries({
        queryKey: connectorKeys.part(target, 'offsets').slice(0, 3),
      });
  }, [done, target, client]);
  if (!query.data) {
    if (query.error)
      return <Failure error={query.error} what={name} onRetry={() => void query.refetch()} />;
    return <Loading rows={2} />;
  }
  return <Shown operation={query.data} onClose={onClose} />;
}

function Shown({
  operation,
  onClose,
}: {
  operation: Operation;
  onClose: (() => void) | undefined;
}) {
  const t = useWords();
  const metadata = metadataOf(operation);
  const kind = t(`shell.operationKind.${metadata.kind ?? 'KIND_UNSPECIFIED'}`);
  const closing = onClose
    ? { closable: { closeIcon: true, onClose, 'aria-label': t('buttons.close') } }
    : {};
  if (operation.error) {
    const reason = reasonOf(operation);
    return (
      <Alert
        type="error"
        showIcon
        title={`${kind}: ${headline(t, reason)}`}
        description={<HostileText text={operation.error.message} />}
        {...closing}
      />
    );
  }
  if (operation.done) {
    return (
      <Alert
        type="success"
        showIcon
        title={`${kind}: ${t('shell.operationDone')}`}
        description={<Result operation={operation} />}
        {...closing}
      />
    );
  }
  return (
    <Alert type="info" showIcon title={kind} description={<Running operation={operation} />} />
  );
}

function reasonOf(operation: Operation): string {
  const details = (operation.error?.details ?? []) as { reason?: string }[];
  return details.find((detail) => detail.reason)?.reason ?? '';
}

function Result({ operation }: { operation: Operation }) {
  const t = useWords();
  const response = (operation.response ?? {}) as {
    moves?: unknown[];
    replayedCount?: string;
    passedOverCount?: string;
  };
  if (response.moves) return t('offsets.moved', { count: response.moves.length });
  return t('deadLetters.replayed', {
    count: numberOf(response.replayedCount),
    passedOver: numberOf(response.passedOverCount),
  });
}

function Running({ operation }: { operation: Operation }) {
  const t = useWords();
  const client = useQueryClient();
  const metadata = metadataOf(operation);
  const may = usePermission('operations.cancel');
  const cancel = useMutation({
    mutationFn: () => cancelOperation(operation.name ?? ''),
    onSettled: () => client.invalidateQueries({ queryKey: operationKeys.all }),
  });
  const done = numberOf(metadata.doneCount);
  const total = numberOf(metadata.totalCount);
  return (
    <div className={styles.stack}>
      {total > 0 && (
        <Progress
          percent={Math.floor((100 * done) / total)}
          aria-label={t('shell.operationProgress', { done, total })}
        />
      )}
      <span aria-live="polite">{metadata.step && <HostileText text={metadata.step} />}</span>
      {metadata.waitingFor && <HostileText text={metadata.waitingFor} />}
      <span>
        <Time value={metadata.createTime} />{' '}
        {metadata.author && t('shell.operationBy', { author: metadata.author })}
      </span>
      {cancel.error && <Alert type="error" showIcon title={<ErrorText error={cancel.error} />} />}
      <div>
        <Button
          size="small"
          disabled={!may.allowed || metadata.cancelRequested}
          title={may.reason || undefined}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {metadata.cancelRequested ? t('shell.operationCancelling') : t('shell.operationCancel')}
        </Button>
      </div>
    </div>
  );
}
