// Which row of a table a record became, by where it was in the source; undefined where it is not among them. Pure.
import type { PreviewTableRowsResponse } from '../../api/generated/types';

export interface Position {
  topic: string;
  partition: number;
  offset: string;
}

export function rowOf(rows: PreviewTableRowsResponse, position: Position): unknown[] | undefined {
  const columns = (rows.columns ?? []).map((column) => column.toLowerCase());
  const wanted = [
    ['topic', position.topic],
    ['partition', String(position.partition)],
    ['offset', position.offset],
  ] as const;
  // A table without these columns does not say which row it was.
  const known = wanted.filter(([column]) => columns.includes(column));
  if (known.length < 2) return undefined;
  return (rows.rows ?? []).find((row) =>
    known.every(([column, value]) => String(row[columns.indexOf(column)]) === value),
  );
}
