// The revisions, the newest first. Two are compared: one is ticked as before, one as after.
import { Button, Radio, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { numberOf } from '../../api/figures';
import type { ConnectorRevision } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { useAllowance } from '../actions/verbs';
import { useConnector } from '../state/connector_context';
import { healthOf, type Pair } from './difference';
import { RollbackDialog } from './RollbackDialog';

interface RevisionTableProps {
  revisions: ConnectorRevision[];
  pair: Pair | undefined;
  onPair: (pair: Pair) => void;
}

export function RevisionTable({ revisions, pair, onPair }: RevisionTableProps) {
  const t = useWords();
  const connector = useConnector();
  const { allowed, reason } = useAllowance()(connector, 'rollback');
  const [backTo, setBackTo] = useState<number>();
  const current = numberOf(connector.revision);
  const columns: TableColumnsType<ConnectorRevision> = [
    tickColumn('from', t('revisions.before'), pair, onPair),
    tickColumn('to', t('revisions.after'), pair, onPair),
    {
      title: t('revisions.revision'),
      key: 'number',
      render: (_, { number }) =>
        numberOf(number) === current ? t('revisions.current', { number }) : number,
    },
    {
      title: t('revisions.when'),
      key: 'when',
      render: (_, revision) => <Time value={revision.createTime} />,
    },
    { title: t('revisions.who'), key: 'who', render: (_, revision) => revision.author || '–' },
    {
      title: t('revisions.why'),
      key: 'why',
      render: (_, revision) => (revision.reason ? <HostileText text={revision.reason} /> : '–'),
    },
    {
      title: t('revisions.health'),
      key: 'health',
      render: (_, revision) => (
        <Health revision={revision} taskRevision={numberOf(connector.taskRevision)} />
      ),
    },
    {
      title: t('revisions.actions'),
      key: 'actions',
      fixed: 'end',
      render: (_, { number }) => (
        <Button
          size="small"
          disabled={!allowed || numberOf(number) === current}
          title={reason || undefined}
          aria-label={t('revisions.rollbackTo', { number })}
          onClick={() => setBackTo(numberOf(number))}
        >
          {t('revisions.rollback')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Table<ConnectorRevision>
        rowKey={(revision) => revision.number ?? ''}
        dataSource={revisions}
        columns={columns}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
      {backTo !== undefined && (
        <RollbackDialog revision={backTo} onClose={() => setBackTo(undefined)} />
      )}
    </>
  );
}

function tickColumn(
  side: keyof Pair,
  title: string,
  pair: Pair | undefined,
  onPair: (pair: Pair) => void,
): TableColumnsType<ConnectorRevision>[number] {
  return {
    title,
    key: side,
    render: (_, { number }) => {
      const here = numberOf(number);
      return (
        <Radio
          checked={pair?.[side] === here}
          aria-label={`${title} ${here}`}
          disabled={!pair || pair[side === 'from' ? 'to' : 'from'] === here}
          onChange={() => pair && onPair({ ...pair, [side]: here })}
        />
      );
    },
  };
}

function Health({ revision, taskRevision }: { revision: ConnectorRevision; taskRevision: number }) {
  const t = useWords();
  const health = healthOf(revision, taskRevision);
  if (health !== 'healthy') return <>{t(`revisions.${health}`)}</>;
  return (
    <>
      {t('revisions.healthy')} <Time value={revision.healthyTime} />
    </>
  );
}
