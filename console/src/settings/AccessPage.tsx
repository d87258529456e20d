// Who may call, and what they may do: API tokens.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Table, type TableColumnsType, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { callerQuery } from '../api/access';
import { idOf } from '../api/figures';
import type { ApiToken } from '../api/generated/types';
import { tokensQuery } from '../api/tokens';
import { Answer } from '../parts/Answer';
import { PageHead } from '../parts/PageHead';
import { Denied, Nothing } from '../parts/Screens';
import { Time } from '../parts/Time';
import { useWords, type Words } from '../words/words';
import { RevokeDialog } from './RevokeDialog';
import styles from './settings.module.css';
import { TokenState } from './TokenState';
import { useRefusal } from './use_refusal';

const CreateTokenDrawer = lazy(async () => ({
  default: (await import('./CreateTokenDrawer')).CreateTokenDrawer,
}));

export function AccessPage() {
  const t = useWords();
  const { data: caller } = useQuery(callerQuery);
  const [search, setSearch] = useSearchParams();
  const mayRead = useRefusal('apiTokens.read');
  const mayCreate = useRefusal('apiTokens.create');
  const create = (
    <Button
      type="primary"
      disabled={mayCreate !== ''}
      title={mayCreate || undefined}
      onClick={() => setSearch({ new: 'true' })}
    >
      {t('settings.token.create')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('settings.access')} actions={mayRead === '' && create} />
      {caller && !caller.authenticationRequired && (
        <Alert type="warning" showIcon title={t('settings.token.open')} className={styles.gap} />
      )}
      {mayRead === '' ? <Tokens create={create} /> : <Denied permission="apiTokens.read" />}
      <Suspense>
        {search.has('new') && mayCreate === '' && (
          <CreateTokenDrawer onClose={() => setSearch({})} />
        )}
      </Suspense>
    </>
  );
}

function Tokens({ create }: { create: React.ReactNode }) {
  const t = useWords();
  const query = useQuery(tokensQuery);
  const [revoked, setRevoked] = useState<string>();
  const mayRevoke = useRefusal('apiTokens.revoke');
  return (
    <Answer query={query} what={t('settings.access')}>
      {(tokens) =>
        tokens.length === 0 ? (
          <Nothing title={t('settings.token.none')} action={create}>
            {t('settings.token.noneWhy')}
          </Nothing>
        ) : (
          <>
            <Table<ApiToken>
              rowKey={(token) => token.name ?? ''}
              dataSource={tokens}
              columns={columns(t, mayRevoke, setRevoked)}
              pagination={tokens.length > 50 ? { defaultPageSize: 50 } : false}
              scroll={{ x: 'max-content' }}
            />
            {revoked && <RevokeDialog name={revoked} onClose={() => setRevoked(undefined)} />}
          </>
        )
      }
    </Answer>
  );
}

function columns(
  t: Words,
  mayRevoke: string,
  onRevoke: (name: string) => void,
): TableColumnsType<ApiToken> {
  return [
    {
      title: t('settings.token.token'),
      key: 'name',
      render: (_, token) => (
        <>
          {idOf(token.name)}
          {token.displayName && <div className={styles.quiet}>{token.displayName}</div>}
        </>
      ),
    },
    {
      title: t('settings.token.state'),
      key: 'state',
      render: (_, token) => <TokenState token={token} />,
    },
    {
      title: t('settings.token.may'),
      key: 'may',
      render: (_, token) => <Roles token={token} />,
    },
    {
      title: t('settings.token.lastUsed'),
      key: 'lastUsed',
      render: (_, token) => <Time value={token.lastUsedTime} />,
    },
    {
      title: t('settings.token.expires'),
      key: 'expires',
      render: (_, token) => <Time value={token.expireTime} never="–" />,
    },
    {
      title: t('settings.token.made'),
      key: 'made',
      render: (_, token) => (
        <>
          <Time value={token.createTime} />
          {token.createdBy && (
            <div className={styles.quiet}>{t('events.by', { actor: token.createdBy })}</div>
          )}
        </>
      ),
    },
    {
      title: t('settings.actions'),
      key: 'actions',
      fixed: 'end',
      render: (_, token) => (
        <Button
          size="small"
          disabled={mayRevoke !== '' || token.state !== 'ACTIVE'}
          title={mayRevoke || undefined}
          aria-label={t('settings.token.revokeOf', { name: idOf(token.name) })}
          onClick={() => onRevoke(token.name ?? '')}
        >
          {t('settings.token.revoke')}
        </Button>
      ),
    },
  ];
}

function Roles({ token }: { token: ApiToken }) {
  const t = useWords();
  if (token.kind === 'WORKER') return <>{t('settings.token.kinds.WORKER')}</>;
  return (token.roleBindings ?? []).map((binding) => (
    <Tag key={`${binding.role} ${binding.resource}`} variant="outlined">
      {binding.role}
    </Tag>
  ));
}
