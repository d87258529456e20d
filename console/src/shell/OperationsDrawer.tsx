// The drawer's content is loaded when somebody opens it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Progress, Tag } from 'antd';
import { Link } from 'react-router';
import { idOf, numberOf } from '../api/figures';
import type { Operation } from '../api/generated/types';
import { cancelOperation, metadataOf, operationKeys } from '../api/operations';
import { HostileText } from '../parts/HostileText';
import { ErrorText, Failure, Loading } from '../parts/Screens';
import { Time } from '../parts/Time';
import { useRefusal } from '../settings/use_refusal';
import { useWords } from '../words/words';
import styles from './shell.module.css';

interface OperationsDrawerProps {
  open: boolean;
  // Absent: they have not come yet.
  operations: Operation[] | undefined;
  error: unknown;
  onRetry: () => void;
  onClose: () => void;
}

export function OperationsDrawer({
  open,
  operations,
  error,
  onRetry,
  onClose,
}: OperationsDrawerProps) {
  const t = useWords();
  return (
    <Drawer open={open} title={t('shell.operations')} onClose={onClose} size={440} destroyOnHidden>
      {error !== null && <Failure error={error} onRetry={onRetry} />}
      {!operations && error === null && <Loading />}
      {operations?.length === 0 && <p>{t('shell.operationsNone')}</p>}
      {(operations ?? []).map((each) => (
        <One key={each.name} operation={each} onGo={onClose} />
      ))}
    </Drawer>
  );
}

function One({ operation, onGo }: { operation: Operation; onGo: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const metadata = metadataOf(operation);
  const refusal = useRefusal('operations.cancel');
  const cancel = useMutation({
    mutationFn: () => cancelOperation(operation.name ?? ''),
    onSettled: () => client.invalidateQueries({ queryKey: operationKeys.all }),
  });
  const done = numberOf(metadata.doneCount);
  const total = numberOf(metadata.totalCount);
  const said = operation.error?.message ?? metadata.waitingFor ?? metadata.step;
  return (
    <section className={styles.operation}>
      <header>
        <strong>{t(`shell.operationKind.${metadata.kind ?? 'KIND_UNSPECIFIED'}`)}</strong>
        <Outcome operation={operation} />
      </header>
      <Link to={`/${metadata.target}`} onClick={onGo}>
        {idOf(metadata.target)}
      </Link>
      {!operation.done && total > 0 && (
        <Progress
          percent={Math.floor((100 * done) / total)}
          size="small"
          aria-label={t('shell.operationProgress', { done, total })}
        />
      )}
      {said && (
        <div>
          <HostileText text={said} />
        </div>
      )}
      <div className={styles.secondary}>
        <Time value={metadata.createTime} />{' '}
        {metadata.author && t('shell.operationBy', { author: metadata.author })}
      </div>
      {!operation.done && !metadata.cancelRequested && (
        <Button
          size="small"
          disabled={refusal !== ''}
          title={refusal || undefined}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t('shell.operationCancel')}
        </Button>
      )}
      {cancel.error && <Alert type="error" showIcon title={<ErrorText error={cancel.error} />} />}
    </section>
  );
}

function Outcome({ operation }: { operation: Operation }) {
  const t = useWords();
  if (operation.error) return <Tag variant="outlined">{t('shell.operationFailed')}</Tag>;
  if (operation.done) return <Tag variant="outlined">{t('shell.operationDone')}</Tag>;
  const cancelling = metadataOf(operation).cancelRequested;
  return (
    <Tag variant="outlined">
      {cancelling ? t('shell.operationCancelling') : t('shell.operationRunning')}
    </Tag>
  );
}
