// Moving offsets in three steps: where to, what that does in numbers, and the connector's name typed. Nothing moves before.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Drawer, Steps } from 'antd';
import { useRef } from 'react';
import { isApiError } from '../../api/error';
import type { Connector, OffsetPlan, OffsetTarget } from '../../api/generated/types';
import { useIntent } from '../../api/intent';
import { applyOffsetChange, planOffsetChange } from '../../api/offsets';
import { useFocusBack } from '../../parts/Dialog';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { ApplyForm } from './ApplyForm';
import styles from './offsets.module.css';
import { PlanView } from './PlanView';
import { movesAnything } from './plan';
import { TargetFields } from './TargetFields';
import type { TargetKind } from './target';

interface MoveDrawerProps {
  connector: Connector;
  // With which kind of target it opens, as the URL says.
  begin: string;
  onClose: () => void;
  // The operation that carries it out.
  onBegun: (operation: string) => void;
}

export function MoveDrawer({ connector, begin, onClose, onBegun }: MoveDrawerProps) {
  const t = useWords();
  useFocusBack();
  const name = connector.name ?? '';
  const asked = useRef<OffsetTarget>(undefined);
  const plan = useMutation({
    mutationFn: (target: OffsetTarget) => {
      asked.current = target;
      return planOffsetChange({ name, target });
    },
  });
  const intent = useIntent();
  const apply = useMutation({
    mutationFn: ({ chosen, reason }: { chosen: OffsetPlan; reason: string }) =>
      intent.carryOut(applyOffsetChange, {
        name,
        plan: chosen,
        ...(reason === '' ? {} : { changeReason: reason }),
      }),
    onSuccess: (operation) => onBegun(operation.name ?? ''),
  });
  const stale = isApiError(apply.error) && apply.error.reason === 'PLAN_STALE';
  const again = () => {
    apply.reset();
    if (asked.current) plan.mutate(asked.current);
  };
  return (
    <Drawer open title={t('offsets.moveTitle')} onClose={onClose} size={720} destroyOnHidden>
      <div className={styles.page}>
        <Steps
          size="small"
          current={plan.data ? 1 : 0}
          items={[{ title: t('offsets.step.where') }, { title: t('offsets.step.plan') }]}
        />
        <TargetFields
          connector={connector}
          begin={kindOf(begin)}
          busy={plan.isPending}
          onChange={() => {
            plan.reset();
            apply.reset();
          }}
          onPlan={(target) => {
            apply.reset();
            plan.mutate(target);
          }}
        />
        <div aria-live="polite" className={styles.page}>
          {plan.error && <Alert type="error" showIcon title={<ErrorText error={plan.error} />} />}
          {plan.data && !movesAnything(plan.data) && (
            <Alert type="info" showIcon title={t('offsets.movesNothing')} />
          )}
          {plan.data && movesAnything(plan.data) && (
            <>
              <PlanView plan={plan.data} />
              {apply.error && (
                <Alert
                  type="error"
                  showIcon
                  title={stale ? t('offsets.stale') : <ErrorText error={apply.error} />}
                  description={stale ? <ErrorText error={apply.error} /> : undefined}
                  action={stale && <Button onClick={again}>{t('offsets.planAgain')}</Button>}
                />
              )}
              {!stale && (
                <ApplyForm
                  key={plan.data.createTime}
                  plan={plan.data}
                  busy={apply.isPending}
                  onPlanAgain={again}
                  onApply={(reason) => apply.mutate({ chosen: plan.data, reason })}
                />
              )}
            </>
          )}
        </div>
      </div>
    </Drawer>
  );
}

function kindOf(text: string): TargetKind {
  const kinds: TargetKind[] = ['time', 'earliest', 'latest', 'shift', 'offsets'];
  return kinds.find((kind) => kind === text) ?? 'time';
}
