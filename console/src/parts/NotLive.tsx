// The strip that says figures do not move any more. Short breaks are none of the reader's business.
import { Alert } from 'antd';
import { tooMany } from '../api/stream/messages';
import { useLiveStatus } from '../api/stream/use_watch';
import { useWords } from '../words/words';
import { useNow } from './now';
import styles from './parts.module.css';
import { useFirstZone } from './Time';
import { clockIn } from './zones';

const shortBreak = 5_000;

// Whether the stream has been away for longer than a moment. Pages then ask every `pollInterval`.
export function useStale(): boolean {
  const { live, since } = useLiveStatus();
  const now = useNow();
  return !live && since > 0 && now - since > shortBreak;
}

export const pollInterval = 10_000;

export function NotLive() {
  const t = useWords();
  const stale = useStale();
  const { since, why } = useLiveStatus();
  const zone = useFirstZone();
  if (!stale) return null;
  const time = clockIn(zone, new Date(since)).slice(11);
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.strip}
      title={why === tooMany ? t('parts.screen.tooMany') : t('parts.screen.notLive', { time })}
      role="status"
    />
  );
}
