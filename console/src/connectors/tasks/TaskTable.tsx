import { Button, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { bigintOf, idOf, numberOf } from '../../api/figures';
import type { Task } from '../../api/generated/types';
import { type Numbers, useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { useWords, type Words } from '../../words/words';
import type { Restart } from './restart';
import { TaskStateText, TaskTrouble } from './TaskStateText';
import styles from './tasks.module.css';

export function TaskTable({ tasks, restart }: { tasks: Task[]; restart: Restart }) {
  const t = useWords();
  const numbers = useNumbers();
  return (
    <Table<Task>
      rowKey={(task) => task.name ?? ''}
      dataSource={tasks}
      columns={columns(t, numbers, restart)}
      pagination={false}
      scroll={{ x: 'max-content' }}
      expandable={{
        expandedRowRender: (task) => <Partitions task={task} />,
        rowExpandable: (task) => (task.partitions ?? []).length > 0,
      }}
    />
  );
}

function columns(t: Words, numbers: Numbers, restart: Restart): TableColumnsType<Task> {
  return [
    { title: t('tasks.task'), key: 'task', render: (_, task) => task.index ?? 0 },
    {
      title: t('tasks.state'),
      key: 'state',
      render: (_, task) => (
        <div className={styles.state}>
          <TaskStateText state={task.state} />
          <TaskTrouble task={task} />
        </div>
      ),
    },
    {
      title: t('tasks.worker'),
      key: 'worker',
      render: (_, task) =>
        task.worker ? <Link to={`/${task.worker}`}>{idOf(task.worker)}</Link> : '–',
    },
    {
      title: t('tasks.partitions'),
      key: 'partitions',
      align: 'end',
      render: (_, task) => numbers.count((task.partitions ?? []).length),
    },
    {
      title: t('tasks.lag'),
      key: 'lag',
      align: 'end',
      render: (_, task) => numbers.count(lagOf(task)),
    },
    {
      title: t('tasks.progress'),
      key: 'progress',
      render: (_, task) => <Time value={task.lastCommitTime} />,
    },
    {
      title: t('tasks.memory'),
      key: 'memory',
      align: 'end',
      render: (_, task) => numbers.bytes(numberOf(task.memoryBytes)),
    },
    {
      title: t('tasks.restarts'),
      key: 'restarts',
      align: 'end',
      render: (_, task) => numbers.count(bigintOf(task.restarts)),
    },
    {
      title: t('tasks.reported'),
      key: 'reported',
      render: (_, task) => <Time value={task.reportTime} />,
    },
    {
      title: t('tasks.actions'),
      key: 'actions',
      fixed: 'end',
      render: (_, task) => {
        const index = task.index ?? 0;
        return (
          <Button
            size="small"
            disabled={restart.refusal !== '' || task.state === 'UNASSIGNED'}
            title={
              restart.refusal || (task.state === 'UNASSIGNED' ? t('tasks.unassigned') : undefined)
            }
            loading={restart.pending === index}
            aria-label={t('tasks.restartOne', { task: index })}
            onClick={() => restart.go(index)}
          >
            {t('tasks.restart')}
          </Button>
        );
      },
    },
  ];
}

// Undefined where the end of some partition is not known.
function lagOf(task: Task): bigint | undefined {
  let lag = 0n;
  for (const partition of task.partitions ?? []) {
    const end = bigintOf(partition.endOffset);
    if (end < 0n) return undefined;
    lag += end - bigintOf(partition.nextOffset);
  }
  return lag;
}

function Partitions({ task }: { task: Task }) {
  const t = useWords();
  const numbers = useNumbers();
  return (
    <table className={styles.partitions}>
      <thead>
        <tr>
          <th scope="col">{t('tasks.partition')}</th>
          <th scope="col">{t('tasks.next')}</th>
          <th scope="col">{t('tasks.end')}</th>
          <th scope="col">{t('tasks.lag')}</th>
        </tr>
      </thead>
      <tbody>
        {(task.partitions ?? []).map((partition) => {
          const end = bigintOf(partition.endOffset);
          const next = bigintOf(partition.nextOffset);
          return (
            <tr key={partition.partition ?? 0}>
              <th scope="row">{partition.partition ?? 0}</th>
              <td>{numbers.count(next)}</td>
              <td>{numbers.count(end < 0n ? undefined : end)}</td>
              <td>{numbers.count(end < 0n ? undefined : end - next)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
