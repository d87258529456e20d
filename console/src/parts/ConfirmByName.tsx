// A dialog before something that cannot be taken back: it says what will happen in numbers and asks for the name, or the
// count, typed.
import { Alert, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../words/words';
import { Dialog } from './Dialog';
import styles from './parts.module.css';
import { ErrorText } from './Screens';

interface ConfirmByNameProps {
  open: boolean;
  title: string;
  // What must be typed.
  expected: string;
  // What the button says.
  action: string;
  // What will happen.
  children: ReactNode;
  // Its promise ends when the API has answered; its error is shown in the dialog.
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

export function ConfirmByName({
  open,
  title,
  expected,
  action,
  children,
  onConfirm,
  onClose,
}: ConfirmByNameProps) {
  const t = useWords();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const fits = typed.trim() === expected;

  const close = () => {
    setTyped('');
    setError(undefined);
    onClose();
  };
  const confirm = async () => {
    if (!fits || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      title={title}
      okText={action}
      cancelText={t('buttons.cancel')}
      okButtonProps={{ danger: true, disabled: !fits, loading: busy }}
      onOk={() => void confirm()}
      onCancel={close}
      destroyOnHidden
    >
      <div className={styles.confirm}>
        {children}
        <label htmlFor={id}>{t('parts.confirm.type', { expected })}</label>
        <Input
          id={id}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          status={typed !== '' && !expected.startsWith(typed) ? 'error' : ''}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={() => void confirm()}
        />
        {error !== undefined && <Alert type="error" title={<ErrorText error={error} />} showIcon />}
      </div>
    </Dialog>
  );
}
