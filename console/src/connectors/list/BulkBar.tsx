// What can be done with many at once. Always there, so that nobody has to find out how to make it appear.
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useWords, words } from '../../words/words';
import { permissionOf, usePermission } from '../actions/verbs';
import { BulkDialog, type BulkVerb, bulkVerbs } from './BulkDialog';
import styles from './list.module.css';

// Some rows by name, or everything that fits a filter.
export type Chosen = { names: string[] } | { filter: string; total: number };

interface BulkBarProps {
  parent: string;
  chosen: Chosen;
  // Every row of the page is ticked, and more fit the filter: what can be taken instead.
  offer: { filter: string; total: number } | undefined;
  pageRows: number;
  onChoose: (chosen: Chosen) => void;
}

export function BulkBar({ parent, chosen, offer, pageRows, onChoose }: BulkBarProps) {
  const t = useWords();
  const permission = usePermission(permissionOf('pause'));
  const [verb, setVerb] = useState<BulkVerb>();
  const byFilter = 'filter' in chosen;
  const count = byFilter ? chosen.total : chosen.names.length;
  const format = new Intl.NumberFormat(words.language);
  // Verbs of one instance: a filter over all of them has no parent that the call takes.
  const reason = !permission.allowed
    ? permission.reason
    : parent === 'instances/-'
      ? t('list.bulkOneInstance')
      : count === 0
        ? t('list.bulkNothing')
        : '';
  return (
    <section className={styles.bulk} aria-label={t('list.bulk')}>
      <span>
        {byFilter
          ? t('list.chosenByFilter', { count, total: format.format(count) })
          : t('list.chosen', { count, total: format.format(count) })}
      </span>
      {count > 0 && (
        <Button type="link" size="small" onClick={() => onChoose({ names: [] })}>
          {t('buttons.clear')}
        </Button>
      )}
      {!byFilter && offer && (
        <span>
          {t('list.allHere', { count: pageRows })}{' '}
          <Button type="link" size="small" onClick={() => onChoose(offer)}>
            {t('list.takeAll', { total: format.format(offer.total) })}
          </Button>
        </span>
      )}
      <span className={styles.bulkVerbs}>
        {bulkVerbs.map((each) => (
          <Tooltip key={each} title={reason}>
            <Button size="small" disabled={reason !== ''} onClick={() => setVerb(each)}>
              {t(`state.verb.${each}`)}
            </Button>
          </Tooltip>
        ))}
      </span>
      {verb && (
        <BulkDialog
          verb={verb}
          parent={parent}
          chosen={chosen}
          onClose={() => setVerb(undefined)}
        />
      )}
    </section>
  );
}
