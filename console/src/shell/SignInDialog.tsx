// Over the page, while some call waits for somebody to sign in again. Nothing beneath it is lost.
import { useQueryClient } from '@tanstack/react-query';
import { callerKey } from '../api/access';
import { endWait } from '../api/session_gate';
import { signedIn } from '../api/stream/watch';
import { Dialog } from '../parts/Dialog';
import { useWords } from '../words/words';
import { SignInForm } from './SignInForm';

export function SignInDialog() {
  const t = useWords();
  const client = useQueryClient();
  const done = () => {
    signedIn();
    void client.invalidateQueries({ queryKey: callerKey });
  };
  return (
    <Dialog
      open
      title={t('shell.signInAgain')}
      footer={null}
      mask={{ closable: false }}
      destroyOnHidden
      onCancel={() => endWait('given-up')}
    >
      <p>{t('shell.signInAgainWhy')}</p>
      <SignInForm onDone={done} />
    </Dialog>
  );
}
