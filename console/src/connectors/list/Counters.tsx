// How many there are in each state; pressing one shows only those.
import { Button } from 'antd';
import type { Connector_State } from '../../api/generated/types';
import { useWords, words } from '../../words/words';
import { StateBadge } from '../state/StateBadge';
import { statesBySeverity } from '../state/states';
import styles from './list.module.css';
import type { Counts } from './use_counts';

interface CountersProps {
  counts: Counts | undefined;
  chosen: Connector_State[];
  onChoose: (states: Connector_State[]) => void;
}

export function Counters({ counts, chosen, onChoose }: CountersProps) {
  const t = useWords();
  const format = new Intl.NumberFormat(words.language);
  const shown = statesBySeverity.filter(
    (state) => (counts?.byState.get(state) ?? 0) > 0 || chosen.includes(state),
  );
  const toggle = (state: Connector_State) =>
    onChoose(chosen.includes(state) ? chosen.filter((each) => each !== state) : [...chosen, state]);
  return (
    <fieldset className={styles.counters}>
      <legend className={styles.unseen}>{t('list.byState')}</legend>
      <Button
        className={styles.counter}
        aria-pressed={chosen.length === 0}
        onClick={() => onChoose([])}
      >
        {t('list.all')} <strong>{counts ? format.format(counts.total) : '–'}</strong>
      </Button>
      {shown.map((state) => (
        <Button
          key={state}
          className={styles.counter}
          aria-pressed={chosen.includes(state)}
          onClick={() => toggle(state)}
        >
          <StateBadge state={state} />{' '}
          <strong>{format.format(counts?.byState.get(state) ?? 0)}</strong>
        </Button>
      ))}
    </fieldset>
  );
}
