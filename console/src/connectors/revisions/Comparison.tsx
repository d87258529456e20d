// In which fields two revisions differ, and what that means to running tasks. The pair is in the URL.
import { useQuery } from '@tanstack/react-query';
import { diffQuery } from '../../api/revisions';
import { Answer } from '../../parts/Answer';
import { Diff } from '../../parts/Diff';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { differencesOf, type Pair } from './difference';
import styles from './revisions.module.css';

export function Comparison({ pair }: { pair: Pair }) {
  const t = useWords();
  const { name = '' } = useConnector();
  const query = useQuery(diffQuery(name, String(pair.from), String(pair.to)));
  const title = t('revisions.compared', { from: pair.from, to: pair.to });
  return (
    <section className={styles.page}>
      <h2 className={styles.title}>{title}</h2>
      <Answer query={query} what={title} rows={4}>
        {({ differences = [] }) => {
          const found = differencesOf(differences);
          if (found.length === 0) return <p className={styles.quiet}>{t('revisions.same')}</p>;
          return (
            <Diff
              label={title}
              changes={found.map((each) => ({
                field: `${each.field} · ${effectText(t, each.effect)}`,
                before: each.secret ? t('revisions.secret') : each.from,
                after: each.secret ? t('revisions.secretOther') : each.to,
              }))}
            />
          );
        }}
      </Answer>
    </section>
  );
}

const effects = ['IN_PLACE', 'RESTART', 'REBALANCE', 'UNTIL_DEPLOYED', 'IMMUTABLE'] as const;

function effectText(t: ReturnType<typeof useWords>, effect: string): string {
  const known = effects.find((each) => each === effect);
  return known ? t(`revisions.effect.${known}`) : effect;
}
