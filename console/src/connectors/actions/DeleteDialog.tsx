// Deletes a connector, after it was said what goes and what stays. Everything that can stay, stays by default.
import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Radio, Select } from 'antd';
import { useState } from 'react';
import { connectorKeys, deleteConnector } from '../../api/connectors';
import { idOf, numberOf, toDuration } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { useIntent } from '../../api/intent';
import { ConfirmByName } from '../../parts/ConfirmByName';
import { useWords, words } from '../../words/words';
import styles from '../state/state.module.css';

interface DeleteDialogProps {
  connector: Connector;
  open: boolean;
  onClose: () => void;
}

const hour = 3_600_000;
// None, an hour, a day, and the longest there is.
const windows = [0, hour, 24 * hour, 6 * 24 * hour];

export function DeleteDialog({ connector, open, onClose }: DeleteDialogProps) {
  const t = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [group, setGroup] = useState<'KEEP' | 'DROP'>('KEEP');
  const [topics, setTopics] = useState<'KEEP' | 'DROP'>('KEEP');
  const [window, setWindow] = useState(24 * hour);
  const intent = useIntent();
  const name = connector.name ?? '';
  const manual = connector.resources?.creation === 'MANUAL';
  const lag = numberOf(connector.status?.lagRecords);

  const confirm = async () => {
    const answer = await intent.carryOut(deleteConnector, {
      name,
      groupPolicy: group,
      topicsPolicy: topics,
      ...(window > 0 ? { undeleteWindow: toDuration(window) } : {}),
    });
    client.setQueryData(connectorKeys.one(name), answer);
    void client.invalidateQueries({ queryKey: connectorKeys.lists });
    void message.success(t('state.verbDone.delete', { name: idOf(name) }));
  };

  const label = (time: number) => {
    if (time === 0) return t('state.deleteWindowNone');
    return time < 24 * hour
      ? t('state.hours', { count: time / hour })
      : t('state.days', { count: time / (24 * hour) });
  };

  return (
    <ConfirmByName
      open={open}
      title={t('state.deleteTitle', { name: idOf(name) })}
      expected={idOf(name)}
      action={t('state.verb.delete')}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {t('state.deleteWhat', {
          table: `${connector.sink?.project}.${connector.sink?.table}`,
          lag: lag < 0 ? '?' : new Intl.NumberFormat(words.language).format(lag),
        })}
      </p>
      <Form layout="vertical">
        <Form.Item
          label={t('state.deleteGroup')}
          help={group === 'KEEP' ? t('state.deleteGroupKept') : undefined}
        >
          <Radio.Group value={group} onChange={(event) => setGroup(event.target.value)}>
            <Radio value="KEEP">{t('state.keep')}</Radio>
            <Radio value="DROP">{t('state.drop')}</Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item
          label={t('state.deleteTopics')}
          help={
            manual
              ? t('state.deleteManual')
              : topics === 'DROP'
                ? t('state.deleteTopicsLost')
                : undefined
          }
        >
          <Radio.Group
            value={topics}
            disabled={manual}
            onChange={(event) => setTopics(event.target.value)}
          >
            <Radio value="KEEP">{t('state.keep')}</Radio>
            <Radio value="DROP">{t('state.drop')}</Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item label={t('state.deleteWindow')} className={styles.stack}>
          <Select
            aria-label={t('state.deleteWindow')}
            value={window}
            onChange={setWindow}
            options={windows.map((value) => ({ value, label: label(value) }))}
          />
        </Form.Item>
      </Form>
    </ConfirmByName>
  );
}
