// One event in one line: an icon and a word for its kind, then what happened.
import {
  ControlOutlined,
  RobotOutlined,
  SwapOutlined,
  ThunderboltOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { ConnectorEvent, ConnectorEvent_Type } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { headline, useWords } from '../../words/words';
import styles from './event.module.css';
import { StateBadge } from './StateBadge';

const icons: Record<
  ConnectorEvent_Type,
  ComponentType<{ className?: string; 'aria-hidden'?: boolean }>
> = {
  TYPE_UNSPECIFIED: ControlOutlined,
  CHANGE: ControlOutlined,
  STATE: SwapOutlined,
  TROUBLE: WarningOutlined,
  OPERATION: ThunderboltOutlined,
  BY_ITSELF: RobotOutlined,
};

export function EventText({ event }: { event: ConnectorEvent }) {
  const t = useWords();
  const Icon = icons[event.type ?? 'TYPE_UNSPECIFIED'] ?? ControlOutlined;
  return (
    <span className={styles.event}>
      <Icon aria-hidden className={styles.icon ?? ''} />
      <span className={styles.type}>{t(`events.type.${event.type ?? 'TYPE_UNSPECIFIED'}`)}</span>
      <What event={event} />
      {(event.task ?? 0) >= 0 && concernsTask(event) && (
        <span>{t('events.task', { task: event.task ?? 0 })}</span>
      )}
    </span>
  );
}

// Of a connector as a whole there is no task, which the API says by -1.
function concernsTask(event: ConnectorEvent): boolean {
  return event.type === 'TROUBLE' || event.type === 'BY_ITSELF';
}

function What({ event }: { event: ConnectorEvent }) {
  const t = useWords();
  if (event.type === 'STATE') {
    return (
      <>
        {event.fromState && (
          <>
            <StateBadge state={event.fromState} />{' '}
            <span role="img" aria-label={t('events.became')}>
              →
            </span>{' '}
          </>
        )}
        <StateBadge state={event.toState} />
        {event.reason && <span>{headline(t, event.reason)}</span>}
      </>
    );
  }
  return (
    <>
      {event.verb && <strong>{event.verb}</strong>}
      {event.reason && <strong title={event.reason}>{headline(t, event.reason)}</strong>}
      {event.message && <HostileText text={event.message} />}
    </>
  );
}
