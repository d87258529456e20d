// Instead of every page while nobody is signed in; the URL stays, and so does what it leads to.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Card, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { callerKey } from '../api/access';
import { signedIn } from '../api/stream/watch';
import { ErrorText } from '../parts/Screens';
import { useWords } from '../words/words';
import { Logo } from './Logo';
import { SignInForm } from './SignInForm';
import styles from './shell.module.css';
import { codeExchange, forgetCode } from './sign_in_link';

export function SignInPage() {
  const t = useWords();
  const client = useQueryClient();
  const [exchange, setExchange] = useState(codeExchange);
  const [linkError, setLinkError] = useState<unknown>();

  useEffect(() => {
    document.title = `${t('shell.signIn')} · Sluice`;
  }, [t]);

  useEffect(() => {
    if (!exchange) return;
    exchange
      .then(() => client.invalidateQueries({ queryKey: callerKey }))
      .catch(setLinkError)
      .finally(() => {
        forgetCode();
        setExchange(undefined);
      });
  }, [exchange, client]);

  const done = () => {
    signedIn();
    void client.invalidateQueries();
  };

  return (
    <main className={styles.signIn}>
      <Card className={styles.signInCard}>
        <Logo />
        <h1>{t('shell.signInTitle')}</h1>
        {linkError !== undefined && (
          <Alert
            type="warning"
            showIcon
            className={styles.signInError}
            title={t('shell.linkFailed')}
            description={
              <>
                <p>{t('shell.linkFailedWhy')}</p>
                <ErrorText error={linkError} />
              </>
            }
          />
        )}
        {exchange ? (
          <Spin description={t('shell.signingIn')} className={styles.signingIn} />
        ) : (
          <SignInForm onDone={done} />
        )}
      </Card>
    </main>
  );
}
