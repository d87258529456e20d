// The row that a record became, as the table has it.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link } from 'react-router';
import { tableRowsQuery } from '../../api/connectors';
import type { SendTestRecordResponse } from '../../api/generated/types';
import { ErrorText, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { RowsTable } from '../rows/RowsTable';
import { rowOf } from './row_of';

// More are not shown by one call; a record of now is found among them unless its partition holds more.
const rowsAsked = 100;

export function ArrivedRow({ name, sent }: { name: string; sent: SendTestRecordResponse }) {
  const t = useWords();
  const partition = sent.tablePartition ?? '';
  const query = useQuery({
    ...tableRowsQuery(name, partition, rowsAsked),
    enabled: partition !== '',
    retry: false,
  });
  const link = (
    <Link to={`/${name}/data?pt=${encodeURIComponent(partition)}`}>{t('test.toRows')}</Link>
  );
  if (partition === '') {
    return (
      <Alert
        type="warning"
        showIcon
        title={t('test.noRow')}
        description={<Link to={`/${name}/dead-letters`}>{t('test.noRowLook')}</Link>}
      />
    );
  }
  const title = (
    <>
      {t('test.arrived')} <code>{partition}</code>
    </>
  );
  if (query.isPending) return <Loading rows={2} />;
  if (query.error) {
    return (
      <>
        <Alert type="success" showIcon title={title} />
        <Alert
          type="info"
          showIcon
          title={t('test.rowHidden')}
          description={<ErrorText error={query.error} />}
        />
      </>
    );
  }
  const row = rowOf(query.data, {
    topic: sent.topic ?? '',
    partition: sent.partition ?? 0,
    offset: sent.offset ?? '0',
  });
  return (
    <>
      <Alert type="success" showIcon title={title} action={link} />
      {row === undefined ? (
        <p>{t('test.rowNotAmong', { count: rowsAsked })}</p>
      ) : (
        <RowsTable columns={query.data.columns ?? []} rows={[row]} label={t('test.row')} />
      )}
    </>
  );
}
