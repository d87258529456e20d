import {
  CheckCircleOutlined,
  DisconnectOutlined,
  ExportOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Worker_State } from '../api/generated/types';
import { useWords } from '../words/words';
import styles from './workers.module.css';

const looks: Record<
  Worker_State,
  { icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>; tone: string }
> = {
  STATE_UNSPECIFIED: { icon: QuestionCircleOutlined, tone: 'quiet' },
  CONNECTED: { icon: CheckCircleOutlined, tone: 'good' },
  LOST: { icon: DisconnectOutlined, tone: 'bad' },
  DRAINING: { icon: ExportOutlined, tone: 'worse' },
};

// An icon and a word; the colour only repeats them.
export function WorkerState({ state }: { state: Worker_State | undefined }) {
  const t = useWords();
  const { icon: Icon, tone } = looks[state ?? 'STATE_UNSPECIFIED'] ?? looks.STATE_UNSPECIFIED;
  return (
    <span className={styles.state} data-state={state}>
      <Icon aria-hidden className={styles[tone] ?? ''} />{' '}
      {t(`workers.states.${state ?? 'STATE_UNSPECIFIED'}`)}
    </span>
  );
}
