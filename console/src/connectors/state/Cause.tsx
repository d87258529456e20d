// The first cause in a line: who can mend it, what is wrong, when it is tried again.
import { Link } from 'react-router';
import type { Trouble } from '../../api/generated/types';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import styles from './state.module.css';

const shownMax = 120;

export function Cause({ trouble, to }: { trouble: Trouble; to: string }) {
  const t = useWords();
  const message = trouble.message ?? '';
  const short = message.length > shownMax ? `${message.slice(0, shownMax - 1)}…` : message;
  return (
    <div className={styles.causeLine}>
      <span className={styles.class}>
        {t(`state.errorClass.${trouble.errorClass ?? 'ERROR_CLASS_UNSPECIFIED'}`)}
      </span>{' '}
      <Link to={to} className={styles.causeText} title={message}>
        {short}
      </Link>
      <div className={styles.causeWhen}>
        {t('state.since')} <Time value={trouble.since} />
        {trouble.nextAttemptTime && (
          <>
            {' · '}
            {t('state.tryingAgainNext')} <Time value={trouble.nextAttemptTime} />
          </>
        )}
        {trouble.errorClass === 'USER' && ` · ${t('state.waitsForYou')}`}
      </div>
    </div>
  );
}
