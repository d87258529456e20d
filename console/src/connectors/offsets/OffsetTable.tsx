import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { durationOf } from '../../api/figures';
import type { PartitionOffsets } from '../../api/generated/types';
import { type Numbers, useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { span } from '../../parts/zones';
import { useWords, type Words, words } from '../../words/words';
import styles from './offsets.module.css';
import { type PartitionRow, partitionRowOf } from './plan';

const pageSize = 50;

export function OffsetTable({ partitions }: { partitions: PartitionOffsets[] }) {
  const t = useWords();
  const numbers = useNumbers();
  return (
    <Table<PartitionRow>
      rowKey="partition"
      dataSource={partitions.map(partitionRowOf)}
      columns={columns(t, numbers)}
      pagination={
        partitions.length > pageSize ? { defaultPageSize: pageSize, showSizeChanger: true } : false
      }
      scroll={{ x: 'max-content' }}
      className={styles.figures ?? ''}
      showSorterTooltip={false}
    />
  );
}

function columns(t: Words, numbers: Numbers): TableColumnsType<PartitionRow> {
  return [
    {
      title: t('offsets.partition'),
      dataIndex: 'partition',
      sorter: (a, b) => a.partition - b.partition,
    },
    {
      title: t('offsets.committed'),
      key: 'committed',
      align: 'end',
      render: (_, row) =>
        row.committed === undefined ? t('offsets.notPinned') : numbers.count(row.committed),
    },
    {
      title: t('offsets.inFlight'),
      key: 'inFlight',
      align: 'end',
      render: (_, { inFlight }) =>
        inFlight
          ? t('offsets.batch', {
              next: numbers.count(inFlight.next),
              rows: numbers.count(inFlight.rows),
              count: inFlight.sessions,
            })
          : t('parts.none'),
    },
    {
      title: t('offsets.begin'),
      key: 'begin',
      align: 'end',
      render: (_, row) => numbers.count(row.begin),
    },
    {
      title: t('offsets.end'),
      key: 'end',
      align: 'end',
      render: (_, row) => numbers.count(row.end),
    },
    {
      title: t('offsets.lag'),
      key: 'lag',
      align: 'end',
      sorter: (a, b) => Number((a.lag ?? -1n) - (b.lag ?? -1n)),
      render: (_, row) => numbers.count(row.lag),
    },
    {
      title: t('offsets.behind'),
      key: 'behind',
      align: 'end',
      render: (_, row) => behind(row.lagTime, t),
    },
    {
      title: t('offsets.fresh'),
      key: 'fresh',
      render: (_, row) => <Time value={row.freshUntil} never="–" />,
    },
    {
      title: t('offsets.lastCommit'),
      key: 'lastCommit',
      render: (_, row) => <Time value={row.lastCommit} never="–" />,
    },
    {
      title: t('offsets.task'),
      key: 'task',
      render: (_, row) => (row.task === undefined ? '–' : <Link to="../tasks">{row.task}</Link>),
    },
  ];
}

function behind(lagTime: string | undefined, t: Words): string {
  const time = durationOf(lagTime);
  if (time === undefined) return '–';
  return time === 0 ? t('offsets.upToDate') : span(time, words.language);
}
