// The connectors: state and first cause first, then whence and whither, then how far behind.
import { Table, type TableProps, Tag } from 'antd';
import { memo, useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { durationOf, idOf, instanceOf, numberOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { ConnectorZone } from '../../parts/ConnectorZone';
import { HeadBox } from '../../parts/HeadBox';
import { Time } from '../../parts/Time';
import { span } from '../../parts/zones';
import { useWords, type Words, words } from '../../words/words';
import { RowMenu } from '../actions/ActionMenu';
import { CauseText, CauseWhen } from '../state/Cause';
import { StateBadge } from '../state/StateBadge';
import styles from './list.module.css';
import type { LiveRows } from './live_rows';
import { ticksAfter } from './ticks';
import type { Order } from './view';

interface ConnectorTableProps {
  rows: Connector[];
  live: LiveRows;
  loading: boolean;
  sort: Order;
  onSort: (sort: Order) => void;
  selected: string[];
  onSelect: (names: string[]) => void;
  // Of the row that the keys are at; -1: none.
  active: number;
  // Which row's menu a key has opened.
  menuOf: string;
  onMenu: (name: string) => void;
  manyInstances: boolean;
}

type Columns = NonNullable<TableProps<Connector>['columns']>;

export function ConnectorTable(props: ConnectorTableProps) {
  const t = useWords();
  const { rows, live, sort, selected, active, menuOf, onMenu, manyInstances } = props;
  const lastPressed = useRef('');
  const columns = useMemo(
    () => [...dataColumns(t, sort, live, manyInstances), menuColumn(t, menuOf, onMenu)],
    [t, sort, live, manyInstances, menuOf, onMenu],
  );
  return (
    <Table<Connector>
      rowKey="name"
      size="middle"
      columns={columns}
      dataSource={rows}
      loading={props.loading}
      pagination={false}
      scroll={{ x: 960 }}
      rowClassName={(row, index) => {
        const mark = live.marks.has(row.name ?? '') ? styles.left : '';
        return `${mark} ${index === active ? styles.active : ''}`;
      }}
      onRow={(row) => ({ 'data-name': row.name }) as React.HTMLAttributes<HTMLElement>}
      rowSelection={{
        columnTitle: (box) => <HeadBox>{box}</HeadBox>,
        selectedRowKeys: selected,
        preserveSelectedRowKeys: true,
        onChange: (keys) => props.onSelect(keys as string[]),
        columnWidth: 44,
        renderCell: (ticked, row) => (
          <Tick
            name={row.name ?? ''}
            ticked={ticked}
            onPress={(name, range) => {
              const names = rows.map((each) => each.name ?? '');
              props.onSelect(ticksAfter(selected, names, name, lastPressed.current, range));
              lastPressed.current = name;
            }}
          />
        ),
        getTitleCheckboxProps: () => ({ 'aria-label': t('list.tickAll') }) as object,
      }}
      onChange={(_, __, sorter) => {
        const one = Array.isArray(sorter) ? sorter[0] : sorter;
        const key = String(one?.columnKey ?? '');
        if (key) props.onSort(nextOrder(key, sort));
      }}
    />
  );
}

// Pressing a column's head turns its order round; figures begin with the worst.
function nextOrder(key: string, sort: Order): Order {
  if (sort.replace('-', '') === key) return (sort.startsWith('-') ? key : `-${key}`) as Order;
  return (key === 'name' ? key : `-${key}`) as Order;
}

function sortable(key: string, sort: Order) {
  const on = sort.replace('-', '') === key;
  return {
    key,
    // The server sorts.
    sorter: true,
    sortOrder: on ? (sort.startsWith('-') ? ('descend' as const) : ('ascend' as const)) : null,
    sortDirections: ['descend' as const, 'ascend' as const, 'descend' as const],
  };
}

function dataColumns(t: Words, sort: Order, live: LiveRows, manyInstances: boolean): Columns {
  const format = new Intl.NumberFormat(words.language);
  return [
    {
      title: t('list.name'),
      ...sortable('name', sort),
      width: 190,
      render: (_, row) => (
        <Name row={row} mark={live.marks.get(row.name ?? '')} manyInstances={manyInstances} />
      ),
    },
    {
      title: t('list.state'),
      ...sortable('severity', sort),
      render: (_, row) => <State row={row} />,
    },
    {
      title: t('list.route'),
      width: 190,
      render: (_, row) => (
        <div className={styles.route}>
          <span>{row.source?.topic}</span>
          <span className={styles.secondary}>
            → {row.sink?.project}.{row.sink?.table}
          </span>
        </div>
      ),
    },
    {
      title: t('list.lag'),
      ...sortable('lag', sort),
      align: 'end',
      width: 90,
      render: (_, row) => (
        <Figure value={row.status?.lagRecords} format={format} why={t('list.lagUnknown')} />
      ),
    },
    {
      title: t('list.fresh'),
      ...sortable('fresh', sort),
      width: 124,
      render: (_, row) => <Fresh row={row} />,
    },
    {
      title: t('list.tasks'),
      width: 76,
      align: 'end',
      render: (_, row) =>
        row.status?.tasks ? (
          `${row.status.tasksRunning ?? 0}/${row.status.tasks}`
        ) : (
          <Absent why={t('list.noTasks')} />
        ),
    },
    {
      title: t('list.updated'),
      ...sortable('updated', sort),
      width: 110,
      responsive: ['xxl'],
      render: (_, row) => <Time value={row.updateTime} />,
    },
  ];
}

function menuColumn(t: Words, menuOf: string, onMenu: (name: string) => void): Columns[number] {
  return {
    title: <span className={styles.unseen}>{t('list.actions')}</span>,
    width: 56,
    fixed: 'end',
    render: (_, row) => <RowMenu connector={row} open={menuOf === row.name} onMenu={onMenu} />,
  };
}

// As the browser has it: one of the component library's takes as long to draw as the rest of its row.
function Tick({
  name,
  ticked,
  onPress,
}: {
  name: string;
  ticked: boolean;
  // `range`: with the Shift key.
  onPress: (name: string, range: boolean) => void;
}) {
  const t = useWords();
  return (
    <input
      type="checkbox"
      className={styles.tick}
      checked={ticked}
      aria-label={t('list.tick', { name: idOf(name) })}
      onChange={({ nativeEvent }) =>
        onPress(name, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
      }
    />
  );
}

// A cell is drawn again when its row has changed, not when another has.
const Name = memo(function Name({
  row,
  mark,
  manyInstances,
}: {
  row: Connector;
  mark: 'left' | 'deleted' | undefined;
  manyInstances: boolean;
}) {
  const t = useWords();
  const labels = Object.entries(row.labels ?? {});
  return (
    <div>
      <Link to={`/${row.name}`} className={styles.name}>
        {idOf(row.name)}
      </Link>
      {mark && <Tag variant="outlined">{mark === 'left' ? t('list.left') : t('list.deleted')}</Tag>}
      <div className={styles.secondary}>
        {manyInstances && <span>{instanceOf(row.name)} </span>}
        {labels.slice(0, 3).map(([key, value]) => (
          <span key={key} className={styles.label}>
            {key}={value}
          </span>
        ))}
        {labels.length > 3 && <span>+{labels.length - 3}</span>}
      </div>
    </div>
  );
});

const State = memo(function State({ row }: { row: Connector }) {
  const idle = row.state === 'RUNNING' && numberOf(row.status?.lagRecords) === 0;
  return (
    <div>
      <StateBadge state={row.state} reconciling={row.reconciling} idle={idle} />
      {row.trouble && (
        <>
          <CauseWhen trouble={row.trouble} />
          <CauseText trouble={row.trouble} to={`/${row.name}`} />
        </>
      )}
    </div>
  );
});

const Fresh = memo(function Fresh({ row }: { row: Connector }) {
  const t = useWords();
  const age = durationOf(row.status?.freshness);
  if (!row.status?.freshUntil) return <Absent why={t('list.freshUnknown')} />;
  return (
    <ConnectorZone value={row.sink?.timeZone ?? ''}>
      <Time value={row.status.freshUntil} />
      {age !== undefined && age >= 60_000 && (
        <div className={styles.secondary}>
          {t('list.behind', { time: span(age, words.language) })}
        </div>
      )}
    </ConnectorZone>
  );
});

function Figure({
  value,
  format,
  why,
}: {
  value: string | undefined;
  format: Intl.NumberFormat;
  why: string;
}) {
  const figure = numberOf(value);
  if (value === undefined ? false : figure < 0) return <Absent why={why} />;
  return <span className={styles.figure}>{format.format(figure)}</span>;
}

// A figure that is not known is never 0.
function Absent({ why }: { why: string }) {
  return (
    <span className={styles.secondary} role="img" aria-label={why} title={why}>
      –
    </span>
  );
}
