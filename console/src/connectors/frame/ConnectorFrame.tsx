// Around every page of one connector: its name, its state, what can be done, where its pages are. Keeps it up to date.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Breadcrumb, Button, Tabs } from 'antd';
import { useState } from 'react';
import { Link, Outlet, useLocation, useNavigate, useParams } from 'react-router';
import { connectorKeys, connectorQuery } from '../../api/connectors';
import { connectorName, idOf } from '../../api/figures';
import type { Connector, WatchResponse } from '../../api/generated/types';
import { useWatch } from '../../api/stream/use_watch';
import { ConnectorZone } from '../../parts/ConnectorZone';
import { NotLive, pollInterval, useStale } from '../../parts/NotLive';
import { PageHead } from '../../parts/PageHead';
import { Failure, Loading } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { ActionMenu } from '../actions/ActionMenu';
import { useAllowance, useSetState } from '../actions/verbs';
import { ConnectorContext } from '../state/connector_context';
import { StateBadge } from '../state/StateBadge';
import styles from '../state/state.module.css';

const tabs = [
  'overview',
  'tasks',
  'offsets',
  'data',
  'dead-letters',
  'revisions',
  'events',
] as const;

export function ConnectorFrame() {
  const { instance = '', connector: id = '' } = useParams();
  const name = connectorName(instance, id);
  const stale = useStale();
  const query = useQuery({
    ...connectorQuery(name),
    refetchInterval: stale ? pollInterval : false,
  });
  const gone = useLive(name, query.data !== undefined);
  if (!query.data) {
    if (query.error)
      return <Failure error={query.error} what={name} onRetry={() => void query.refetch()} />;
    return <Loading />;
  }
  const connector = query.data;
  return (
    <ConnectorContext value={connector}>
      <ConnectorZone value={connector.sink?.timeZone ?? ''}>
        <Head connector={connector} />
        {gone && <Gone />}
        {connector.state === 'DELETED' && <Deleted connector={connector} />}
        <NotLive />
        {query.error && (
          <Failure
            error={query.error}
            dataFrom={query.dataUpdatedAt}
            onRetry={() => void query.refetch()}
          />
        )}
        <PageTabs name={name} />
        <Outlet />
      </ConnectorZone>
    </ConnectorContext>
  );
}

// Puts what the stream says where pages look for it. Answers whether the connector is gone. One that the API does not know
// is not watched: its name may be none.
function useLive(name: string, known: boolean): boolean {
  const client = useQueryClient();
  const [gone, setGone] = useState('');
  useWatch(
    known ? { parent: name.split('/connectors/')[0] ?? '', names: [name] } : undefined,
    (event: WatchResponse) => {
      const fresh = event.connectors?.find((each) => each.name === name);
      if (fresh) {
        setGone('');
        client.setQueryData(connectorKeys.one(name), fresh);
      }
      if (event.deletedNames?.includes(name)) setGone(name);
    },
  );
  return gone === name;
}

function Head({ connector }: { connector: Connector }) {
  const t = useWords();
  const navigate = useNavigate();
  const allowance = useAllowance();
  const mutation = useSetState();
  const name = connector.name ?? '';
  // The one step that is most likely wanted stands by itself.
  const verb = (['deploy', 'resume', 'undelete'] as const).find(
    (each) => allowance(connector, each).allowed && wanted(connector, each),
  );
  const mayEdit = allowance(connector, 'update');
  const list = name.slice(0, name.lastIndexOf('/'));
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to={`/${list}`}>{list.split('/')[1]}</Link> },
          { title: <Link to={`/${list}`}>{t('shell.connectors')}</Link> },
          { title: idOf(name) },
        ]}
      />
      <PageHead
        title={idOf(name)}
        beside={<StateBadge state={connector.state} reconciling={connector.reconciling} />}
        actions={
          <>
            {verb && (
              <Button
                type="primary"
                loading={mutation.isPending}
                onClick={() => mutation.mutate({ verb, name })}
              >
                {t(`state.verb.${verb}`)}
              </Button>
            )}
            <Button
              disabled={!mayEdit.allowed}
              title={mayEdit.reason || undefined}
              onClick={() => void navigate(`/${name}/edit`)}
            >
              {t('state.verb.update')}
            </Button>
            <ActionMenu connector={connector} labelled />
          </>
        }
      />
    </>
  );
}

function wanted(connector: Connector, verb: 'deploy' | 'resume' | 'undelete'): boolean {
  if (verb === 'deploy')
    return connector.desiredState === 'DRAFT' || connector.desiredState === 'STOPPED';
  return verb === 'resume' ? connector.desiredState === 'PAUSED' : connector.state === 'DELETED';
}

function PageTabs({ name }: { name: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const current = pathname.split('/')[5] ?? 'overview';
  const titles = {
    overview: t('overview.title'),
    tasks: t('tasks.title'),
    offsets: t('offsets.title'),
    data: t('data.title'),
    'dead-letters': t('deadLetters.title'),
    revisions: t('revisions.title'),
    events: t('events.title'),
  };
  return (
    <Tabs
      activeKey={current}
      onChange={(key) => void navigate(key === 'overview' ? `/${name}` : `/${name}/${key}`)}
      items={tabs.map((key) => ({ key, label: titles[key] }))}
    />
  );
}

function Gone() {
  const t = useWords();
  return <Alert type="info" showIcon className={styles.strip} title={t('state.goneNow')} />;
}

function Deleted({ connector }: { connector: Connector }) {
  const t = useWords();
  return (
    <Alert
      type="info"
      showIcon
      className={styles.strip}
      title={
        <>
          {t('state.deletedKept')} <Time value={connector.purgeTime} absolute />
        </>
      }
    />
  );
}
