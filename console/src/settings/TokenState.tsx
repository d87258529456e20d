// Whether a token lets in, in an icon and a word.
import { CheckCircleOutlined, ClockCircleOutlined, StopOutlined } from '@ant-design/icons';
import type { ApiToken } from '../api/generated/types';
import { Time } from '../parts/Time';
import { useWords } from '../words/words';
import styles from './settings.module.css';

export function TokenState({ token }: { token: ApiToken }) {
  const t = useWords();
  switch (token.state) {
    case 'REVOKED':
      return (
        <span>
          <StopOutlined aria-hidden className={styles.worst ?? ''} />{' '}
          {t('settings.token.states.REVOKED')} <Time value={token.revokeTime} />
        </span>
      );
    case 'EXPIRED':
      return (
        <span>
          <ClockCircleOutlined aria-hidden className={styles.quiet ?? ''} />{' '}
          {t('settings.token.states.EXPIRED')}
        </span>
      );
    default:
      return (
        <span>
          <CheckCircleOutlined aria-hidden className={styles.good ?? ''} />{' '}
          {t('settings.token.states.ACTIVE')}
        </span>
      );
  }
}
