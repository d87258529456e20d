// The definitions that a connector had, in which fields any two of them differ, and the way back.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { connectorKeys } from '../../api/connectors';
import { numberOf } from '../../api/figures';
import type { ConnectorRevision } from '../../api/generated/types';
import { listRevisions } from '../../api/revisions';
import { Failure, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { useFollow } from '../state/use_follow';
import { Comparison } from './Comparison';
import { pairOf } from './difference';
import { RevisionTable } from './RevisionTable';
import styles from './revisions.module.css';

const pageSize = 50;

export function RevisionsPage() {
  const t = useWords();
  const connector = useConnector();
  const name = connector.name ?? '';
  const [search, setSearch] = useSearchParams();
  const key = connectorKeys.part(name, 'revisionPages');
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      listRevisions({ parent: name, pageSize, pageToken: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextPageToken || undefined,
    refetchInterval: useFollow(key),
  });
  const revisions: ConnectorRevision[] =
    query.data?.pages.flatMap((page) => page.revisions ?? []) ?? [];
  const pair = pairOf(search, numberOf(connector.revision));
  if (!query.data) {
    if (query.error)
      return <Failure error={query.error} what={name} onRetry={() => void query.refetch()} />;
    return <Loading />;
  }
  return (
    <div className={styles.page}>
      {query.error && (
        <Failure
          error={query.error}
          onRetry={() => void query.refetch()}
          dataFrom={query.dataUpdatedAt}
        />
      )}
      <RevisionTable
        revisions={revisions}
        pair={pair}
        onPair={({ from, to }) =>
          setSearch({ from: String(Math.min(from, to)), to: String(Math.max(from, to)) })
        }
      />
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('revisions.older')}
        </Button>
      )}
      {pair ? <Comparison pair={pair} /> : <p className={styles.quiet}>{t('revisions.onlyOne')}</p>}
    </div>
  );
}
