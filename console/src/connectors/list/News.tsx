// What has happened since the rows were loaded: they are not moved under anybody's hand, but can be on demand.
import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef } from 'react';
import { useWords } from '../../words/words';
import styles from './list.module.css';

interface NewsProps {
  total: number | undefined;
  // Some row would stand elsewhere, or is none of these any more.
  moved: boolean;
  onRefresh: () => void;
}

export function News({ total, moved, onRefresh }: NewsProps) {
  const t = useWords();
  const first = useRef(total);
  first.current ??= total;
  const more = total === undefined || first.current === undefined ? 0 : total - first.current;
  if (more <= 0 && !moved) return null;
  return (
    <div className={styles.news} role="status">
      {more > 0 && <span>{t('list.new', { count: more })}</span>}
      {moved && <span>{t('list.moved')}</span>}
      <Button size="small" icon={<ReloadOutlined />} onClick={onRefresh}>
        {t('buttons.refresh')}
      </Button>
    </div>
  );
}
