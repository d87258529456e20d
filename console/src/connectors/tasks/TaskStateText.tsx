// A task's state in an icon and a word, and what is wrong with it.
import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  DisconnectOutlined,
  LoadingOutlined,
  PauseOutlined,
  QuestionCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Task, Task_State } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { Time } from '../../parts/Time';
import { headline, useWords } from '../../words/words';
import styles from './tasks.module.css';

const looks: Record<
  Task_State,
  { icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>; tone: string }
> = {
  STATE_UNSPECIFIED: { icon: QuestionCircleOutlined, tone: 'quiet' },
  UNASSIGNED: { icon: QuestionCircleOutlined, tone: 'worse' },
  STARTING: { icon: LoadingOutlined, tone: 'busy' },
  RUNNING: { icon: CheckCircleOutlined, tone: 'good' },
  PAUSED: { icon: PauseOutlined, tone: 'quiet' },
  FAILED: { icon: CloseCircleOutlined, tone: 'worst' },
  LOST: { icon: DisconnectOutlined, tone: 'bad' },
  DEGRADED: { icon: WarningOutlined, tone: 'worse' },
};

export function TaskStateText({ state }: { state: Task_State | undefined }) {
  const t = useWords();
  const { icon: Icon, tone } = looks[state ?? 'STATE_UNSPECIFIED'] ?? looks.STATE_UNSPECIFIED;
  return (
    <span className={styles.badge} data-state={state}>
      <Icon aria-hidden className={styles[tone] ?? ''} />{' '}
      {t(`tasks.states.${state ?? 'STATE_UNSPECIFIED'}`)}
    </span>
  );
}

export function TaskTrouble({ task }: { task: Task }) {
  const t = useWords();
  const { trouble } = task;
  const reason = trouble?.reason ?? task.reason;
  if (!reason) return null;
  return (
    <div className={styles.trouble}>
      <strong title={reason}>{headline(t, reason)}</strong>
      <HostileText text={trouble?.message ?? task.message ?? ''} />
      {(trouble?.remedy ?? task.remedy) && (
        <HostileText text={trouble?.remedy ?? task.remedy ?? ''} />
      )}
      {trouble?.nextAttemptTime && (
        <span>
          {t('tasks.nextAttempt')} <Time value={trouble.nextAttemptTime} />
        </span>
      )}
    </div>
  );
}
