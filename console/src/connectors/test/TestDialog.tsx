// Sends one record to the source topic and stays until its row is in the table (R23, R24).
import { useQuery } from '@tanstack/react-query';
import { Alert, Checkbox, Input, InputNumber, Spin } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { connectorQuery } from '../../api/connectors';
import { idOf } from '../../api/figures';
import type { SendTestRecordResponse } from '../../api/generated/types';
import { Dialog } from '../../parts/Dialog';
import { ErrorText } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { ArrivedRow } from './ArrivedRow';
import styles from './test.module.css';
import { type TestState, useTestRecord } from './use_test_record';

interface TestDialogProps {
  // `instances/{i}/connectors/{c}`.
  name: string;
  open: boolean;
  onClose: () => void;
}

export function TestDialog({ name, open, onClose }: TestDialogProps) {
  const t = useWords();
  const { data: connector } = useQuery(connectorQuery(name));
  const runs = connector?.desiredState === 'RUNNING';
  const { state, send, reset } = useTestRecord(name, runs);
  // As the original's example: key 1, value 1, in partition 0.
  const [partition, setPartition] = useState<number | null>(0);
  const [key, setKey] = useState('1');
  const [value, setValue] = useState('1');
  const [noKey, setNoKey] = useState(false);
  const [noValue, setNoValue] = useState(false);
  const busy = state.at === 'sending' || state.at === 'waiting';
  const typing = state.at === 'typing' || state.at === 'failed';

  const press = () => {
    if (busy) return;
    if (!typing) return reset();
    send({
      partition: partition ?? undefined,
      key: noKey ? undefined : key,
      value: noValue ? undefined : value,
    });
  };
  return (
    <Dialog
      open={open}
      title={t('test.titleOf', { name: idOf(name) })}
      onCancel={onClose}
      onOk={press}
      okText={typing || busy ? t('test.send') : t('test.another')}
      cancelText={t('buttons.close')}
      confirmLoading={busy}
      width={640}
      destroyOnHidden
    >
      <p>{t('test.help', { topic: connector?.source?.topic ?? '' })}</p>
      {connector && !runs && <Alert type="warning" showIcon title={t('test.notRunning')} />}
      <div className={styles.form}>
        <Labelled label={t('test.partition')} help={t('test.partitionHelp')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={0}
              disabled={!typing}
              value={partition}
              onChange={setPartition}
            />
          )}
        </Labelled>
        <Labelled label={t('test.key')}>
          {(id) => (
            <Input
              id={id}
              disabled={noKey || !typing}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Labelled>
        <Checkbox
          checked={noKey}
          disabled={!typing}
          onChange={(event) => setNoKey(event.target.checked)}
        >
          {t('test.noKey')}
        </Checkbox>
        <Labelled label={t('test.value')}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 8 }}
              disabled={noValue || !typing}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Labelled>
        <Checkbox
          checked={noValue}
          disabled={!typing}
          onChange={(event) => setNoValue(event.target.checked)}
        >
          {t('test.noValue')}
        </Checkbox>
      </div>
      <div role="status" className={styles.outcome}>
        <Outcome state={state} name={name} />
      </div>
    </Dialog>
  );
}

function Labelled({
  label,
  help,
  children,
}: {
  label: string;
  help?: string;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <p className={styles.help}>{help}</p>}
    </div>
  );
}

function Outcome({ state, name }: { state: TestState; name: string }) {
  const t = useWords();
  switch (state.at) {
    case 'typing':
      return null;
    case 'sending':
      return (
        <p>
          <Spin size="small" /> {t('test.sending')}
        </p>
      );
    case 'failed':
      return (
        <Alert
          type="error"
          showIcon
          title={t('test.failed')}
          description={<ErrorText error={state.error} />}
        />
      );
    case 'stored':
      return (
        <Alert
          type="info"
          showIcon
          title={t('test.stored')}
          description={<Where sent={state.sent} />}
        />
      );
    case 'waiting':
      return (
        <>
          <Where sent={state.sent} />
          <p>
            <Spin size="small" /> {t('test.waiting')}
          </p>
        </>
      );
    case 'late':
      return (
        <Alert
          type="warning"
          showIcon
          title={t('test.late')}
          description={
            <>
              <Where sent={state.sent} /> <Link to={`/${name}`}>{t('test.lateLook')}</Link>
            </>
          }
        />
      );
    case 'arrived':
      return (
        <>
          <Where sent={state.sent} />
          <ArrivedRow name={name} sent={state.sent} />
        </>
      );
  }
}

function Where({ sent }: { sent: SendTestRecordResponse }) {
  const t = useWords();
  return (
    <p>
      {t('test.sentTo', {
        topic: sent.topic ?? '',
        partition: sent.partition ?? 0,
        offset: sent.offset ?? '0',
      })}{' '}
      <Time value={sent.timestamp} absolute />
    </p>
  );
}
