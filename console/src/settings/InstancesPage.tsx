// The Kafka clusters that connectors may read from: whether they answer, whether connectors may be made on them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Switch, Table, type TableColumnsType } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { idOf } from '../api/figures';
import type { Instance } from '../api/generated/types';
import { checkInstance, instanceKeys, instancesQuery, updateInstance } from '../api/instances';
import { useIntent } from '../api/intent';
import { Answer } from '../parts/Answer';
import { visibleText } from '../parts/HostileText';
import { PageHead } from '../parts/PageHead';
import { ErrorText, Nothing } from '../parts/Screens';
import { useWords } from '../words/words';
import { Brokers } from './Brokers';
import styles from './settings.module.css';
import { useRefusal } from './use_refusal';

const InstanceDrawer = lazy(async () => ({
  default: (await import('./InstanceDrawer')).InstanceDrawer,
}));

export function InstancesPage() {
  const t = useWords();
  const query = useQuery(instancesQuery);
  const [search, setSearch] = useSearchParams();
  const refusal = useRefusal('instances.create');
  const add = (
    <Button
      type="primary"
      disabled={refusal !== ''}
      title={refusal || undefined}
      onClick={() => setSearch({ new: 'true' })}
    >
      {t('shell.addInstance')}
    </Button>
  );
  const mayUpdate = useRefusal('instances.update');
  const edited = query.data?.find((instance) => idOf(instance.name) === search.get('edit'));
  return (
    <>
      <PageHead title={t('settings.instances')} actions={add} />
      <Answer query={query} what={t('settings.instances')}>
        {(instances) =>
          instances.length === 0 ? (
            <Nothing title={t('shell.noInstances')} action={add}>
              {t('shell.noInstancesWhy')}
            </Nothing>
          ) : (
            <Instances instances={instances} onEdit={(id) => setSearch({ edit: id })} />
          )
        }
      </Answer>
      <Suspense>
        {search.has('new') && refusal === '' && <InstanceDrawer onClose={() => setSearch({})} />}
        {edited && mayUpdate === '' && (
          <InstanceDrawer key={edited.name} instance={edited} onClose={() => setSearch({})} />
        )}
      </Suspense>
    </>
  );
}

function Instances({ instances, onEdit }: { instances: Instance[]; onEdit: (id: string) => void }) {
  const t = useWords();
  const mayUpdate = useRefusal('instances.update');
  const columns: TableColumnsType<Instance> = [
    {
      title: t('shell.instance'),
      key: 'name',
      render: (_, instance) => (
        <>
          <Link to={`/${instance.name}/connectors`}>{idOf(instance.name)}</Link>
          {instance.displayName && instance.displayName !== idOf(instance.name) && (
            <div className={styles.quiet}>{instance.displayName}</div>
          )}
        </>
      ),
    },
    {
      title: t('settings.instance.feature'),
      key: 'feature',
      render: (_, instance) => <Feature instance={instance} refusal={mayUpdate} />,
    },
    {
      title: t('settings.instance.brokers'),
      key: 'brokers',
      render: (_, instance) => <Brokers instance={instance} />,
    },
    {
      title: t('settings.instance.bootstrap'),
      key: 'bootstrap',
      render: (_, instance) =>
        (instance.bootstrapServers ?? []).map((server) => (
          <div key={server}>
            <code>{server}</code>
          </div>
        )),
    },
    {
      title: t('settings.instance.security'),
      key: 'security',
      render: (_, instance) => instance.securityProtocol ?? 'PLAINTEXT',
    },
    {
      title: t('settings.instance.vpc'),
      key: 'vpc',
      render: (_, instance) => instance.vpcId || t('settings.instance.any'),
    },
    {
      title: t('settings.actions'),
      key: 'actions',
      fixed: 'end',
      render: (_, instance) => (
        <span className={styles.row}>
          <CheckButton instance={instance} />
          <Button
            size="small"
            disabled={mayUpdate !== ''}
            title={mayUpdate || undefined}
            aria-label={t('settings.instance.editOf', { name: idOf(instance.name) })}
            onClick={() => onEdit(idOf(instance.name))}
          >
            {t('settings.instance.edit')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Table<Instance>
      rowKey={(instance) => instance.name ?? ''}
      dataSource={instances}
      columns={columns}
      pagination={instances.length > 50 ? { defaultPageSize: 50 } : false}
      scroll={{ x: 'max-content' }}
    />
  );
}

// R1: whether connectors may be made and deployed here.
function Feature({ instance, refusal }: { instance: Instance; refusal: string }) {
  const t = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const name = instance.name ?? '';
  const intent = useIntent();
  const change = useMutation({
    mutationFn: (on: boolean) =>
      intent.carryOut(updateInstance, {
        instance: {
          name,
          connectorFeature: on ? 'ENABLED' : 'DISABLED',
          ...(instance.etag ? { etag: instance.etag } : {}),
        },
        updateMask: 'connectorFeature',
      }),
    onError: (error) => void message.error(visibleText(error.message), 8),
    onSettled: () => client.invalidateQueries({ queryKey: instanceKeys.all }),
  });
  const on = instance.connectorFeature === 'ENABLED';
  return (
    <span className={styles.row} title={refusal || undefined}>
      <Switch
        checked={on}
        disabled={refusal !== ''}
        loading={change.isPending}
        aria-label={t('settings.instance.featureOf', { name: idOf(name) })}
        onChange={(wanted) => change.mutate(wanted)}
      />
      {on ? t('settings.instance.on') : t('settings.instance.off')}
    </span>
  );
}

function CheckButton({ instance }: { instance: Instance }) {
  const t = useWords();
  const client = useQueryClient();
  const refusal = useRefusal('instances.check');
  const check = useMutation({
    mutationFn: () => checkInstance(instance.name ?? ''),
    onSettled: () => client.invalidateQueries({ queryKey: instanceKeys.all }),
  });
  return (
    <>
      <Button
        size="small"
        disabled={refusal !== ''}
        title={refusal || undefined}
        loading={check.isPending}
        aria-label={t('settings.instance.checkOf', { name: idOf(instance.name) })}
        onClick={() => check.mutate()}
      >
        {t('settings.instance.check')}
      </Button>
      {check.error && <Alert type="error" showIcon title={<ErrorText error={check.error} />} />}
    </>
  );
}
