// How far a connector is, at a glance. What is not known is a dash with its reason, never 0.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { durationOf, numberOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import styles from './overview.module.css';

export function KeyFigures({ connector }: { connector: Connector }) {
  const t = useWords();
  const numbers = useNumbers();
  const status = connector.status ?? {};
  const lag = numberOf(status.lagRecords);
  const restarts = numberOf(status.restarts);
  const behind = durationOf(status.freshness);
  return (
    <dl className={styles.figures}>
      <Figure
        name={t('overview.figures.fresh')}
        value={status.freshUntil ? <Time value={status.freshUntil} /> : undefined}
        below={
          <>
            <Time value={status.freshUntil} absolute />
            {behind === 0 && ` · ${t('overview.figures.upToDate')}`}
          </>
        }
      />
      <Figure
        name={t('overview.figures.lag')}
        value={
          status.lagRecords === '-1' ? undefined : <Link to="offsets">{numbers.count(lag)}</Link>
        }
        below={t('overview.figures.records')}
      />
      <Figure
        name={t('overview.figures.rows')}
        value={numbers.count(numberOf(status.rowsCommitted))}
        below={
          <>
            {numbers.bytes(numberOf(status.bytesCommitted))} · {t('overview.figures.sinceStart')}
          </>
        }
      />
      <Figure
        name={t('overview.figures.lastCommit')}
        value={status.lastCommitTime ? <Time value={status.lastCommitTime} /> : undefined}
        why={t('overview.figures.noCommit')}
      />
      <Figure
        name={t('overview.figures.deadLetters')}
        value={<Link to="dead-letters">{numbers.count(numberOf(status.deadLetters))}</Link>}
        below={status.deadLettersByReason?.[0]?.reason ?? t('overview.figures.sinceStart')}
      />
      <Figure
        name={t('overview.figures.tasks')}
        value={
          <Link to="tasks">
            {t('overview.figures.tasksOf', {
              running: status.tasksRunning ?? 0,
              all: status.tasks ?? 0,
            })}
          </Link>
        }
        below={
          restarts > 0
            ? t('overview.figures.restarts', { count: restarts })
            : t('overview.figures.noRestarts')
        }
      />
    </dl>
  );
}

interface FigureProps {
  name: string;
  // Absent: not known.
  value: ReactNode;
  // Why it is not known.
  why?: string;
  below?: ReactNode;
}

function Figure({ name, value, why, below }: FigureProps) {
  const t = useWords();
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        {value === undefined ? <span title={why ?? t('overview.figures.notKnown')}>–</span> : value}
        <div className={styles.below}>
          {value === undefined ? (why ?? t('overview.figures.notKnown')) : below}
        </div>
      </dd>
    </div>
  );
}
