// Step 5: what is being made, then Deploy, then the first row.
import { CheckCircleOutlined, ClockCircleOutlined, LoadingOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { connectorKeys, connectorQuery } from '../../api/connectors';
import { idOf, numberOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { useWatch } from '../../api/stream/use_watch';
import { HostileText } from '../../parts/HostileText';
import { Failure, Loading } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { useAllowance, useSetState } from '../actions/verbs';
import { Remedy } from '../definition/Findings';
import { NewestRow } from '../rows/NewestRow';
import { StateBadge } from '../state/StateBadge';
import { TestDialog } from '../test/TestDialog';
import { milestones, obstacleOf, progressOf, type Reached } from './progress';
import styles from './wizard.module.css';

// Until the stream speaks, and where it does not.
const pollTime = 2_000;

export function DeployStep({ name }: { name: string }) {
  const client = useQueryClient();
  const query = useQuery({ ...connectorQuery(name), refetchInterval: pollTime });
  const wanted = query.data && { parent: name.split('/connectors/')[0] ?? '', names: [name] };
  useWatch(wanted, (event) => {
    const fresh = event.connectors?.find((each) => each.name === name);
    if (fresh) client.setQueryData(connectorKeys.one(name), fresh);
  });
  if (!query.data) {
    if (query.error)
      return <Failure error={query.error} what={name} onRetry={() => void query.refetch()} />;
    return <Loading />;
  }
  return (
    <>
      <h2 className={styles.stepTitle}>
        {idOf(name)} <StateBadge state={query.data.state} reconciling={query.data.reconciling} />
      </h2>
      <div role="status">
        <Said connector={query.data} />
      </div>
      <Progress connector={query.data} />
      <Obstacle connector={query.data} />
      <FirstRow connector={query.data} />
      <Actions connector={query.data} />
    </>
  );
}

function Said({ connector }: { connector: Connector }) {
  const t = useWords();
  const { topics, pinned, tasks, row } = progressOf(connector);
  if (topics !== 'done') return <p>{t('wizard.deploy.made', { name: idOf(connector.name) })}</p>;
  if (connector.desiredState !== 'RUNNING') {
    return (
      <p>
        {t('wizard.deploy.ready')} {t('wizard.deploy.draftStays')}
      </p>
    );
  }
  if (row === 'done') return <p>{t('wizard.deploy.firstRow')}</p>;
  if (pinned !== 'done' || tasks !== 'done') return <p>{t('wizard.deploy.deploying')}</p>;
  return (
    <p>
      {t('wizard.deploy.running')} {t('wizard.deploy.idle')}
    </p>
  );
}

const icons: Record<Reached, typeof LoadingOutlined> = {
  done: CheckCircleOutlined,
  doing: LoadingOutlined,
  waiting: ClockCircleOutlined,
};

function Progress({ connector }: { connector: Connector }) {
  const t = useWords();
  const progress = progressOf(connector);
  return (
    <ol className={styles.progress} aria-label={t('wizard.deploy.progress')}>
      {milestones.map((milestone) => {
        const reached = progress[milestone];
        const Icon = icons[reached];
        return (
          <li key={milestone}>
            <Icon aria-hidden="true" />
            <span>
              {t(`wizard.deploy.${milestone}`)}:{' '}
              <span className={styles.grey}>{t(`wizard.deploy.${reached}`)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Obstacle({ connector }: { connector: Connector }) {
  const t = useWords();
  const obstacle = obstacleOf(connector);
  if (obstacle === undefined) return null;
  return (
    <Alert
      type="error"
      showIcon
      className={styles.strip}
      title={t('wizard.deploy.failed')}
      description={
        <>
          <code>{obstacle.reason}</code> <HostileText text={obstacle.message} />
          {obstacle.remedy !== '' && <Remedy text={obstacle.remedy} />}
        </>
      }
    />
  );
}

function FirstRow({ connector }: { connector: Connector }) {
  const t = useWords();
  const rows = numberOf(connector.status?.rowsCommitted);
  if (rows === 0) return null;
  return (
    <>
      <p>
        {t('wizard.deploy.rows', { count: rows })}. {t('wizard.deploy.firstRowAt')}{' '}
        <Time value={connector.status?.lastCommitTime} />
      </p>
      <NewestRow name={connector.name ?? ''} />
    </>
  );
}

function Actions({ connector }: { connector: Connector }) {
  const t = useWords();
  const navigate = useNavigate();
  const allowance = useAllowance();
  const setState = useSetState();
  const [testing, setTesting] = useState(false);
  const name = connector.name ?? '';
  const deployed = connector.desiredState === 'RUNNING';
  const { allowed, reason } = allowance(connector, 'deploy');
  const list = name.slice(0, name.lastIndexOf('/'));
  return (
    <div className={styles.foot}>
      {deployed ? (
        <>
          <Button type="primary" onClick={() => setTesting(true)}>
            {t('state.verb.test')}
          </Button>
          <Button onClick={() => void navigate(`/${name}`)}>
            {t('wizard.deploy.toConnector')}
          </Button>
        </>
      ) : (
        <>
          <Button
            type="primary"
            disabled={!allowed}
            title={allowed ? '' : reason}
            loading={setState.isPending || connector.state === 'CREATING'}
            onClick={() => setState.mutate({ verb: 'deploy', name })}
          >
            {t('state.verb.deploy')}
          </Button>
          <Button onClick={() => void navigate(`/${list}`)}>{t('wizard.deploy.toList')}</Button>
        </>
      )}
      {testing && <TestDialog name={name} open onClose={() => setTesting(false)} />}
    </div>
  );
}
