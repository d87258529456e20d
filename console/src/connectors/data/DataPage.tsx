// What is in the table: its partitions, the newest first, rows of the one that is chosen, and what the newest records become.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Table, Tabs, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { tablePartitionsQuery, tableRowsQuery } from '../../api/connectors';
import { listTablePartitions } from '../../api/definitions';
import { idOf } from '../../api/figures';
import type { TablePartition } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { ErrorText, Failure, Loading, Nothing } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { permissionOf, usePermission } from '../actions/verbs';
import { SampleOfRecords } from '../definition/SampleOfRecords';
import { newestFirst } from '../rows/newest_first';
import { RowsTable } from '../rows/RowsTable';
import { useConnector } from '../state/connector_context';
import { TestDialog } from '../test/TestDialog';
import styles from './data.module.css';

export function DataPage() {
  const t = useWords();
  const connector = useConnector();
  const name = connector.name ?? '';
  const mayTest = usePermission(permissionOf('test'));
  const [testing, setTesting] = useState(false);
  return (
    <>
      <div className={styles.head}>
        <p>
          {t('data.zone', {
            table: [connector.sink?.project, connector.sink?.table].filter(Boolean).join('.'),
            zone: connector.sink?.timeZone ?? '',
          })}
        </p>
        <Button
          type="primary"
          disabled={!mayTest.allowed}
          title={mayTest.allowed ? '' : mayTest.reason}
          onClick={() => setTesting(true)}
        >
          {t('state.verb.test')}
        </Button>
      </div>
      {!mayTest.allowed && <p>{mayTest.reason}</p>}
      <Tabs
        items={[
          {
            key: 'rows',
            label: t('data.rows'),
            children: <Partitions name={name} onTest={() => setTesting(true)} />,
          },
          {
            key: 'sample',
            label: t('data.sample'),
            children: (
              <SampleOfRecords
                parent={name.split('/connectors/')[0] ?? ''}
                id={idOf(name)}
                connector={definitionOf(connector)}
              />
            ),
          },
        ]}
      />
      {testing && <TestDialog name={name} open onClose={() => setTesting(false)} />}
    </>
  );
}

// What is asked about is what was defined; how it fares changes all the time.
function definitionOf({ source, sink, resources }: ReturnType<typeof useConnector>) {
  return {
    ...(source ? { source } : {}),
    ...(sink ? { sink } : {}),
    ...(resources ? { resources } : {}),
  };
}

function Partitions({ name, onTest }: { name: string; onTest: () => void }) {
  const t = useWords();
  const [search, setSearch] = useSearchParams();
  const query = useInfiniteQuery({
    queryKey: [...tablePartitionsQuery(name).queryKey, 'pages'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => listTablePartitions(name, pageParam, { signal }),
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: 10_000,
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const partitions = newestFirst(query.data.pages.flatMap((page) => page.partitions ?? []));
  if (partitions.length === 0) {
    return (
      <Nothing
        title={t('data.none')}
        action={<Button onClick={onTest}>{t('state.verb.test')}</Button>}
      >
        {t('data.noneWhy')}
      </Nothing>
    );
  }
  const chosen = search.get('pt') ?? partitions[0]?.spec ?? '';
  const completeUntil = query.data.pages[0]?.completeUntil;
  return (
    <div className={styles.split}>
      <section aria-label={t('data.partitions')}>
        {query.error && (
          <Failure
            error={query.error}
            dataFrom={query.dataUpdatedAt}
            onRetry={() => void query.refetch()}
          />
        )}
        <p>
          {t('data.completeUntil')}{' '}
          <Time value={completeUntil} absolute never={t('data.completeUnknown')} />
        </p>
        <Table<TablePartition>
          size="small"
          pagination={false}
          rowKey={(partition) => partition.spec ?? ''}
          dataSource={partitions}
          rowClassName={(partition) => (partition.spec === chosen ? styles.chosen : '') ?? ''}
          columns={[
            {
              title: t('data.partition'),
              render: (_, partition) => (
                <Button
                  type="link"
                  size="small"
                  aria-pressed={partition.spec === chosen}
                  onClick={() =>
                    setSearch((before) => {
                      before.set('pt', partition.spec ?? '');
                      return before;
                    })
                  }
                >
                  <HostileText text={partition.spec ?? ''} inline />
                </Button>
              ),
            },
            {
              title: t('data.state'),
              render: (_, partition) => (
                <Tag>{t(`data.states.${partition.state ?? 'STATE_UNSPECIFIED'}`)}</Tag>
              ),
            },
            {
              title: t('data.changed'),
              render: (_, partition) => <Time value={partition.updateTime} never="–" />,
            },
          ]}
        />
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('data.more')}
          </Button>
        )}
      </section>
      <Rows name={name} partition={chosen} />
    </div>
  );
}

const rowsShown = 20;

function Rows({ name, partition }: { name: string; partition: string }) {
  const t = useWords();
  const query = useQuery({
    ...tableRowsQuery(name, partition, rowsShown),
    enabled: partition !== '',
    retry: false,
  });
  return (
    <section aria-label={t('data.rowsOf', { partition })}>
      <div className={styles.head}>
        <h2>{t('data.rowsOf', { partition })}</h2>
        <Button loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('buttons.refresh')}
        </Button>
      </div>
      <p>{t('data.rowsHelp', { count: rowsShown })}</p>
      {query.isPending && <Loading rows={3} />}
      {query.error && !query.data && <ErrorText error={query.error} />}
      {query.data && (
        <RowsTable
          columns={query.data.columns ?? []}
          rows={query.data.rows ?? []}
          label={t('data.rowsOf', { partition })}
        />
      )}
    </section>
  );
}
