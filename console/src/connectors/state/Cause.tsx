// The first cause in two lines: who can mend it and since when, what is wrong.
import { Link } from 'react-router';
import type { Trouble } from '../../api/generated/types';
import { visibleText } from '../../parts/HostileText';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import styles from './state.module.css';

const shownMax = 120;

export function CauseWhen({ trouble }: { trouble: Trouble }) {
  const t = useWords();
  return (
    <span className={styles.causeWhen}>
      {' · '}
      {t(`state.errorClass.${trouble.errorClass ?? 'ERROR_CLASS_UNSPECIFIED'}`)}
      {trouble.since && (
        <>
          {' · '}
          <Time value={trouble.since} />
        </>
      )}
      {trouble.nextAttemptTime && (
        <>
          {' · '}
          {t('state.tryingAgainNext')} <Time value={trouble.nextAttemptTime} />
        </>
      )}
    </span>
  );
}

export function CauseText({ trouble, to }: { trouble: Trouble; to: string }) {
  const message = visibleText(trouble.message || trouble.reason || '');
  const short = message.length > shownMax ? `${message.slice(0, shownMax - 1)}…` : message;
  return (
    <Link to={to} className={styles.causeText} title={message}>
      {short}
    </Link>
  );
}
