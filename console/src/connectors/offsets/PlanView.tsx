// What a move would do, partition by partition, in numbers.
import { Alert, Table, type TableColumnsType } from 'antd';
import { bigintOf } from '../../api/figures';
import type { OffsetPlan } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { type Numbers, useNumbers } from '../../parts/numbers';
import { headline, useWords, type Words } from '../../words/words';
import styles from './offsets.module.css';
import { type Move, movesOf } from './plan';

const pageSize = 20;

export function PlanView({ plan }: { plan: OffsetPlan }) {
  const t = useWords();
  const numbers = useNumbers();
  const moves = movesOf(plan);
  return (
    <section className={styles.page} aria-label={t('offsets.step.plan')}>
      <dl className={styles.sums}>
        <div>
          <dt>{t('offsets.readAgain')}</dt>
          <dd>{numbers.count(bigintOf(plan.readAgain))}</dd>
        </div>
        <div>
          <dt>{t('offsets.leftOut')}</dt>
          <dd>{numbers.count(bigintOf(plan.leftOut))}</dd>
        </div>
        <div>
          <dt>{t('offsets.moves')}</dt>
          <dd>{numbers.count(moves.length)}</dd>
        </div>
      </dl>
      {(plan.warnings ?? []).map((warning) => (
        <Alert
          key={`${warning.reason} ${warning.subject}`}
          type="warning"
          showIcon
          title={headline(t, warning.reason ?? '')}
          description={
            <>
              <HostileText text={warning.message ?? ''} />
              {warning.remedy && (
                <p>
                  <HostileText text={warning.remedy} />
                </p>
              )}
            </>
          }
        />
      ))}
      <Table<Move>
        rowKey="partition"
        size="small"
        dataSource={moves}
        columns={columns(t, numbers)}
        pagination={moves.length > pageSize ? { defaultPageSize: pageSize } : false}
        scroll={{ x: 'max-content' }}
        className={styles.figures ?? ''}
      />
    </section>
  );
}

function columns(t: Words, numbers: Numbers): TableColumnsType<Move> {
  return [
    { title: t('offsets.partition'), dataIndex: 'partition' },
    {
      title: t('offsets.from'),
      key: 'from',
      align: 'end',
      render: (_, move) => numbers.count(move.from),
    },
    {
      title: t('offsets.to'),
      key: 'to',
      align: 'end',
      render: (_, move) => numbers.count(move.to),
    },
    {
      title: t('offsets.direction'),
      key: 'direction',
      render: (_, move) => t(`offsets.goes.${move.direction}`),
    },
    {
      title: t('offsets.readAgain'),
      key: 'readAgain',
      align: 'end',
      render: (_, move) => (move.direction === 'unknown' ? '–' : numbers.count(move.readAgain)),
    },
    {
      title: t('offsets.leftOut'),
      key: 'leftOut',
      align: 'end',
      render: (_, move) => (move.direction === 'unknown' ? '–' : numbers.count(move.leftOut)),
    },
  ];
}
