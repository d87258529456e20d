// Where a connector stands in each source partition, and moving it.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { connectorKeys } from '../../api/connectors';
import { bigintOf } from '../../api/figures';
import { offsetsQuery } from '../../api/offsets';
import { Answer } from '../../parts/Answer';
import { useNumbers } from '../../parts/numbers';
import { Nothing } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { usePermission } from '../actions/verbs';
import { useConnector } from '../state/connector_context';
import { OperationProgress } from '../state/OperationProgress';
import { useFollow } from '../state/use_follow';
import { OffsetTable } from './OffsetTable';
import styles from './offsets.module.css';

const MoveDrawer = lazy(async () => ({ default: (await import('./MoveDrawer')).MoveDrawer }));

export function OffsetsPage() {
  const t = useWords();
  const numbers = useNumbers();
  const connector = useConnector();
  const name = connector.name ?? '';
  const [search, setSearch] = useSearchParams();
  const query = useQuery({
    ...offsetsQuery(name),
    refetchInterval: useFollow(connectorKeys.part(name, 'offsets'), 3_000),
  });
  const may = usePermission('offsets.change');
  const refusal = may.reason || refusalOf(connector.desiredState, t);
  const operation = connector.operation || search.get('operation') || '';
  const set = (changes: Record<string, string>) =>
    setSearch((before) => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === '') before.delete(key);
        else before.set(key, value);
      }
      return before;
    });
  return (
    <div className={styles.page}>
      {operation && (
        <OperationProgress
          key={operation}
          name={operation}
          onClose={connector.operation ? undefined : () => set({ operation: '' })}
        />
      )}
      <Answer query={query} what={name} rows={4}>
        {({ partitions = [], lagRecords }) => (
          <div className={styles.page}>
            <div className={styles.bar}>
              <span>
                {t('offsets.total', {
                  count: partitions.length,
                  lag: lagRecords === '-1' ? '–' : numbers.count(bigintOf(lagRecords)),
                })}
              </span>
              <Button
                disabled={refusal !== ''}
                title={refusal || undefined}
                onClick={() => set({ move: 'time' })}
              >
                {t('offsets.move')}
              </Button>
            </div>
            {partitions.length === 0 ? (
              <Nothing title={t('offsets.none')}>{t('offsets.noneWhy')}</Nothing>
            ) : (
              <OffsetTable partitions={partitions} />
            )}
          </div>
        )}
      </Answer>
      {search.has('move') && refusal === '' && (
        <Suspense>
          <MoveDrawer
            connector={connector}
            begin={search.get('move') ?? ''}
            onClose={() => set({ move: '' })}
            onBegun={(begun) => set({ move: '', operation: begun })}
          />
        </Suspense>
      )}
    </div>
  );
}

// Before the first Deploy nothing is committed that could move.
function refusalOf(desired: string | undefined, t: ReturnType<typeof useWords>): string {
  if (desired === 'DRAFT') return t('offsets.draft');
  return desired === 'DELETED' ? t('offsets.deleted') : '';
}
