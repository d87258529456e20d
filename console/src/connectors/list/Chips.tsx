// The filters that are on, each to be taken off.
import { Tag } from 'antd';
import { useWords } from '../../words/words';
import styles from './list.module.css';
import { changed, type View } from './view';

export function Chips({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const t = useWords();
  const chips = [
    ...view.states.map((state) => ({
      text: t(`state.${state}`),
      without: { states: view.states.filter((each) => each !== state) },
    })),
    ...(view.q ? [{ text: `“${view.q}”`, without: { q: '' } }] : []),
    ...view.labels.map((label) => ({
      text: label,
      without: { labels: view.labels.filter((each) => each !== label) },
    })),
    ...(view.older
      ? [{ text: t('list.olderThan', { age: view.older }), without: { older: '' } }]
      : []),
    ...(view.reason ? [{ text: view.reason, without: { reason: '' } }] : []),
  ];
  return (
    <span className={styles.chips}>
      {chips.map(({ text, without }) => (
        <Tag
          key={text}
          closable={{ 'aria-label': t('list.without', { filter: text }) }}
          variant="outlined"
          onClose={(event) => {
            event.preventDefault();
            onChange(changed(view, without));
          }}
        >
          {text}
        </Tag>
      ))}
    </span>
  );
}
