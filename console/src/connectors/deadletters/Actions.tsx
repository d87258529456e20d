// Writing dead letters to the source topic again, and putting them aside: those that are ticked, or all that the filter shows.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { connectorKeys } from '../../api/connectors';
import { discardDeadLetters, replayDeadLetters } from '../../api/dead_letters';
import { idOf } from '../../api/figures';
import type { DeadLetterChoice } from '../../api/generated/types';
import { newRequestId } from '../../api/ids';
import { ConfirmByName } from '../../parts/ConfirmByName';
import { useNumbers } from '../../parts/numbers';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { usePermission } from '../actions/verbs';
import { useConnector } from '../state/connector_context';
import styles from './deadletters.module.css';

interface ActionsProps {
  choice: DeadLetterChoice;
  // How many are ticked; 0: the filter decides.
  ticked: number;
  // How many the filter shows; undefined: nobody has counted.
  count: number | undefined;
  // The operation that writes them again.
  onBegun: (operation: string) => void;
  onDone: () => void;
}

export function Actions({ choice, ticked, count, onBegun, onDone }: ActionsProps) {
  const t = useWords();
  const numbers = useNumbers();
  const mayReplay = usePermission('deadLetters.replay');
  const mayDiscard = usePermission('deadLetters.discard');
  const connector = useConnector();
  const [dialog, setDialog] = useState<'replay' | 'discard'>();
  const busy = connector.operation ? t('deadLetters.busy') : '';
  const which =
    ticked > 0
      ? t('deadLetters.ticked', { count: ticked, shown: numbers.count(ticked) })
      : count === undefined
        ? t('deadLetters.allShown')
        : t('deadLetters.allCounted', { count, shown: numbers.count(count) });
  const refusal = mayReplay.reason || busy;
  return (
    <div className={styles.actions}>
      <span aria-live="polite">{which}</span>
      <Button
        disabled={refusal !== ''}
        title={refusal || undefined}
        onClick={() => setDialog('replay')}
      >
        {t('deadLetters.replay')}
      </Button>
      <Button
        disabled={!mayDiscard.allowed}
        title={mayDiscard.reason || undefined}
        onClick={() => setDialog('discard')}
      >
        {t('deadLetters.discard')}
      </Button>
      {dialog === 'replay' && (
        <ReplayDialog
          choice={choice}
          which={which}
          onClose={() => setDialog(undefined)}
          onBegun={onBegun}
        />
      )}
      {dialog === 'discard' && (
        <DiscardDialog
          choice={choice}
          which={which}
          onClose={() => setDialog(undefined)}
          onDone={onDone}
        />
      )}
    </div>
  );
}

interface DialogProps {
  choice: DeadLetterChoice;
  which: string;
  onClose: () => void;
}

function ReplayDialog({
  choice,
  which,
  onClose,
  onBegun,
}: DialogProps & { onBegun: (operation: string) => void }) {
  const t = useWords();
  const { name = '', source } = useConnector();
  const requestId = useRef(newRequestId());
  const replay = useMutation({
    mutationFn: () => replayDeadLetters({ parent: name, choice, requestId: requestId.current }),
    onSuccess: (operation) => {
      onBegun(operation.name ?? '');
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('deadLetters.replayTitle')}
      okText={t('deadLetters.replay')}
      cancelText={t('common.cancel')}
      confirmLoading={replay.isPending}
      onOk={() => replay.mutate()}
      onCancel={onClose}
    >
      <p>
        <strong>{which}</strong>
      </p>
      <p>{t('deadLetters.replayWhat', { topic: source?.topic })}</p>
      {replay.error && <Alert type="error" showIcon title={<ErrorText error={replay.error} />} />}
    </Modal>
  );
}

function DiscardDialog({ choice, which, onClose, onDone }: DialogProps & { onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const { name = '' } = useConnector();
  const requestId = useRef(newRequestId());
  // The server puts aside so many at once and says when there are more.
  const discard = async () => {
    let pageToken = '';
    do {
      const answer = await discardDeadLetters({
        parent: name,
        choice,
        pageToken,
        requestId: requestId.current,
      });
      // What comes next is another request; what nobody answered is this one again.
      requestId.current = newRequestId();
      pageToken = answer.nextPageToken ?? '';
    } while (pageToken !== '');
    onDone();
    await client.invalidateQueries({ queryKey: connectorKeys.part(name, 'deadLetters') });
  };
  return (
    <ConfirmByName
      open
      title={t('deadLetters.discardTitle')}
      expected={idOf(name)}
      action={t('deadLetters.discard')}
      onConfirm={discard}
      onClose={onClose}
    >
      <p>
        <strong>{which}</strong>
      </p>
      <p>{t('deadLetters.discardWhat')}</p>
    </ConfirmByName>
  );
}
