// Real records of the source and the rows that they would become, side by side; one that would be no row says why and where it
// would go. Nothing is written.
import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { previewRecords } from '../../api/connectors';
import type { Connector, PreviewedRecord } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { Failure, Loading, Nothing } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { headline, useWords } from '../../words/words';
import styles from './definition.module.css';

interface SampleProps {
  parent: string;
  id: string;
  // Absent: of the connector that exists.
  connector?: Connector;
}

const recordsShown = 10;

export function SampleOfRecords({ parent, id, connector }: SampleProps) {
  const t = useWords();
  const query = useQuery({
    // A secret is no part of a key.
    queryKey: [
      'sample',
      parent,
      id,
      JSON.stringify(connector ?? null).replace(/"accessKeySecret":"[^"]*"/, ''),
    ],
    retry: false,
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      previewRecords(
        {
          parent,
          limit: recordsShown,
          ...(id === '' ? {} : { connectorId: id }),
          ...(connector ? { connector } : {}),
        },
        { signal },
      ),
  });
  if (query.isPending) return <Loading />;
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const records = query.data.records ?? [];
  const zone = connector?.sink?.timeZone || 'GMT 08:00';
  if (records.length === 0) {
    return (
      <Nothing
        title={t('wizard.preview.sampleNone')}
        action={<Button onClick={() => void query.refetch()}>{t('buttons.refresh')}</Button>}
      >
        {t('wizard.preview.sampleNoneWhy')}
      </Nothing>
    );
  }
  return (
    <>
      <p>
        {t('wizard.preview.sampleHelp', { topic: connector?.source?.topic ?? '' })}{' '}
        <Button size="small" loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('buttons.refresh')}
        </Button>
      </p>
      <Rows
        records={records}
        columns={query.data.columns ?? []}
        zone={zone}
        connector={connector}
        id={id}
      />
    </>
  );
}

interface RowsProps {
  records: PreviewedRecord[];
  columns: string[];
  zone: string;
  connector: Connector | undefined;
  id: string;
}

function Rows({ records, columns, zone, connector, id }: RowsProps) {
  const t = useWords();
  return (
    <Table<PreviewedRecord>
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey={(record) => `${record.partition ?? 0}-${record.offset ?? 0}`}
      dataSource={records}
      columns={[
        {
          title: t('wizard.preview.record'),
          children: [
            { title: t('wizard.preview.partition'), render: (_, record) => record.partition ?? 0 },
            { title: t('wizard.preview.offset'), render: (_, record) => record.offset ?? '0' },
            {
              title: t('wizard.preview.timestamp'),
              render: (_, record) => <Time value={record.timestamp} absolute never="–" />,
            },
          ],
        },
        {
          title: t('wizard.preview.row'),
          children: [
            ...columns.map((column, index) => ({
              title: <HostileText text={column} inline />,
              key: column,
              onCell: (record: PreviewedRecord) => ({
                colSpan: record.rejection ? (index === 0 ? columns.length + 1 : 0) : 1,
              }),
              render: (_: unknown, record: PreviewedRecord) =>
                record.rejection ? (
                  <Rejected record={record} topics={errorTopics(connector, id)} />
                ) : (
                  <HostileText text={cellText(record.row?.[index])} />
                ),
            })),
            {
              title: t('wizard.preview.tablePartition', { zone }),
              key: 'pt',
              onCell: (record: PreviewedRecord) => ({
                colSpan: record.rejection && columns.length > 0 ? 0 : 1,
              }),
              render: (_: unknown, record: PreviewedRecord) => <code>{record.tablePartition}</code>,
            },
          ],
        },
      ]}
    />
  );
}

// Records that cannot be read go to one topic, those that do not fit the table to the other (R6).
function Rejected({
  record,
  topics,
}: {
  record: PreviewedRecord;
  topics: { unread: string; unfit: string };
}) {
  const t = useWords();
  const rejection = record.rejection ?? {};
  const topic = rejection.stage === 'TASK_PUT' ? topics.unfit : topics.unread;
  return (
    <div className={styles.rejected}>
      <strong>
        {t('wizard.preview.rejected', { reason: headline(t, rejection.reason ?? ''), topic })}
      </strong>{' '}
      {rejection.column && <code>{rejection.column}</code>}{' '}
      <HostileText text={rejection.message ?? ''} />
    </div>
  );
}

function errorTopics(
  connector: Connector | undefined,
  id: string,
): { unread: string; unfit: string } {
  const unread = connector?.resources?.deadLetterTopic || `connect-error-${id}`;
  return { unread, unfit: connector?.resources?.abnormalDataTopic || `connect-error-${id}` };
}

export function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
