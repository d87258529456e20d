// The long-running operations of all connectors: what runs, how far it is, how it ended.
import { ThunderboltOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer, Progress, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { idOf, numberOf } from '../api/figures';
import type { Operation } from '../api/generated/types';
import { cancelOperation, metadataOf, operationKeys, operationsQuery } from '../api/operations';
import { Failure, Loading } from '../parts/Screens';
import { Time } from '../parts/Time';
import { useWords } from '../words/words';
import styles from './shell.module.css';

export function Operations() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    ...operationsQuery(''),
    refetchInterval: (query) =>
      (query.state.data?.operations ?? []).some((each) => !each.done)
        ? 2_000
        : open
          ? 10_000
          : 60_000,
  });
  const operations = data?.operations ?? [];
  const running = operations.filter((each) => !each.done).length;
  const label =
    running > 0 ? t('shell.operationsRunning', { count: running }) : t('shell.operations');
  return (
    <>
      <Tooltip title={label}>
        <Badge count={running} size="small" offset={[-6, 6]}>
          <Button
            type="text"
            icon={<ThunderboltOutlined />}
            aria-label={label}
            onClick={() => setOpen(true)}
          />
        </Badge>
      </Tooltip>
      <Drawer
        open={open}
        title={t('shell.operations')}
        onClose={() => setOpen(false)}
        size={440}
        destroyOnHidden
      >
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading />}
        {data && operations.length === 0 && <p>{t('shell.operationsNone')}</p>}
        {operations.map((each) => (
          <One key={each.name} operation={each} onGo={() => setOpen(false)} />
        ))}
      </Drawer>
    </>
  );
}

function One({ operation, onGo }: { operation: Operation; onGo: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const metadata = metadataOf(operation);
  const cancel = useMutation({
    mutationFn: () => cancelOperation(operation.name ?? ''),
    onSettled: () => client.invalidateQueries({ queryKey: operationKeys.all }),
  });
  const done = numberOf(metadata.doneCount);
  const total = numberOf(metadata.totalCount);
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
      <div>{operation.error?.message ?? metadata.waitingFor ?? metadata.step}</div>
      <div className={styles.secondary}>
        <Time value={metadata.createTime} />{' '}
        {metadata.author && t('shell.operationBy', { author: metadata.author })}
      </div>
      {!operation.done && !metadata.cancelRequested && (
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('shell.operationCancel')}
        </Button>
      )}
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
