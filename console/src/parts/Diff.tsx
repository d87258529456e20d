// Fields that differ: what was, what is. Words and signs beside the colours.

import { useWords } from '../words/words';
import { HostileText } from './HostileText';
import styles from './parts.module.css';

export interface FieldChange {
  // As the API calls it: `sink.table`.
  field: string;
  // Absent: was not, or is not, there.
  before: string | undefined;
  after: string | undefined;
}

export function Diff({ changes, label }: { changes: FieldChange[]; label: string }) {
  const t = useWords();
  if (changes.length === 0) return <p className={styles.absent}>{t('parts.none')}</p>;
  return (
    <dl className={styles.diff} aria-label={label}>
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{field}</dt>
          {before !== undefined && (
            <dd className={styles.before}>
              <del>
                <span aria-hidden="true">− </span>
                <HostileText text={before} />
              </del>
            </dd>
          )}
          {after !== undefined && (
            <dd className={styles.after}>
              <ins>
                <span aria-hidden="true">+ </span>
                <HostileText text={after} />
              </ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
