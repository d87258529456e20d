// The tasks of a connector: which worker has each, how far it is, and beginning one, the failed ones, or all anew.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { connectorKeys, tasksQuery } from '../../api/connectors';
import type { Task } from '../../api/generated/types';
import { Answer } from '../../parts/Answer';
import { Nothing } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { useFollow } from '../state/use_follow';
import { useRestart } from './restart';
import { TaskTable } from './TaskTable';
import styles from './tasks.module.css';

export function TasksPage() {
  const t = useWords();
  const connector = useConnector();
  const name = connector.name ?? '';
  const query = useQuery({
    ...tasksQuery(name),
    refetchInterval: useFollow(connectorKeys.part(name, 'tasks'), 3_000),
  });
  const restart = useRestart();
  return (
    <Answer query={query} what={name} rows={4}>
      {({ tasks = [] }) =>
        tasks.length === 0 ? (
          <Nothing title={t('tasks.none')}>{t('tasks.noneWhy')}</Nothing>
        ) : (
          <div className={styles.page}>
            <div className={styles.bar}>
              <span aria-live="polite">{summary(t, tasks)}</span>
              <Button
                disabled={restart.refusal !== '' || failed(tasks) === 0}
                title={restart.refusal || (failed(tasks) === 0 ? t('tasks.noneFailed') : undefined)}
                loading={restart.pending === 'failed'}
                onClick={() => restart.go('failed')}
              >
                {t('tasks.restartFailed', { count: failed(tasks) })}
              </Button>
              <Button
                disabled={restart.refusal !== ''}
                title={restart.refusal || undefined}
                loading={restart.pending === 'all'}
                onClick={() => restart.go('all')}
              >
                {t('tasks.restartAll')}
              </Button>
            </div>
            {restart.notice}
            <TaskTable tasks={tasks} restart={restart} />
          </div>
        )
      }
    </Answer>
  );
}

function failed(tasks: Task[]): number {
  return tasks.filter((task) => task.state === 'FAILED').length;
}

function summary(t: ReturnType<typeof useWords>, tasks: Task[]): string {
  const running = tasks.filter((task) => task.state === 'RUNNING').length;
  return t('tasks.summary', { running, all: tasks.length });
}
