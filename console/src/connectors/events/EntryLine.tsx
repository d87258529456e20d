// One entry of the timeline; with many events behind it, they can be unfolded. Its link shows the same entry to a colleague.
import { LinkOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { EventText } from '../state/EventText';
import type { Entry } from '../state/fold';
import styles from './events.module.css';

export function EntryLine({ entry, linked }: { entry: Entry; linked: boolean }) {
  const t = useWords();
  const numbers = useNumbers();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLLIElement>(null);
  const { event, count } = entry;
  useEffect(() => {
    if (linked) place.current?.scrollIntoView({ block: 'center' });
  }, [linked]);
  return (
    <li
      ref={place}
      className={linked ? styles.linked : styles.entry}
      aria-current={linked || undefined}
    >
      <div className={styles.head}>
        <div className={styles.line}>
          <EventText event={event} />
          {count > 1 && (
            <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('events.folded', { count, shown: numbers.count(count) })}
            </Button>
          )}
        </div>
        <EventLink sequence={event.sequence ?? ''} />
      </div>
      <div className={styles.facts}>
        <Time value={event.time} />
        <Time value={event.time} absolute />
        {count > 1 && (
          <span>
            {t('events.first')} <Time value={entry.first} absolute />
          </span>
        )}
        {event.actor && <span>{t('events.by', { actor: event.actor })}</span>}
        {event.revision && (
          <Link to={`../revisions?to=${event.revision}`}>
            {t('events.revision', { revision: event.revision })}
          </Link>
        )}
        {event.operation && (
          <Link to={`../offsets?operation=${encodeURIComponent(event.operation)}`}>
            {t('events.operation')}
          </Link>
        )}
        {event.requestId && (
          <span>
            {t('parts.requestId')} <code>{event.requestId}</code>
            <Copy text={event.requestId} what={t('parts.requestId')} />
          </span>
        )}
      </div>
      {open && (
        <ol className={styles.inner}>
          {entry.events.map((each) => (
            <li key={each.sequence}>
              <Time value={each.time} absolute />{' '}
              {each.message && <HostileText text={each.message} />}
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function EventLink({ sequence }: { sequence: string }) {
  const t = useWords();
  const [search] = useSearchParams();
  const to = new URLSearchParams(search);
  to.set('event', sequence);
  return (
    <Link to={`?${to}`} className={styles.link} aria-label={t('events.link')} replace>
      <LinkOutlined />
    </Link>
  );
}
