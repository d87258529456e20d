// Around every page: where one can go, which instance one looks at, what runs, who one is.
import { Layout } from 'antd';
import { Outlet, ScrollRestoration } from 'react-router';
import { isApiError } from '../api/error';
import { Failure, Loading } from '../parts/Screens';
import { useWords } from '../words/words';
import { useCaller } from './access';
import { Navigation } from './Navigation';
import { Shortcuts } from './Shortcuts';
import { SignInDialog } from './SignInDialog';
import { SignInPage } from './SignInPage';
import styles from './shell.module.css';
import { codeExchange } from './sign_in_link';
import { TopBar } from './TopBar';

export function Frame() {
  const t = useWords();
  const caller = useCaller();
  const nobody = isApiError(caller.error) && caller.error.status === 'UNAUTHENTICATED';
  if (nobody || codeExchange()) return <SignInPage />;
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
      <SignInDialog />
      <Shortcuts />
      <ScrollRestoration getKey={(place) => place.pathname} />
    </Layout>
  );
}

// Not a link to a fragment: with <base> it would lead to the start.
function skip(): void {
  document.getElementById('content')?.focus();
}
