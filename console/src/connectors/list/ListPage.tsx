// The connectors of an instance, the worst first.
import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import {
  keepPreviousData,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { connectorKeys, connectorsQuery } from '../../api/connectors';
import type { ListConnectorsResponse } from '../../api/generated/types';
import { instanceQuery } from '../../api/instances';
import { download } from '../../parts/csv';
import { visibleText } from '../../parts/HostileText';
import { useShortcut } from '../../parts/keys';
import { NotLive, pollInterval, useStale } from '../../parts/NotLive';
import { PageHead } from '../../parts/PageHead';
import { Failure, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { permissionOf, usePermission } from '../actions/verbs';
import { BulkBar, type Chosen } from './BulkBar';
import { Chips } from './Chips';
import { ConnectorTable } from './ConnectorTable';
import { Counters } from './Counters';
import { FeatureOff, NoConnectors, NoMatch } from './EmptyList';
import { exportCsv } from './export_csv';
import { FilterBar } from './FilterBar';
import styles from './list.module.css';
import { orderChanged, useLiveRows } from './live_rows';
import { News } from './News';
import { Pager } from './Pager';
import { fitting, useCounts } from './use_counts';
import { useRowKeys } from './use_row_keys';
import { Views } from './Views';
import {
  changed,
  filterButStates,
  filterOf,
  isFiltered,
  orders,
  paramsOf,
  type View,
  viewOf,
} from './view';

export function ListPage() {
  const t = useWords();
  const { instance = '' } = useParams();
  const parent = `instances/${instance}`;
  const { view, show, next, previous } = useView();
  const filter = filterOf(view);
  const stale = useStale();
  const client = useQueryClient();
  const query = useQuery({
    ...connectorsQuery({
      parent,
      filter,
      orderBy: orders[view.sort],
      pageSize: view.size,
      pageToken: view.after,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: stale ? pollInterval : false,
  });
  const counts = useCounts(parent, filterButStates(view), stale);
  const former = useFormer(query, parent);
  const data = query.data ?? former?.data;
  const loaded = useMemo(() => data?.connectors ?? [], [data]);
  const answered = query.data !== undefined && !query.isPlaceholderData;
  const live = useLiveRows(loaded, parent, filter, answered);
  const rows = useMemo(
    () => loaded.map((each) => live.fresh.get(each.name ?? '') ?? each),
    [loaded, live],
  );
  const [chosen, setChosen] = useChosen(`${parent} ${filter}`);
  const names = 'names' in chosen ? chosen.names : rows.map((each) => each.name ?? '');
  const toggle = (name: string) =>
    setChosen({
      names: names.includes(name) ? names.filter((each) => each !== name) : [...names, name],
    });
  const keys = useRowKeys(rows, toggle);
  const total = counts ? fitting(counts, view.states) : undefined;
  const allTicked = rows.length > 0 && rows.every((each) => names.includes(each.name ?? ''));
  const offer =
    answered && allTicked && total !== undefined && total > rows.length
      ? { filter, total }
      : undefined;

  return (
    <>
      <PageHead
        title={t('list.title')}
        actions={<Actions parent={parent} instance={instance} view={view} onView={show} />}
      />
      <NotLive />
      <Counters
        counts={counts}
        chosen={view.states}
        onChoose={(states) => show(changed(view, { states }))}
      />
      <FilterBar view={view} onChange={show} />
      {isFiltered(view) && <Chips view={view} onChange={show} />}
      {query.error && (
        <Failure
          error={query.error}
          what={parent}
          dataFrom={query.data ? query.dataUpdatedAt : former?.from}
          former={former !== undefined}
          onRetry={() => {
            void query.refetch();
            void client.invalidateQueries({
              queryKey: connectorKeys.count(parent, filterButStates(view)),
            });
          }}
        />
      )}
      {query.isLoading && <Loading rows={10} />}
      {data && (
        <>
          {!former && (
            <News
              key={query.dataUpdatedAt}
              total={total}
              moved={orderChanged(loaded, live)}
              onRefresh={() => void query.refetch()}
            />
          )}
          {rows.length === 0 ? (
            <Empty instance={instance} view={view} onChange={show} />
          ) : (
            <div className={styles.card}>
              <BulkBar
                parent={parent}
                chosen={chosen}
                offer={offer}
                pageRows={rows.length}
                onChoose={setChosen}
              />
              <ConnectorTable
                rows={rows}
                live={live}
                loading={query.isPlaceholderData}
                sort={view.sort}
                onSort={(sort) => show(changed(view, { sort }))}
                selected={names}
                onSelect={(selected) => setChosen({ names: selected })}
                active={keys.active}
                menuOf={keys.menuOf}
                onMenu={keys.setMenuOf}
                manyInstances={instance === '-'}
              />
              {!former && (
                <Pager
                  view={view}
                  shown={rows.length}
                  total={total}
                  nextToken={data.nextPageToken ?? ''}
                  onNext={() => next(data.nextPageToken ?? '', rows.length)}
                  onPrevious={previous}
                  onChange={show}
                />
              )}
            </div>
          )}
        </>
      )}
    </>
  );
}

interface Former {
  parent: string;
  data: ListConnectorsResponse;
  // As Date.now().
  from: number;
}

// The rows that were shown before, when those of another order, filter or page cannot be loaded. None of another instance, and
// no empty answer: it would say of the new filter that nothing matches.
function useFormer(
  query: UseQueryResult<ListConnectorsResponse>,
  parent: string,
): Former | undefined {
  const [last, setLast] = useState<Former>();
  const { data, dataUpdatedAt: from, isPlaceholderData } = query;
  const known = last?.parent === parent && last.data === data && last.from === from;
  if (data && !isPlaceholderData && !known) setLast({ parent, data, from });
  if (data || !query.isError || last?.parent !== parent) return undefined;
  return last.data.connectors?.length ? last : undefined;
}

const nothing: Chosen = { names: [] };

// What is ticked stays from page to page, but not under another filter: there it would be for what nobody sees.
function useChosen(under: string) {
  const [kept, setKept] = useState({ under, chosen: nothing });
  const choose = (chosen: Chosen) => setKept({ under, chosen });
  return [kept.under === under ? kept.chosen : nothing, choose] as const;
}

// The view is the URL. A step of it is a step of the browser's history, so Back undoes one at a time.
function useView() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const location = useLocation();
  const view = useMemo(() => viewOf(params), [params]);
  const show = useCallback(
    (next: View, replace = false) =>
      // At once: what is typed or pressed while a page is still being drawn would otherwise build on the view before.
      setParams(paramsOf(next), { replace, flushSync: true }),
    [setParams],
  );
  const pages = (location.state as { pages?: View[] } | null)?.pages ?? [];
  const next = (token: string, shown: number) =>
    setParams(paramsOf({ ...view, after: token, before: view.before + shown }), {
      state: { pages: [...pages, view] },
    });
  // Whoever came by a link to the middle goes to the beginning.
  const previous = () => {
    const before = pages.at(-1) ?? { ...view, after: '', before: 0 };
    void navigate(
      { search: paramsOf(before).toString() },
      { state: { pages: pages.slice(0, -1) } },
    );
  };
  return { view, show, next, previous };
}

interface ActionsProps {
  parent: string;
  instance: string;
  view: View;
  onView: (view: View) => void;
}

function Actions({ parent, instance, view, onView }: ActionsProps) {
  const t = useWords();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const mayCreate = usePermission(permissionOf('create'));
  const [busy, setBusy] = useState(false);
  const create = `/instances/${instance}/connectors/new`;
  const why = instance === '-' ? t('list.createOneInstance') : mayCreate.reason;
  useShortcut('new', () => {
    if (!why) void navigate(create);
  });
  const exportAll = async () => {
    setBusy(true);
    try {
      const signal = AbortSignal.timeout(120_000);
      const csv = await exportCsv(parent, filterOf(view), orders[view.sort], signal);
      download(`connectors-${instance}.csv`, 'text/csv', csv);
    } catch (error) {
      void message.error(visibleText(error instanceof Error ? error.message : String(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Views view={view} onChange={onView} />
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void exportAll()}>
        {t('list.export')}
      </Button>
      <Tooltip title={why}>
        <Button
          type="primary"
          icon={<PlusOutlined />}
          disabled={why !== ''}
          onClick={() => void navigate(create)}
        >
          {t('list.create')}
        </Button>
      </Tooltip>
    </>
  );
}

interface EmptyProps {
  instance: string;
  view: View;
  onChange: (view: View) => void;
}

function Empty({ instance, view, onChange }: EmptyProps) {
  const { data } = useQuery({
    ...instanceQuery(`instances/${instance}`),
    enabled: instance !== '-',
  });
  if (isFiltered(view))
    return <NoMatch parent={`instances/${instance}`} view={view} onChange={onChange} />;
  if (data && data.connectorFeature !== 'ENABLED') return <FeatureOff instance={instance} />;
  return <NoConnectors instance={instance} />;
}
