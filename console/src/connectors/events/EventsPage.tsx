// Everything that happened to a connector, the newest first. What happened again and again is told once.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Checkbox, Segmented } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { connectorKeys, listEvents } from '../../api/connectors';
import { useNow } from '../../parts/now';
import { Failure, Loading, Nothing } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { fold } from '../state/fold';
import { useFollow } from '../state/use_follow';
import { EntryLine } from './EntryLine';
import styles from './events.module.css';
import { LogLevel } from './LogLevel';
import { type EventType, eventTypes, periodOf, periods, typesOf, within } from './timeline';

const pageSize = 200;

export function EventsPage() {
  const t = useWords();
  const { name = '' } = useConnector();
  const [search, setSearch] = useSearchParams();
  const types = typesOf(search.get('type'));
  const period = periodOf(search.get('since'));
  const now = useNow();
  const key = connectorKeys.part(name, 'timeline', types.join(','));
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      listEvents({ parent: name, pageSize, types, pageToken: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextPageToken || undefined,
    refetchInterval: useFollow(connectorKeys.part(name, 'timeline')),
  });
  const loaded = useMemo(
    () => query.data?.pages.flatMap((page) => page.events ?? []) ?? [],
    [query.data],
  );
  const shown = within(loaded, period, now);
  const entries = useMemo(() => fold(shown.events), [shown.events]);
  const set = (parameter: string, value: string) =>
    setSearch((before) => {
      if (value === '') before.delete(parameter);
      else before.set(parameter, value);
      return before;
    });
  const more = query.hasNextPage && !shown.complete;
  return (
    <div className={styles.page}>
      <section className={styles.bar} aria-label={t('events.filter')}>
        <Checkbox.Group<EventType>
          options={eventTypes.map((type) => ({ value: type, label: t(`events.type.${type}`) }))}
          value={types}
          onChange={(chosen) => set('type', chosen.join(','))}
        />
        <Segmented
          options={periods.map((each) => ({ value: each, label: t(`events.period.${each}`) }))}
          value={period}
          onChange={(value) => set('since', value === 'all' ? '' : value)}
          aria-label={t('events.since')}
        />
        <LogLevel />
      </section>
      {query.error && (
        <Failure
          error={query.error}
          onRetry={() => void query.refetch()}
          dataFrom={query.data && query.dataUpdatedAt}
          what={name}
        />
      )}
      {query.isPending && <Loading rows={8} />}
      {query.data && entries.length === 0 && (
        <NoEvents filtered={types.length > 0 || period !== 'all'} onClear={() => setSearch({})} />
      )}
      <ol className={styles.timeline}>
        {entries.map((entry) => (
          <EntryLine
            key={entry.event.sequence}
            entry={entry}
            linked={search.get('event') === entry.event.sequence}
          />
        ))}
      </ol>
      {more && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('events.older')}
        </Button>
      )}
      {query.data && !more && entries.length > 0 && <p className={styles.end}>{t('events.end')}</p>}
    </div>
  );
}

function NoEvents({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useWords();
  if (!filtered) return <Nothing title={t('events.none')}>{t('events.noneWhy')}</Nothing>;
  return (
    <Nothing
      title={t('events.noMatch')}
      action={<Button onClick={onClear}>{t('events.clear')}</Button>}
    />
  );
}
