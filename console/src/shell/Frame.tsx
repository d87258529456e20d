// Around every page: where one can go, which instance one looks at, what runs, who one is.
import { Layout } from 'antd';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { isApiError } from '../api/error';
import { isSignInNeeded, onSignInNeeded } from '../api/session_gate';
import { Failure, Loading } from '../parts/Screens';
import { useWords } from '../words/words';
import { useCaller } from './access';
import { Navigation } from './Navigation';
import { Shortcuts } from './Shortcuts';
import styles from './shell.module.css';
import { codeExchange, onCodeExchange } from './sign_in_link';
import { TopBar } from './TopBar';

const SignInPage = lazy(async () => ({ default: (await import('./SignInPage')).SignInPage }));
const SignInDialog = lazy(async () => ({ default: (await import('./SignInDialog')).SignInDialog }));

export function Frame() {
  const t = useWords();
  const signInNeeded = useSyncExternalStore(onSignInNeeded, isSignInNeeded);
  const exchange = useSyncExternalStore(onCodeExchange, codeExchange);
  const caller = useCaller();
  const nobody = isApiError(caller.error) && caller.error.status === 'UNAUTHENTICATED';
  if (nobody || exchange) {
    return (
      <Suspense fallback={<Loading />}>
        <SignInPage />
      </Suspense>
    );
  }
  if (caller.error && !caller.data)
    return <Failure error={caller.error} onRetry={() => void caller.refetch()} />;
  if (!caller.data) return <Loading />;
  return (
    <Layout className={styles.frame}>
      <button type="button" className={styles.skip} onClick={skip}>
        {t('shell.skip')}
      </button>
      <Navigation />
      <Layout>
        <TopBar />
        <Layout.Content className={styles.content}>
          <main id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </Layout.Content>
      </Layout>
      {signInNeeded && (
        <Suspense>
          <SignInDialog />
        </Suspense>
      )}
      <Shortcuts />
      <ScrollRestoration getKey={(place) => place.pathname} />
    </Layout>
  );
}

// Not a link to a fragment: with <base> it would lead to the start.
function skip(): void {
  document.getElementById('content')?.focus();
}
