// How much the processes log about this connector, for a while.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Select } from 'antd';
import { useState } from 'react';
import { setLogLevel } from '../../api/connectors';
import { toDuration } from '../../api/figures';
import { Dialog } from '../../parts/Dialog';
import { ErrorText } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { usePermission } from '../actions/verbs';
import { useConnector } from '../state/connector_context';
import styles from './events.module.css';

const levels = ['debug', 'info', 'warning', 'error'] as const;
const minutes = [15, 60, 240, 1440] as const;

// What it needs, as the server calls it.
const permission = 'connectors.setLogLevel';

export function LogLevel() {
  const t = useWords();
  const { name = '' } = useConnector();
  const may = usePermission(permission);
  const [open, setOpen] = useState(false);
  const [level, setLevel] = useState<string>('debug');
  const [life, setLife] = useState<number>(60);
  const set = useMutation({
    mutationFn: (wanted: string) =>
      setLogLevel({
        name,
        level: wanted,
        ...(wanted === '' ? {} : { duration: toDuration(life * 60_000) }),
      }),
  });
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={!may.allowed} title={may.reason || undefined}>
        {t('events.log.title')}
      </Button>
      <Dialog
        open={open}
        title={t('events.log.title')}
        onCancel={() => setOpen(false)}
        okText={t('buttons.apply')}
        cancelText={t('buttons.close')}
        confirmLoading={set.isPending}
        onOk={() => set.mutate(level)}
        destroyOnHidden
      >
        <p>{t('events.log.what')}</p>
        <Form layout="vertical" component={false}>
          <Form.Item label={t('events.log.level')} htmlFor="log-level">
            <Select
              id="log-level"
              value={level}
              onChange={setLevel}
              options={levels.map((each) => ({ value: each, label: each.toUpperCase() }))}
            />
          </Form.Item>
          <Form.Item label={t('events.log.life')} htmlFor="log-life">
            <Select
              id="log-life"
              value={life}
              onChange={setLife}
              options={minutes.map((each) => ({
                value: each,
                label: t(`events.log.minutes.${each}`),
              }))}
            />
          </Form.Item>
        </Form>
        <Button type="link" className={styles.flush ?? ''} onClick={() => set.mutate('')}>
          {t('events.log.reset')}
        </Button>
        <div aria-live="polite">
          {set.data && (
            <Alert
              type="success"
              showIcon
              title={
                set.data.level ? (
                  <>
                    {t('events.log.set', { level: set.data.level.toUpperCase() })}{' '}
                    <Time value={set.data.expireTime} />
                  </>
                ) : (
                  t('events.log.isReset')
                )
              }
            />
          )}
          {set.error && <Alert type="error" showIcon title={<ErrorText error={set.error} />} />}
        </div>
      </Dialog>
    </>
  );
}
