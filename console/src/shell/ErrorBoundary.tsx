// What is shown when a page breaks, or when its code is from before an upgrade and gone.
import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useRouteError } from 'react-router';
import { Message } from '../parts/Message';
import { ErrorText, NewerVersion } from '../parts/Screens';
import { useWords } from '../words/words';

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? (
      this.props.children
    ) : (
      <Broken error={this.state.error} />
    );
  }
}

// For a page of the router: the frame around it stays.
export function BrokenRoute() {
  return <Broken error={useRouteError()} />;
}

export function Broken({ error }: { error: unknown }) {
  const t = useWords();
  if (isChunkGone(error)) return <NewerVersion />;
  return (
    <Message
      kind="warning"
      title={t('parts.screen.brokenTitle')}
      action={
        <Button type="primary" onClick={() => location.reload()}>
          {t('buttons.reload')}
        </Button>
      }
    >
      <p>{t('parts.screen.broken')}</p>
      <ErrorText error={error} />
    </Message>
  );
}

// Browsers each say it in their own words.
export function isChunkGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script failed|unable to preload/i.test(
      error.message,
    )
  );
}
