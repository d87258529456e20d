// What is looked for. Typing waits a moment before it asks.
import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useWords } from '../../words/words';
import styles from './list.module.css';
import { changed, isLabel, queryCharsMax, queryOf, type View } from './view';

interface FilterBarProps {
  view: View;
  onChange: (view: View, replace?: boolean) => void;
}

const settleTime = 250;
const ages = ['1m', '10m', '1h', '1d'];

export function FilterBar({ view, onChange }: FilterBarProps) {
  const t = useWords();
  const [typed, setTyped] = useState(view.q);
  // Back and links change the URL; what is typed follows.
  useEffect(() => setTyped(view.q), [view.q]);
  useEffect(() => {
    if (typed === view.q) return;
    const timer = setTimeout(
      () => onChange(changed(view, { q: typed }), view.q !== ''),
      settleTime,
    );
    return () => clearTimeout(timer);
  }, [typed, view, onChange]);
  return (
    <search className={styles.filters}>
      <Input.Search
        aria-label={t('list.search')}
        placeholder={t('list.searchPlaceholder')}
        allowClear
        className={styles.query}
        value={typed}
        maxLength={queryCharsMax}
        onChange={(event) => setTyped(queryOf(event.target.value))}
        onSearch={(text) => onChange(changed(view, { q: queryOf(text) }))}
      />
      <Select
        mode="tags"
        aria-label={t('list.labels')}
        placeholder={t('list.labelsPlaceholder')}
        className={styles.labels}
        value={view.labels}
        open={false}
        suffixIcon={null}
        tokenSeparators={[' ', ',']}
        onChange={(labels: string[]) => onChange(changed(view, { labels: labels.filter(isLabel) }))}
      />
      <Select
        aria-label={t('list.older')}
        className={styles.older}
        value={view.older}
        onChange={(older: string) => onChange(changed(view, { older }))}
        options={[
          { value: '', label: t('list.anyAge') },
          ...[...new Set([...ages, ...(view.older ? [view.older] : [])])].map((age) => ({
            value: age,
            label: t('list.olderThan', { age }),
          })),
        ]}
      />
    </search>
  );
}
