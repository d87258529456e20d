// What a page shows when it has nothing to show: the states that every page has, each with the next step.
import { Alert, Button, Skeleton } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { isApiError } from '../api/error';
import { useWords } from '../words/words';
import { Copy } from './Copy';
import { HostileText } from './HostileText';
import { Message } from './Message';
import styles from './parts.module.css';
import { Time } from './Time';

// The shape of what comes, but not for answers that come at once.
export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div
      aria-busy="true"
      aria-label={t('common.screen.loading')}
      role="status"
      className={styles.screen}
    >
      {late && <Skeleton active paragraph={{ rows }} />}
    </div>
  );
}

interface NothingProps {
  title: string;
  // Why it is empty.
  children?: ReactNode;
  // The first step, as a button.
  action?: ReactNode;
}

export function Nothing({ title, children, action }: NothingProps) {
  return (
    <Message kind="nothing" title={title} action={action}>
      {children}
    </Message>
  );
}

interface FailureProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  // What is missing when the answer is NOT_FOUND: its name.
  what?: string;
  // When old data stay on the page: from when they are.
  dataFrom?: number | undefined;
}

// Everything that can go wrong with a call; which of the screens it is, the error's status says.
export function Failure({ error, onRetry, what, dataFrom }: FailureProps) {
  const t = useWords();
  if (dataFrom) return <FailureStrip error={error} onRetry={onRetry} dataFrom={dataFrom} />;
  if (isApiError(error) && error.status === 'PERMISSION_DENIED') {
    return <Denied permission={error.metadata.permission ?? ''} message={error.message} />;
  }
  if (isApiError(error) && error.status === 'NOT_FOUND')
    return <NotFound what={what ?? ''} message={error.message} />;
  const network = isApiError(error) && error.reason === 'NETWORK';
  return (
    <Message
      kind="warning"
      title={network ? t('common.screen.networkTitle') : t('common.screen.errorTitle')}
      action={
        onRetry && (
          <Button type="primary" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    >
      <ErrorText error={error} />
    </Message>
  );
}

function FailureStrip({
  error,
  onRetry,
  dataFrom,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  dataFrom: number;
}) {
  const t = useWords();
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.strip}
      title={
        <>
          {t('common.screen.errorTitle')}. <Age from={dataFrom} />
        </>
      }
      description={<ErrorText error={error} />}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    />
  );
}

function Age({ from }: { from: number }) {
  const t = useWords();
  const [before, after] = t('common.screen.staleData', { time: '\u0000' }).split('\u0000');
  return (
    <span>
      {before}
      <Time value={new Date(from).toISOString()} />
      {after}
    </span>
  );
}

// An error's words, its reason and the id to look for in the logs.
export function ErrorText({ error }: { error: unknown }) {
  const t = useWords();
  if (!isApiError(error))
    return <HostileText text={error instanceof Error ? error.message : String(error)} />;
  return (
    <div className={styles.errorText}>
      <HostileText text={error.message} />
      {error.violations.length > 0 && (
        <ul>
          {error.violations.map((each) => (
            <li key={`${each.field} ${each.description}`}>
              {each.field && <code>{each.field}</code>} <HostileText text={each.description} />
            </li>
          ))}
        </ul>
      )}
      {error.preconditions.length > 0 && (
        <ul>
          {error.preconditions.map((each) => (
            <li key={`${each.subject} ${each.description}`}>
              <code>{each.type}</code> <HostileText text={each.description} />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.errorFoot}>
        <code>{error.reason || error.status}</code>
        {error.requestId && (
          <span>
            {t('common.requestId')} <code>{error.requestId}</code>
            <Copy text={error.requestId} what={t('common.requestId')} />
          </span>
        )}
      </div>
    </div>
  );
}

export function Denied({ permission, message }: { permission: string; message?: string }) {
  const t = useWords();
  return (
    <Message kind="info" title={t('common.screen.deniedTitle')} action={<ToList />}>
      {permission ? t('common.screen.denied', { permission }) : message}
    </Message>
  );
}

export function NotFound({ what, message }: { what: string; message?: string }) {
  const t = useWords();
  return (
    <Message kind="info" title={t('common.screen.notFoundTitle')} action={<ToList />}>
      {message ?? t('common.screen.notFound', { what })}
    </Message>
  );
}

function ToList() {
  const t = useWords();
  return <Link to="/">{t('common.screen.toList')}</Link>;
}

// Some of it came.
export function Partial({ what }: { what: string }) {
  const t = useWords();
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.strip}
      title={t('common.screen.partial', { what })}
    />
  );
}

// A page of before the upgrade asks for a part that is gone.
export function NewerVersion() {
  const t = useWords();
  return (
    <Message
      kind="info"
      title={t('common.screen.newerTitle')}
      action={
        <Button type="primary" onClick={() => location.reload()}>
          {t('common.reload')}
        </Button>
      }
    >
      {t('common.screen.newer')}
    </Message>
  );
}
