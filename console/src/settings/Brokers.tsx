// What the brokers of an instance said when they were last asked.
import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import type { Instance } from '../api/generated/types';
import { HostileText } from '../parts/HostileText';
import { Time } from '../parts/Time';
import { headline, useWords } from '../words/words';
import styles from './settings.module.css';

export function Brokers({ instance }: { instance: Instance }) {
  const t = useWords();
  const seen = instance.observed;
  if (!seen?.checkTime) {
    return (
      <span>
        <QuestionCircleOutlined aria-hidden className={styles.quiet ?? ''} />{' '}
        {t('settings.instance.neverAsked')}
      </span>
    );
  }
  return (
    <div className={styles.brokers}>
      <span>
        {seen.reachable ? (
          <CheckCircleOutlined aria-hidden className={styles.good ?? ''} />
        ) : (
          <CloseCircleOutlined aria-hidden className={styles.worst ?? ''} />
        )}{' '}
        {seen.reachable
          ? t('settings.instance.reachable', {
              count: seen.brokers ?? 0,
              version: seen.brokerVersion || '?',
            })
          : headline(t, seen.reason ?? '')}
      </span>
      {seen.reason && (
        <span className={styles.quiet}>
          <HostileText text={seen.message ?? ''} />
          {seen.remedy && (
            <div>
              <HostileText text={seen.remedy} />
            </div>
          )}
        </span>
      )}
      <span className={styles.quiet}>
        {t('settings.instance.asked')} <Time value={seen.checkTime} />
        {seen.tieredStorage && ` · ${t('settings.instance.tiered')}`}
      </span>
    </div>
  );
}
