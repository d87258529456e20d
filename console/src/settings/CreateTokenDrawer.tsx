// Making a token. Its secret is shown once, here, and nowhere else: it is in no cache and no storage.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { idOf, toDuration } from '../api/figures';
import type { ApiToken_Kind, RoleBinding_Role } from '../api/generated/types';
import { useIntent } from '../api/intent';
import { createToken, tokenKeys } from '../api/tokens';
import { Copy } from '../parts/Copy';
import { useFocusBack } from '../parts/Dialog';
import { ErrorText } from '../parts/Screens';
import { useWords } from '../words/words';
import styles from './settings.module.css';

const roles = ['VIEWER', 'OPERATOR', 'ADMIN'] as const satisfies RoleBinding_Role[];
const kinds = ['USER', 'WORKER'] as const satisfies ApiToken_Kind[];
const days = [1, 7, 30, 90, 365] as const;
const day = 86_400_000;
const idForm = /^[a-z][a-z0-9.-]{0,62}$/;

export function CreateTokenDrawer({ onClose }: { onClose: () => void }) {
  const t = useWords();
  useFocusBack();
  const client = useQueryClient();
  const [id, setId] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [kind, setKind] = useState<(typeof kinds)[number]>('USER');
  const [role, setRole] = useState<(typeof roles)[number]>('VIEWER');
  const [life, setLife] = useState<number>(90);
  const [touched, setTouched] = useState(false);
  const intent = useIntent();
  const create = useMutation({
    mutationFn: () =>
      intent.carryOut(createToken, {
        apiTokenId: id,
        apiToken: {
          displayName: displayName.trim(),
          kind,
          ...(kind === 'USER' ? { roleBindings: [{ role, resource: '*' }] } : {}),
        },
        life: toDuration(life * day),
      }),
    // The answer holds the secret: it is not kept after this page.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  });
  const wrong = touched && !idForm.test(id);
  const submit = () => {
    setTouched(true);
    if (idForm.test(id)) create.mutate();
  };
  return (
    <Drawer open size={560} title={t('settings.token.create')} onClose={onClose} destroyOnHidden>
      {create.data ? (
        <Secret
          secret={create.data.secret ?? ''}
          id={idOf(create.data.apiToken?.name)}
          onClose={onClose}
        />
      ) : (
        <Form layout="vertical" onFinish={submit}>
          <Form.Item
            label={t('settings.token.id')}
            htmlFor="token-id"
            extra={t('settings.token.idHelp')}
            validateStatus={wrong ? 'error' : ''}
            help={wrong && t('settings.token.idForm')}
          >
            <Input
              id="token-id"
              value={id}
              autoComplete="off"
              onChange={(event) => setId(event.target.value)}
            />
          </Form.Item>
          <Form.Item label={t('settings.token.displayName')} htmlFor="token-display">
            <Input
              id="token-display"
              value={displayName}
              maxLength={64}
              onChange={(event) => setDisplayName(event.target.value)}
            />
          </Form.Item>
          <Form.Item label={t('settings.token.kind')} htmlFor="token-kind">
            <Radio.Group
              id="token-kind"
              value={kind}
              onChange={(event) => setKind(event.target.value)}
              options={kinds.map((value) => ({ value, label: t(`settings.token.kinds.${value}`) }))}
            />
          </Form.Item>
          {kind === 'USER' && (
            <Form.Item label={t('settings.token.role')} htmlFor="token-role">
              <Radio.Group
                id="token-role"
                value={role}
                className={styles.choices ?? ''}
                onChange={(event) => setRole(event.target.value)}
                options={roles.map((value) => ({
                  value,
                  label: t(`settings.token.roles.${value}`),
                }))}
              />
            </Form.Item>
          )}
          <Form.Item label={t('settings.token.life')} htmlFor="token-life">
            <Select
              id="token-life"
              value={life}
              onChange={setLife}
              options={days.map((value) => ({ value, label: t('state.days', { count: value }) }))}
            />
          </Form.Item>
          <div aria-live="polite">
            {create.error && (
              <Alert
                type="error"
                showIcon
                title={<ErrorText error={create.error} />}
                className={styles.gap}
              />
            )}
          </div>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t('settings.token.create')}
          </Button>
        </Form>
      )}
    </Drawer>
  );
}

function Secret({ secret, id, onClose }: { secret: string; id: string; onClose: () => void }) {
  const t = useWords();
  return (
    <div className={styles.secret} role="status">
      <Alert type="warning" showIcon title={t('settings.token.once', { id })} />
      <code>{secret}</code>
      <span className={styles.row}>
        <Copy
          text={secret}
          what={t('settings.token.secret')}
          words={t('settings.token.copySecret')}
          primary
        />
        <Button onClick={onClose}>{t('settings.token.kept')}</Button>
      </span>
    </div>
  );
}
