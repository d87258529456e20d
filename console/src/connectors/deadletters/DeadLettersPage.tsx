// Records that were no rows: how many by reason, which, why, and what to do about them.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { connectorKeys } from '../../api/connectors';
import { listDeadLetters } from '../../api/dead_letters';
import type { DeadLetter } from '../../api/generated/types';
import { Failure, Loading, Nothing } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { OperationProgress } from '../state/OperationProgress';
import { useFollow } from '../state/use_follow';
import { Actions } from './Actions';
import { choiceOf, countUnder, filterOf, stillTicked } from './choice';
import styles from './deadletters.module.css';
import { Filters } from './Filters';
import { LetterTable } from './LetterTable';
import { RecordView } from './RecordView';

const pageSize = 50;

export function DeadLettersPage() {
  const t = useWords();
  const connector = useConnector();
  const name = connector.name ?? '';
  const [search, setSearch] = useSearchParams();
  const [ticks, setTicks] = useState<DeadLetter[]>([]);
  const filter = filterOf(search);
  const query = useInfiniteQuery({
    queryKey: connectorKeys.part(name, 'deadLetters', filter),
    queryFn: ({ pageParam, signal }) =>
      listDeadLetters(
        {
          parent: name,
          pageSize,
          pageToken: pageParam,
          reason: filter.reason,
          marked: filter.marked,
          ...(filter.partition === undefined ? {} : { sourcePartition: filter.partition }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextPageToken || undefined,
    refetchInterval: useFollow(connectorKeys.part(name, 'deadLetters'), 10_000),
  });
  const letters: DeadLetter[] = query.data?.pages.flatMap((page) => page.deadLetters ?? []) ?? [];
  const ticked = stillTicked(ticks, letters);
  const counts = query.data?.pages[0]?.counts ?? [];
  const set = (changes: Record<string, string>) =>
    setSearch((before) => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === '') before.delete(key);
        else before.set(key, value);
      }
      return before;
    });
  const filtered = filter.reason !== '' || filter.partition !== undefined;
  const operation = connector.operation || search.get('operation') || '';
  const open = search.get('letter') ?? '';
  return (
    <div className={styles.page}>
      {operation && (
        <OperationProgress
          key={operation}
          name={operation}
          onClose={connector.operation ? undefined : () => set({ operation: '' })}
        />
      )}
      {query.error && (
        <Failure
          error={query.error}
          what={name}
          onRetry={() => void query.refetch()}
          dataFrom={query.data && query.dataUpdatedAt}
        />
      )}
      {query.isPending && <Loading rows={6} />}
      {query.data && (
        <>
          <Filters
            counts={counts}
            filter={filter}
            onChange={(changes) => {
              setTicks([]);
              set(changes);
            }}
          />
          {letters.length === 0 && !query.hasNextPage ? (
            <NoLetters filtered={filtered} onClear={() => set({ reason: '', partition: '' })} />
          ) : (
            <>
              <Actions
                choice={choiceOf(ticked, filter)}
                ticked={ticked.length}
                count={countUnder(filter, counts)}
                onBegun={(begun) => {
                  setTicks([]);
                  set({ operation: begun });
                }}
                onDone={() => setTicks([])}
              />
              <LetterTable
                letters={letters}
                marked={filter.marked}
                ticked={ticked}
                onTick={(names) =>
                  setTicks(letters.filter((letter) => names.includes(letter.name ?? '')))
                }
                onOpen={(letter) => set({ letter })}
              />
              {query.hasNextPage && (
                <Button
                  onClick={() => void query.fetchNextPage()}
                  loading={query.isFetchingNextPage}
                >
                  {t('deadLetters.older')}
                </Button>
              )}
            </>
          )}
        </>
      )}
      <Drawer
        open={open !== ''}
        title={open}
        onClose={() => set({ letter: '' })}
        size={720}
        destroyOnHidden
      >
        {open !== '' && <RecordView name={`${name}/deadLetters/${open}`} />}
      </Drawer>
    </div>
  );
}

function NoLetters({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useWords();
  if (!filtered) return <Nothing title={t('deadLetters.none')}>{t('deadLetters.noneWhy')}</Nothing>;
  return (
    <Nothing
      title={t('deadLetters.noMatch')}
      action={<Button onClick={onClear}>{t('deadLetters.clear')}</Button>}
    />
  );
}
