// What happened last, and the way to all of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { connectorKeys, eventsQuery } from '../../api/connectors';
import { Answer } from '../../parts/Answer';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { EventText } from '../state/EventText';
import { useFollow } from '../state/use_follow';
import styles from './overview.module.css';

const shownMax = 10;

export function LastEvents() {
  const t = useWords();
  const { name = '' } = useConnector();
  const query = useQuery({
    ...eventsQuery({ parent: name, pageSize: shownMax }),
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
            {events.map((event) => (
              <li key={event.sequence}>
                <EventText event={event} />
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
