// Where offsets shall go.
import { Alert, Button, DatePicker, Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import type { Connector, OffsetTarget } from '../../api/generated/types';
import { useFirstZone } from '../../parts/Time';
import { offsetText } from '../../parts/zones';
import { useWords } from '../../words/words';
import { instantOf } from './instant';
import styles from './offsets.module.css';
import { readTarget, type TargetForm, type TargetKind, type TargetProblem } from './target';

interface TargetFieldsProps {
  connector: Connector;
  begin: TargetKind;
  busy: boolean;
  // Something was changed: a plan that was made is none for it.
  onChange: () => void;
  onPlan: (target: OffsetTarget) => void;
}

const kinds: TargetKind[] = ['time', 'earliest', 'latest', 'shift', 'offsets'];

export function TargetFields({ connector, begin, busy, onChange, onPlan }: TargetFieldsProps) {
  const t = useWords();
  const [form, setForm] = useState<TargetForm>({
    kind: begin,
    time: undefined,
    shift: '',
    offsets: '',
    partitions: '',
  });
  const [problem, setProblem] = useState<TargetProblem>();
  const change = (changes: Partial<TargetForm>) => {
    setForm({ ...form, ...changes });
    setProblem(undefined);
    onChange();
  };
  const plan = () => {
    const target = readTarget(form);
    if (target.ok) onPlan(target.value);
    else setProblem(target.problem);
  };
  return (
    <Form layout="vertical" onFinish={plan}>
      <Form.Item label={t('offsets.where')} htmlFor="target-kind">
        <Radio.Group
          id="target-kind"
          value={form.kind}
          onChange={(event) => change({ kind: event.target.value as TargetKind })}
          className={styles.kinds ?? ''}
          options={kinds.map((kind) => ({ value: kind, label: t(`offsets.kind.${kind}`) }))}
        />
      </Form.Item>
      {form.kind === 'time' && (
        <TimeField connector={connector} onChange={(time) => change({ time })} />
      )}
      {form.kind === 'shift' && (
        <Form.Item label={t('offsets.shift')} htmlFor="target-shift" extra={t('offsets.shiftHelp')}>
          <Input
            id="target-shift"
            value={form.shift}
            placeholder="-500"
            onChange={(event) => change({ shift: event.target.value })}
          />
        </Form.Item>
      )}
      {form.kind === 'offsets' ? (
        <Form.Item
          label={t('offsets.explicit')}
          htmlFor="target-offsets"
          extra={t('offsets.explicitHelp')}
        >
          <Input.TextArea
            id="target-offsets"
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={form.offsets}
            placeholder="0=1200, 1=1150"
            onChange={(event) => change({ offsets: event.target.value })}
          />
        </Form.Item>
      ) : (
        <Form.Item
          label={t('offsets.only')}
          htmlFor="target-partitions"
          extra={t('offsets.onlyHelp')}
        >
          <Input
            id="target-partitions"
            value={form.partitions}
            placeholder="0, 2-5"
            onChange={(event) => change({ partitions: event.target.value })}
          />
        </Form.Item>
      )}
      {problem && (
        <Alert
          type="error"
          showIcon
          title={t(`offsets.problem.${problem}`)}
          className={styles.problem}
          role="alert"
        />
      )}
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('offsets.showPlan')}
      </Button>
    </Form>
  );
}

// A clock's time in a zone that is named, so that nobody has to guess whose.
function TimeField({
  connector,
  onChange,
}: {
  connector: Connector;
  onChange: (time: number | undefined) => void;
}) {
  const t = useWords();
  const first = useFirstZone();
  const connectors = connector.sink?.timeZone ?? '';
  const [zone, setZone] = useState(connectors || first);
  const [picked, setPicked] = useState<Dayjs | null>(null);
  const zones = [...new Set([connectors, first, 'UTC'].filter(Boolean))];
  const tell = (time: Dayjs | null, where: string) => {
    setPicked(time);
    setZone(where);
    onChange(time ? instantOf(time.format('YYYY-MM-DD HH:mm:ss'), where) : undefined);
  };
  return (
    <Form.Item label={t('offsets.time')} htmlFor="target-time" extra={t('offsets.timeHelp')}>
      <div className={styles.time}>
        <DatePicker
          id="target-time"
          showTime
          value={picked}
          maxDate={dayjs().add(1, 'day')}
          onChange={(time) => tell(time, zone)}
        />
        <Radio.Group
          aria-label={t('offsets.zone')}
          value={zone}
          onChange={(event) => tell(picked, event.target.value as string)}
          options={zones.map((each) => ({
            value: each,
            label: `${each} (${offsetText(each, new Date())})`,
          }))}
        />
      </div>
    </Form.Item>
  );
}
