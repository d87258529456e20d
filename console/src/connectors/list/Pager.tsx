// Next and before, and which rows these are. The API hands out tokens, so there are no numbers of pages.
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useWords, words } from '../../words/words';
import styles from './list.module.css';
import { changed, sizes, type View } from './view';

interface PagerProps {
  view: View;
  shown: number;
  total: number | undefined;
  nextToken: string;
  onNext: () => void;
  onPrevious: () => void;
  onChange: (view: View) => void;
}

export function Pager({ view, shown, total, nextToken, onNext, onPrevious, onChange }: PagerProps) {
  const t = useWords();
  const format = (value: number) => new Intl.NumberFormat(words.language).format(value);
  const last = view.before + shown;
  return (
    <nav className={styles.pager} aria-label={t('list.pages')}>
      <span>
        {t('list.range', {
          first: format(shown === 0 ? 0 : view.before + 1),
          last: format(last),
          total: total === undefined ? '…' : format(Math.max(total, last)),
        })}
      </span>
      <Select
        aria-label={t('list.size')}
        value={view.size}
        onChange={(size: number) => onChange(changed(view, { size }))}
        options={sizes.map((size) => ({ value: size, label: t('list.perPage', { count: size }) }))}
      />
      <Button icon={<LeftOutlined />} disabled={view.after === ''} onClick={onPrevious}>
        {t('buttons.previous')}
      </Button>
      <Button
        icon={<RightOutlined />}
        iconPlacement="end"
        disabled={nextToken === ''}
        onClick={onNext}
      >
        {t('buttons.next')}
      </Button>
    </nav>
  );
}
