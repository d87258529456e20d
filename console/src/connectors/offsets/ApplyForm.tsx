// The last step before offsets move: why, and the connector's name typed. A plan that is too old has to be made anew.
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { idOf } from '../../api/figures';
import type { OffsetPlan } from '../../api/generated/types';
import { useNow } from '../../parts/now';
import { span } from '../../parts/zones';
import { useWords, words } from '../../words/words';
import { timeLeft } from './plan';

interface ApplyFormProps {
  plan: OffsetPlan;
  busy: boolean;
  onPlanAgain: () => void;
  onApply: (reason: string) => void;
}

export function ApplyForm({ plan, busy, onPlanAgain, onApply }: ApplyFormProps) {
  const t = useWords();
  const now = useNow();
  const expected = idOf(plan.name);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const left = timeLeft(plan, now);
  const fits = typed.trim() === expected;
  if (left === 0) {
    return (
      <Alert
        type="warning"
        showIcon
        title={t('offsets.tooOld')}
        action={<Button onClick={onPlanAgain}>{t('offsets.planAgain')}</Button>}
      />
    );
  }
  return (
    <Form layout="vertical" onFinish={() => fits && !busy && onApply(reason.trim())}>
      <p>{t('offsets.what', { left: span(left, words.language) })}</p>
      <Form.Item label={t('offsets.reason')} htmlFor="move-reason">
        <Input
          id="move-reason"
          maxLength={512}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t('parts.confirm.type', { expected })} htmlFor="move-name">
        <Input
          id="move-name"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          status={typed !== '' && !expected.startsWith(typed) ? 'error' : ''}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Form.Item>
      <Button danger type="primary" htmlType="submit" disabled={!fits} loading={busy}>
        {t('offsets.apply')}
      </Button>
    </Form>
  );
}
