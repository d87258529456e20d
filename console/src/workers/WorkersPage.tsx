// The processes that run tasks: which are heard, where they are, how full they are.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Progress, Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { idOf, numberOf } from '../api/figures';
import type { Worker } from '../api/generated/types';
import { workersQuery } from '../api/workers';
import { Answer } from '../parts/Answer';
import { type Numbers, useNumbers } from '../parts/numbers';
import { PageHead } from '../parts/PageHead';
import { Nothing } from '../parts/Screens';
import { Time } from '../parts/Time';
import { useWords, type Words } from '../words/words';
import { WorkerState } from './WorkerState';
import styles from './workers.module.css';

// Workers are in no stream; a lease is 10 s.
export const workersInterval = 5_000;

export function WorkersPage() {
  const t = useWords();
  const numbers = useNumbers();
  const [search, setSearch] = useSearchParams();
  const after = search.get('after') ?? '';
  const query = useQuery({
    ...workersQuery(after),
    refetchInterval: workersInterval,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHead title={t('workers.title')} />
      <Answer query={query} what={t('workers.title')}>
        {({ workers = [], nextPageToken }) =>
          workers.length === 0 ? (
            <Nothing title={t('workers.none')}>
              {t('workers.noneWhy')}
              <pre className={styles.command}>
                sluice-worker --control_plane_addresses=HOST:PORT
              </pre>
            </Nothing>
          ) : (
            <div className={styles.page}>
              <span aria-live="polite">{summary(t, workers)}</span>
              <Table<Worker>
                rowKey={(worker) => worker.name ?? ''}
                dataSource={workers}
                columns={columns(t, numbers)}
                pagination={false}
                scroll={{ x: 'max-content' }}
              />
              {(after || nextPageToken) && (
                <div className={styles.pages}>
                  <Button disabled={!after} onClick={() => setSearch({})}>
                    {t('workers.first')}
                  </Button>
                  <Button
                    disabled={!nextPageToken}
                    onClick={() => setSearch({ after: nextPageToken ?? '' })}
                  >
                    {t('buttons.next')}
                  </Button>
                </div>
              )}
            </div>
          )
        }
      </Answer>
    </>
  );
}

function summary(t: Words, workers: Worker[]): string {
  const connected = workers.filter((worker) => worker.state === 'CONNECTED').length;
  const tasks = workers.reduce((sum, worker) => sum + (worker.tasks ?? 0), 0);
  const room = workers
    .filter((worker) => worker.state === 'CONNECTED')
    .reduce((sum, worker) => sum + (worker.tasksMax ?? 0) - (worker.tasks ?? 0), 0);
  return t('workers.summary', { connected, all: workers.length, tasks, room });
}

function columns(t: Words, numbers: Numbers): TableColumnsType<Worker> {
  return [
    {
      title: t('workers.worker'),
      key: 'name',
      render: (_, { name }) => <Link to={`/${name}`}>{idOf(name)}</Link>,
    },
    {
      title: t('workers.state'),
      key: 'state',
      render: (_, { state }) => <WorkerState state={state} />,
    },
    { title: t('workers.tasks'), key: 'tasks', render: (_, worker) => <Load worker={worker} /> },
    {
      title: t('workers.memory'),
      key: 'memory',
      align: 'end',
      render: (_, worker) => numbers.bytes(numberOf(worker.memoryBytesMax)),
    },
    { title: t('workers.network'), key: 'network', render: (_, worker) => networkOf(worker, t) },
    { title: t('workers.version'), key: 'version', render: (_, worker) => worker.version || '–' },
    {
      title: t('workers.heard'),
      key: 'heard',
      render: (_, worker) => <Time value={worker.heartbeatTime} />,
    },
  ];
}

export function networkOf(worker: Worker, t: Words): string {
  const network = [worker.vpcId, worker.vswitchId].filter(Boolean).join(' / ');
  return network || t('workers.anyNetwork');
}

export function Load({ worker }: { worker: Worker }) {
  const t = useWords();
  const { tasks = 0, tasksMax = 0 } = worker;
  return (
    <span className={styles.load}>
      {tasksMax > 0 && (
        <Progress
          percent={Math.round((100 * tasks) / tasksMax)}
          showInfo={false}
          size="small"
          aria-label={t('workers.tasksOf', { tasks, max: tasksMax })}
        />
      )}
      <span>{t('workers.tasksOf', { tasks, max: tasksMax })}</span>
    </span>
  );
}
