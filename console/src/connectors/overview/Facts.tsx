// What a connector is: what its maker has set.
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Connector } from '../../api/generated/types';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { Time } from '../../parts/Time';
import { useWords, type Words } from '../../words/words';
import styles from './overview.module.css';

export function Facts({ connector }: { connector: Connector }) {
  const t = useWords();
  return (
    <section className={styles.card}>
      <h2>{t('overview.facts.title')}</h2>
      <dl className={styles.facts}>
        {factsOf(connector, t).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface Fact {
  name: string;
  value: ReactNode;
}

function factsOf(connector: Connector, t: Words): Fact[] {
  const sink = connector.sink ?? {};
  const table = [sink.project, sink.schema, sink.table].filter(Boolean).join('.');
  const labels = Object.entries(connector.labels ?? {});
  return [
    {
      name: t('overview.facts.source'),
      value: <Copied text={connector.source?.topic ?? ''} what={t('overview.facts.source')} />,
    },
    { name: t('overview.facts.start'), value: <Start connector={connector} /> },
    {
      name: t('overview.facts.table'),
      value: <Copied text={table} what={t('overview.facts.table')} />,
    },
    {
      name: t('overview.facts.endpoint'),
      value: <Copied text={sink.endpoint ?? ''} what={t('overview.facts.endpoint')} />,
    },
    { name: t('overview.facts.promise'), value: t(`overview.promise.${deliveryOf(connector)}`) },
    {
      name: t('overview.facts.rows'),
      value: `${sink.mode ?? 'DEFAULT'} · ${sink.format ?? 'TEXT'}`,
    },
    {
      name: t('overview.facts.partition'),
      value: `${sink.partitionGranularity ?? 'HOUR'} · ${sink.timeZone ?? 'GMT 08:00'}`,
    },
    ...(sink.roleName
      ? [
          {
            name: t('overview.facts.role'),
            value: (
              <Copied
                text={`${sink.accountUid ?? ''}:${sink.roleName}`}
                what={t('overview.facts.role')}
              />
            ),
          },
        ]
      : []),
    ...(sink.accessKey?.accessKeyId
      ? [{ name: t('overview.facts.accessKey'), value: <code>{sink.accessKey.accessKeyId}</code> }]
      : []),
    ...(connector.vpcId
      ? [
          {
            name: t('overview.facts.network'),
            value: (
              <code>{[connector.vpcId, connector.vswitchId].filter(Boolean).join(' / ')}</code>
            ),
          },
        ]
      : []),
    {
      name: t('overview.facts.tolerance'),
      value: t(`overview.tolerance.${toleranceOf(connector)}`),
    },
    ...(connector.description
      ? [
          {
            name: t('overview.facts.description'),
            value: <HostileText text={connector.description} />,
          },
        ]
      : []),
    ...(labels.length > 0
      ? [
          {
            name: t('overview.facts.labels'),
            value: labels.map(([key, value]) => (
              <Tag key={key} variant="outlined">
                {key}={value}
              </Tag>
            )),
          },
        ]
      : []),
    { name: t('overview.facts.created'), value: <Time value={connector.createTime} /> },
    {
      name: t('overview.facts.uid'),
      value: <Copied text={connector.uid ?? ''} what={t('overview.facts.uid')} />,
    },
  ];
}

function deliveryOf(connector: Connector): 'EXACTLY_ONCE' | 'STREAM' | 'UPSERT' {
  const delivery = connector.sink?.delivery;
  return delivery === 'STREAM' || delivery === 'UPSERT' ? delivery : 'EXACTLY_ONCE';
}

function toleranceOf(connector: Connector): 'ALL' | 'NONE' {
  return connector.errorPolicy?.tolerance === 'NONE' ? 'NONE' : 'ALL';
}

function Start({ connector }: { connector: Connector }) {
  const t = useWords();
  const { startOffset, startTime } = connector.source ?? {};
  const pinned = connector.status?.startPinnedTime;
  return (
    <>
      {startOffset === 'TIMESTAMP' ? (
        <Time value={startTime} absolute />
      ) : (
        (startOffset ?? 'LATEST')
      )}
      {' · '}
      {pinned ? (
        <>
          {t('overview.facts.pinned')} <Time value={pinned} />
        </>
      ) : (
        t('overview.facts.notPinned')
      )}
    </>
  );
}

function Copied({ text, what }: { text: string; what: string }) {
  if (text === '') return <>–</>;
  return (
    <span className={styles.copied}>
      <code>{text}</code> <Copy text={text} what={what} />
    </span>
  );
}
