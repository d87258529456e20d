// What happened last, and the way to all of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { connectorKeys, eventsQuery } from '../../api/connectors';
import { Answer } from '../../parts/Answer';
import { useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { EventText } from '../state/EventText';
import { fold } from '../state/fold';
import { useFollow } from '../state/use_follow';
import styles from './overview.module.css';

const askedMax = 50;
const shownMax = 8;

export function LastEvents() {
  const t = useWords();
  const numbers = useNumbers();
  const { name = '' } = useConnector();
  const query = useQuery({
    ...eventsQuery({ parent: name, pageSize: askedMax }),
    refetchInterval: useFollow(connectorKeys.part(name, 'events')),
  });
  return (
    <section className={styles.card}>
      <header className={styles.cardHead}>
        <h2>{t('overview.events.title')}</h2>
        <Link to="events">{t('overview.events.all')}</Link>
      </header>
      <Answer query={query} what={name} rows={5}>
        {({ events = [] }) => (
          <ol className={styles.events}>
            {fold(events)
              .slice(0, shownMax)
              .map(({ event, count }) => (
                <li key={event.sequence}>
                  <EventText event={event} />
                  {count > 1 && <strong> ×{numbers.count(count)}</strong>}
                  <span className={styles.below}>
                    <Time value={event.time} />{' '}
                    {event.actor && t('events.by', { actor: event.actor })}
                  </span>
                </li>
              ))}
            {events.length === 0 && <li>{t('events.none')}</li>}
          </ol>
        )}
      </Answer>
    </section>
  );
}
