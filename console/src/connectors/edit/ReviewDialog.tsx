// What a change comes to, before it is saved: field by field, with what running tasks notice of it.
import { Alert, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { isApiError } from '../../api/error';
import { toDuration } from '../../api/figures';
import { Dialog } from '../../parts/Dialog';
import { Diff } from '../../parts/Diff';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import type { Answers } from '../definition/fields';
import styles from './edit.module.css';
import { changedPaths } from './merge';
import { type Effect, effectOf } from './update';
import type { SaveOptions } from './use_save';

interface ReviewDialogProps {
  from: Answers;
  to: Answers;
  secretChanged: boolean;
  // Whether tasks run, so that a change may have to prove itself.
  runs: boolean;
  pending: boolean;
  error: unknown;
  onSave: (options: SaveOptions) => void;
  onClose: () => void;
}

const minute = 60_000;
const windows = [0, 5 * minute, 15 * minute, 60 * minute];
const effects: Effect[] = ['IN_PLACE', 'RESTART', 'REBALANCE'];

export function ReviewDialog({
  from,
  to,
  secretChanged,
  runs,
  pending,
  error,
  onSave,
  onClose,
}: ReviewDialogProps) {
  const t = useWords();
  const [reason, setReason] = useState('');
  const [window, setWindow] = useState(0);
  const reasonId = useId();
  const windowId = useId();
  const changed = changedPaths(from, to);
  const shown = [
    ...changed.map((path) => ({ field: path as string, before: from[path], after: to[path] })),
    ...(secretChanged
      ? [
          {
            field: 'sink.access_key.access_key_secret',
            before: undefined,
            after: t('edit.secretChanged'),
          },
        ]
      : []),
  ];
  const strongest =
    effects.findLast((effect) => changed.some((path) => effectOf(path) === effect)) ??
    (secretChanged ? 'RESTART' : 'IN_PLACE');
  return (
    <Dialog
      open
      width={720}
      title={t('edit.reviewTitle')}
      okText={t('buttons.save')}
      cancelText={t('buttons.back')}
      confirmLoading={pending}
      okButtonProps={{ disabled: shown.length === 0 }}
      onCancel={onClose}
      onOk={() => onSave({ reason, rollbackAfter: window > 0 ? toDuration(window) : '' })}
    >
      <Diff changes={shown} label={t('edit.changes')} />
      <p>{t(`edit.effect.${strongest}`)}</p>
      <div className={styles.form}>
        <label htmlFor={reasonId}>{t('edit.reason')}</label>
        <Input
          id={reasonId}
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(event.target.value)}
        />
        {runs && (
          <>
            <label htmlFor={windowId}>{t('edit.rollbackAfter')}</label>
            <Select
              id={windowId}
              value={window}
              onChange={setWindow}
              options={windows.map((value) => ({
                value,
                label: value === 0 ? t('edit.never') : t('edit.minutes', { count: value / minute }),
              }))}
            />
          </>
        )}
      </div>
      {error !== undefined && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={
            isApiError(error) && error.status === 'INVALID_ARGUMENT'
              ? t('edit.refused')
              : t('edit.failed')
          }
          description={<ErrorText error={error} />}
        />
      )}
    </Dialog>
  );
}
