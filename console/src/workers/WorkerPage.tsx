// One worker: what it said about itself, and whether it follows.
import { useQuery } from '@tanstack/react-query';
import { Alert, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { numberOf } from '../api/figures';
import type { Worker } from '../api/generated/types';
import { workerQuery } from '../api/workers';
import { Answer } from '../parts/Answer';
import { Copy } from '../parts/Copy';
import { useNumbers } from '../parts/numbers';
import { PageHead } from '../parts/PageHead';
import { Time } from '../parts/Time';
import { useWords } from '../words/words';
import { WorkerState } from './WorkerState';
import { Load, networkOf, workersInterval } from './WorkersPage';
import styles from './workers.module.css';

export function WorkerPage() {
  const t = useWords();
  const { worker: id = '' } = useParams();
  const name = `workers/${id}`;
  const query = useQuery({ ...workerQuery(name), refetchInterval: workersInterval });
  return (
    <>
      <Link to="/workers">{t('workers.title')}</Link>
      <PageHead title={id} beside={query.data && <WorkerState state={query.data.state} />} />
      <Answer query={query} what={name} rows={6}>
        {(worker) => <Shown worker={worker} />}
      </Answer>
    </>
  );
}

function Shown({ worker }: { worker: Worker }) {
  const t = useWords();
  const numbers = useNumbers();
  const behind = numberOf(worker.assignmentRevision) - numberOf(worker.acknowledgedRevision);
  const labels = Object.entries(worker.labels ?? {});
  const facts: [string, ReactNode][] = [
    [t('workers.tasks'), <Load key="load" worker={worker} />],
    [t('workers.memory'), numbers.bytes(numberOf(worker.memoryBytesMax))],
    [t('workers.network'), networkOf(worker, t)],
    [t('workers.version'), worker.version || '–'],
    [t('workers.heard'), <Time key="heard" value={worker.heartbeatTime} />],
    [t('workers.since'), <Time key="since" value={worker.createTime} absolute />],
    [
      t('workers.assignment'),
      behind > 0
        ? t('workers.assignmentBehind', {
            revision: worker.assignmentRevision,
            acknowledged: worker.acknowledgedRevision ?? 0,
          })
        : t('workers.assignmentKept', { revision: worker.assignmentRevision ?? 0 }),
    ],
    [
      t('workers.uid'),
      <span key="uid">
        <code>{worker.uid}</code> <Copy text={worker.uid ?? ''} what={t('workers.uid')} />
      </span>,
    ],
    [
      t('workers.labels'),
      labels.length === 0
        ? t('parts.none')
        : labels.map(([key, value]) => (
            <Tag key={key} variant="outlined">
              {key}={value}
            </Tag>
          )),
    ],
  ];
  return (
    <div className={styles.page}>
      {worker.state === 'LOST' && <Alert type="warning" showIcon title={t('workers.lostWhat')} />}
      {worker.state === 'DRAINING' && (
        <Alert type="info" showIcon title={t('workers.drainingWhat')} />
      )}
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
