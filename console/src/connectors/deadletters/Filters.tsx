// Which dead letters are shown: by reason, by source partition. Reasons come with their counts.
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { numberOf } from '../../api/figures';
import type { ReasonCount } from '../../api/generated/types';
import { useNumbers } from '../../parts/numbers';
import { headline, useWords } from '../../words/words';
import type { LetterFilter } from './choice';
import styles from './deadletters.module.css';

interface FiltersProps {
  counts: ReasonCount[];
  filter: LetterFilter;
  // Parameters of the URL; empty ones go.
  onChange: (changes: Record<string, string>) => void;
}

export function Filters({ counts, filter, onChange }: FiltersProps) {
  const t = useWords();
  const numbers = useNumbers();
  // The reason that is filtered by stays to be taken back, even with nothing left of it.
  const reasons = [...counts];
  if (filter.reason !== '' && !reasons.some(({ reason }) => reason === filter.reason)) {
    reasons.unshift({ reason: filter.reason, count: '0' });
  }
  return (
    <section className={styles.filters} aria-label={t('deadLetters.filter')}>
      <div className={styles.reasons}>
        {reasons.map(({ reason = '', count }) => (
          <Button
            key={reason}
            size="small"
            type={reason === filter.reason ? 'primary' : 'default'}
            aria-pressed={reason === filter.reason}
            title={reason}
            onClick={() => onChange({ reason: reason === filter.reason ? '' : reason })}
          >
            {headline(t, reason)} · {numbers.count(numberOf(count))}
          </Button>
        ))}
      </div>
      <Partition value={filter.partition} onChange={(partition) => onChange({ partition })} />
      <Checkbox
        checked={filter.marked}
        onChange={(event) => onChange({ marked: event.target.checked ? 'true' : '' })}
      >
        {t('deadLetters.marked')}
      </Checkbox>
    </section>
  );
}

function Partition({
  value,
  onChange,
}: {
  value: number | undefined;
  onChange: (partition: string) => void;
}) {
  const t = useWords();
  const [typed, setTyped] = useState(value === undefined ? '' : String(value));
  const tell = () => {
    if (/^\d{0,9}$/.test(typed)) onChange(typed);
  };
  return (
    <Input
      className={styles.partition ?? ''}
      value={typed}
      inputMode="numeric"
      aria-label={t('deadLetters.sourcePartition')}
      placeholder={t('deadLetters.sourcePartition')}
      status={/^\d{0,9}$/.test(typed) ? '' : 'error'}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={tell}
      onPressEnter={tell}
    />
  );
}
