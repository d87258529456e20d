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
import { TimeInText, timePlace } from './TimeInText';

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
      aria-label={t('parts.screen.loading')}
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
  // They answer what was asked before, not what is asked now.
  former?: boolean;
}

// Everything that can go wrong with a call; which of the screens it is, the error's status says.
export function Failure({ error, onRetry, what, dataFrom, former = false }: FailureProps) {
  const t = useWords();
  if (dataFrom) return <FailureStrip {...{ error, onRetry, dataFrom, former }} />;
  if (isApiError(error) && error.status === 'PERMISSION_DENIED') {
    return <Denied permission={error.metadata.permission ?? ''} message={error.message} />;
  }
  if (isApiError(error) && error.status === 'NOT_FOUND')
    return <NotFound what={what ?? ''} message={error.message} />;
  const network = isApiError(error) && error.reason === 'NETWORK';
  return (
    <Message
      kind="warning"
      title={network ? t('parts.screen.networkTitle') : t('parts.screen.errorTitle')}
      action={
        onRetry && (
          <Button type="primary" onClick={onRetry}>
            {t('buttons.retry')}
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
  former,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  dataFrom: number;
  former: boolean;
}) {
  const t = useWords();
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.strip}
      title={
        <>
          {t('parts.screen.errorTitle')}. <Age from={dataFrom} former={former} />
        </>
      }
      description={<ErrorText error={error} />}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('buttons.retry')}
          </Button>
        )
      }
    />
  );
}

function Age({ from, former }: { from: number; former: boolean }) {
  const t = useWords();
  const time = timePlace;
  const text = former
    ? t('parts.screen.formerData', { time })
    : t('parts.screen.staleData', { time });
  return <TimeInText text={text} value={new Date(from).toISOString()} />;
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
            {t('parts.requestId')} <code>{error.requestId}</code>
            <Copy text={error.requestId} what={t('parts.requestId')} />
          </span>
        )}
      </div>
    </div>
  );
}

export function Denied({ permission, message }: { permission: string; message?: string }) {
  const t = useWords();
  return (
    <Message kind="info" title={t('parts.screen.deniedTitle')} action={<ToList />}>
      {permission ? t('parts.screen.denied', { permission }) : <HostileText text={message ?? ''} />}
    </Message>
  );
}

export function NotFound({ what, message }: { what: string; message?: string }) {
  const t = useWords();
  return (
    <Message kind="info" title={t('parts.screen.notFoundTitle')} action={<ToList />}>
      {message ? <HostileText text={message} /> : t('parts.screen.notFound', { what })}
    </Message>
  );
}

function ToList() {
  const t = useWords();
  return <Link to="/">{t('parts.screen.toList')}</Link>;
}

// Some of it came.
export function Partial({ what }: { what: string }) {
  const t = useWords();
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.strip}
      title={t('parts.screen.partial', { what })}
    />
  );
}

// A page of before the upgrade asks for a part that is gone.
export function NewerVersion() {
  const t = useWords();
  return (
    <Message
      kind="info"
      title={t('parts.screen.newerTitle')}
      action={
        <Button type="primary" onClick={() => location.reload()}>
          {t('buttons.reload')}
        </Button>
      }
    >
      {t('parts.screen.newer')}
    </Message>
  );
}
