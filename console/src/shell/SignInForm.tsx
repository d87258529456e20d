// The token, and what went wrong with the last one.
import { Alert, Button, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import { type Credential, signIn } from '../api/access';
import { Copy } from '../parts/Copy';
import { ErrorText } from '../parts/Screens';
import { useWords } from '../words/words';
import styles from './shell.module.css';

const linkCommand = 'sluicectl create sign-in-link';

export function SignInForm({ onDone }: { onDone: () => void }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async ({ token }: { token: string }) => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(credentialOf(token.trim()));
      onDone();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(values: { token: string }) => void submit(values)}
    >
      {error !== undefined && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className={styles.signInError}
          title={t('shell.signInFailed')}
          description={<ErrorText error={error} />}
        />
      )}
      <Form.Item
        name="token"
        label={t('shell.token')}
        extra={t('shell.tokenHelp')}
        rules={[{ required: true, whitespace: true, message: t('shell.tokenMissing') }]}
      >
        <Input.Password
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder="slc_…"
          size="large"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} block size="large">
        {t('shell.signIn')}
      </Button>
      <Typography.Paragraph type="secondary" className={styles.signInHint}>
        {t('shell.tokenWhere')}
        <br />
        <code>{linkCommand}</code> <Copy text={linkCommand} what={linkCommand} />
      </Typography.Paragraph>
    </Form>
  );
}

// A code that signs in once is taken here, too: it is what the command prints.
function credentialOf(secret: string): Credential {
  return secret.startsWith('slk_') ? { code: secret } : { token: secret };
}
