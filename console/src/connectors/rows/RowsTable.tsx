// Rows as the table has them. Values are text of strangers.
import { Table } from 'antd';
import { useEffect, useRef } from 'react';
import { HostileText } from '../../parts/HostileText';
import { cellText } from '../definition/SampleOfRecords';

interface RowsTableProps {
  columns: readonly string[];
  rows: readonly unknown[][];
  label: string;
}

interface Row {
  key: number;
  cells: unknown[];
}

export function RowsTable({ columns, rows, label }: RowsTableProps) {
  // What scrolls is reached by keys; antd's box cannot be told so.
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('.ant-table-content')?.setAttribute('tabindex', '0');
  });
  return (
    <div ref={place}>
      <Table<Row>
        aria-label={label}
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey="key"
        // Rows have no name of their own, and come in no order.
        dataSource={rows.map((cells, key) => ({ key, cells: [...cells] }))}
        columns={columns.map((column, index) => ({
          title: <HostileText text={column} inline />,
          key: column,
          render: (_: unknown, row) => <HostileText text={cellText(row.cells[index])} />,
        }))}
      />
    </div>
  );
}
