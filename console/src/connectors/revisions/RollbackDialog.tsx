// Going back to an older definition: what changes is shown before, and it becomes a revision of its own.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input } from 'antd';
import { useState } from 'react';
import { connectorKeys } from '../../api/connectors';
import { isOvertaken } from '../../api/error';
import { numberOf } from '../../api/figures';
import { useIntent } from '../../api/intent';
import { rollback } from '../../api/revisions';
import { Dialog } from '../../parts/Dialog';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { Comparison } from './Comparison';

export function RollbackDialog({ revision, onClose }: { revision: number; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const connector = useConnector();
  const name = connector.name ?? '';
  const [reason, setReason] = useState('');
  const intent = useIntent();
  const back = useMutation({
    mutationFn: () =>
      intent.carryOut(rollback, {
        name,
        revision: String(revision),
        ...(connector.etag ? { etag: connector.etag } : {}),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: async (answer) => {
      client.setQueryData(connectorKeys.one(name), answer);
      await client.invalidateQueries({ queryKey: connectorKeys.part(name, 'revisionPages') });
      onClose();
    },
    // Somebody else was faster: what is read now is another connector.
    onError: (error) => {
      if (!isOvertaken(error)) return;
      void client.invalidateQueries({ queryKey: connectorKeys.one(name) });
    },
  });
  return (
    <Dialog
      open
      width={720}
      title={t('revisions.rollbackTo', { number: revision })}
      okText={t('revisions.rollback')}
      cancelText={t('buttons.cancel')}
      confirmLoading={back.isPending}
      onOk={() => back.mutate()}
      onCancel={onClose}
    >
      <p>
        {t('revisions.rollbackWhat', { number: revision, next: numberOf(connector.revision) + 1 })}
      </p>
      <Comparison pair={{ from: numberOf(connector.revision), to: revision }} />
      <Form layout="vertical" component={false}>
        <Form.Item label={t('revisions.reason')} htmlFor="rollback-reason">
          <Input
            id="rollback-reason"
            maxLength={512}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {back.error && <Alert type="error" showIcon title={<ErrorText error={back.error} />} />}
    </Dialog>
  );
}
