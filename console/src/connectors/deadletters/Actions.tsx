// Writing dead letters to the source topic again, and putting them aside: those that are ticked, or all that the filter shows.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { connectorKeys } from '../../api/connectors';
import { discardDeadLetters, replayDeadLetters } from '../../api/dead_letters';
import { isApiError } from '../../api/error';
import { idOf } from '../../api/figures';
import type { DeadLetterChoice } from '../../api/generated/types';
import { useIntent } from '../../api/intent';
import { ConfirmByName } from '../../parts/ConfirmByName';
import { Dialog } from '../../parts/Dialog';
import { useNumbers } from '../../parts/numbers';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { usePermission } from '../actions/verbs';
import { useConnector } from '../state/connector_context';
import { namesMax } from './choice';
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
  const [dialog, setDialog] = useState<{ verb: 'replay' | 'discard'; ticked: boolean }>();
  // A dialog that was opened for what is ticked is never for all, even when nothing of it is left.
  const gone = dialog?.ticked === true && ticked === 0;
  const busy = connector.operation ? t('deadLetters.busy') : '';
  const which =
    ticked > 0
      ? t('deadLetters.ticked', { count: ticked, shown: numbers.count(ticked) })
      : count === undefined
        ? t('deadLetters.allShown')
        : t('deadLetters.allCounted', { count, shown: numbers.count(count) });
  const many = ticked > namesMax ? t('deadLetters.tooMany', { max: numbers.count(namesMax) }) : '';
  const noReplay = mayReplay.reason || busy || many;
  const noDiscard = mayDiscard.reason || many;
  return (
    <div className={styles.actions}>
      <span aria-live="polite">{which}</span>
      <Button
        disabled={noReplay !== ''}
        title={noReplay || undefined}
        onClick={() => setDialog({ verb: 'replay', ticked: ticked > 0 })}
      >
        {t('deadLetters.replay')}
      </Button>
      <Button
        disabled={noDiscard !== ''}
        title={noDiscard || undefined}
        onClick={() => setDialog({ verb: 'discard', ticked: ticked > 0 })}
      >
        {t('deadLetters.discard')}
      </Button>
      {many && <span role="status">{many}</span>}
      {gone && (
        <Dialog
          open
          title={t(`deadLetters.${dialog.verb}Title`)}
          footer={<Button onClick={() => setDialog(undefined)}>{t('buttons.close')}</Button>}
          onCancel={() => setDialog(undefined)}
        >
          <p>{t('deadLetters.gone')}</p>
        </Dialog>
      )}
      {dialog?.verb === 'replay' && !gone && (
        <ReplayDialog
          choice={choice}
          which={which}
          onClose={() => setDialog(undefined)}
          onBegun={onBegun}
        />
      )}
      {dialog?.verb === 'discard' && !gone && (
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
  const intent = useIntent();
  const replay = useMutation({
    mutationFn: () => intent.carryOut(replayDeadLetters, { parent: name, choice }),
    onSuccess: (operation) => {
      onBegun(operation.name ?? '');
      onClose();
    },
  });
  return (
    <Dialog
      open
      title={t('deadLetters.replayTitle')}
      okText={t('deadLetters.replay')}
      cancelText={t('buttons.cancel')}
      confirmLoading={replay.isPending}
      onOk={() => replay.mutate()}
      onCancel={onClose}
    >
      <p>
        <strong>{which}</strong>
      </p>
      <p>{t('deadLetters.replayWhat', { topic: source?.topic })}</p>
      {replay.error && <Alert type="error" showIcon title={<ErrorText error={replay.error} />} />}
    </Dialog>
  );
}

function DiscardDialog({ choice, which, onClose, onDone }: DialogProps & { onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const { name = '' } = useConnector();
  const intent = useIntent();
  const next = useRef({ of: '', pageToken: '' });
  // The server puts aside so many at once and says when there are more. After an error it goes on with the call that failed:
  // from the beginning it would be another request under the same id.
  const discard = async () => {
    const of = JSON.stringify(choice);
    if (next.current.of !== of) next.current = { of, pageToken: '' };
    try {
      do {
        const { pageToken } = next.current;
        const answer = await intent.carryOut(discardDeadLetters, {
          parent: name,
          choice,
          pageToken,
        });
        next.current = { of, pageToken: answer.nextPageToken ?? '' };
      } while (next.current.pageToken !== '');
    } catch (error) {
      // The topics are others by now: only the beginning is left.
      if (isApiError(error) && error.reason === 'PAGE_TOKEN_INVALID')
        next.current = { of, pageToken: '' };
      throw error;
    }
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
