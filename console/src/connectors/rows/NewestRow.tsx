// One row of the newest partition of a connector's table.
import { useQuery } from '@tanstack/react-query';
import { tablePartitionsQuery, tableRowsQuery } from '../../api/connectors';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { newestFirst } from './newest_first';
import { RowsTable } from './RowsTable';

export function NewestRow({ name }: { name: string }) {
  const t = useWords();
  const partitions = useQuery({ ...tablePartitionsQuery(name), retry: false });
  const newest = newestFirst(partitions.data?.partitions ?? [])[0]?.spec ?? '';
  const rows = useQuery({
    ...tableRowsQuery(name, newest, 1),
    enabled: newest !== '',
    retry: false,
  });
  const error = partitions.error ?? rows.error;
  if (error) return <ErrorText error={error} />;
  if (!rows.data) return null;
  return (
    <RowsTable
      columns={rows.data.columns ?? []}
      rows={(rows.data.rows ?? []).slice(0, 1)}
      label={t('data.rowsOf', { partition: newest })}
    />
  );
}
