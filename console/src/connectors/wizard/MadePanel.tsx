// What will be made, growing with each answer.
import { useWords } from '../../words/words';
import { type Answers, effective, resourcePaths } from '../definition/fields';
import styles from './wizard.module.css';

export function MadePanel({ id, answers }: { id: string; answers: Answers }) {
  const t = useWords();
  const manual = effective(answers, 'resources.creation') === 'MANUAL';
  const topic = answers['source.topic'] ?? '';
  const table = [answers['sink.project'], answers['sink.table']].filter(Boolean).join('.');
  const names = (end: string) => [
    ...new Set(
      resourcePaths
        .filter((path) => path.endsWith(end))
        .map((path) => effective(answers, path, id)),
    ),
  ];
  return (
    <section className={styles.panel} aria-label={t('wizard.made.title')}>
      <h2>{t('wizard.made.title')}</h2>
      {id === '' && <p>{t('wizard.made.nothing')}</p>}
      <dl>
        {topic !== '' && (
          <>
            <dt>{t('wizard.made.reads')}</dt>
            <dd>{topic}</dd>
          </>
        )}
        {table !== '' && (
          <>
            <dt>{t('wizard.made.writes')}</dt>
            <dd>{table}</dd>
          </>
        )}
        {id !== '' && (
          <>
            <dt>{t('wizard.made.topics')}</dt>
            {manual && <dd>{t('wizard.made.manual')}</dd>}
            {!manual && names('_topic').map((name) => <dd key={name}>{name}</dd>)}
            <dt>{t('wizard.made.groups')}</dt>
            {names('_group').map((name) => (
              <dd key={name}>{name}</dd>
            ))}
          </>
        )}
      </dl>
    </section>
  );
}
