// How Sluice logs in to the brokers and whom it trusts. Secrets are entered, never shown.
import { Checkbox, Form, Input, Select } from 'antd';
import { useWords } from '../words/words';
import type { FieldOf } from './InstanceDrawer';
import type { InstanceForm } from './instance_form';

interface SecurityFieldsProps {
  form: InstanceForm;
  field: FieldOf;
  // A secret is stored already.
  stored: boolean;
  onChange: (changes: Partial<InstanceForm>) => void;
}

export function SaslFields({ form, field, stored, onChange }: SecurityFieldsProps) {
  const t = useWords();
  return (
    <>
      {field(
        'mechanism',
        <Select
          id="instance-mechanism"
          value={form.mechanism}
          onChange={(mechanism) => onChange({ mechanism })}
          options={[
            { value: 'SCRAM_SHA_512', label: 'SCRAM-SHA-512' },
            { value: 'SCRAM_SHA_256', label: 'SCRAM-SHA-256' },
            { value: 'PLAIN', label: 'PLAIN' },
          ]}
        />,
      )}
      {field(
        'username',
        <Input
          id="instance-username"
          value={form.username}
          autoComplete="off"
          onChange={(event) => onChange({ username: event.target.value })}
        />,
      )}
      {field(
        'password',
        <Input.Password
          id="instance-password"
          value={form.password}
          autoComplete="new-password"
          placeholder={stored ? t('settings.instance.stored') : ''}
          onChange={(event) => onChange({ password: event.target.value })}
        />,
        stored ? t('settings.instance.help.password') : undefined,
      )}
    </>
  );
}

export function TlsFields({ form, field, stored, onChange }: SecurityFieldsProps) {
  const t = useWords();
  const pem = (
    key: 'caCertificatesPem' | 'clientCertificatePem' | 'clientKeyPem',
    placeholder: string,
  ) => (
    <Input.TextArea
      id={`instance-${key}`}
      autoSize={{ minRows: 2, maxRows: 6 }}
      spellCheck={false}
      autoComplete="off"
      value={form[key]}
      placeholder={placeholder}
      onChange={(event) => onChange({ [key]: event.target.value })}
    />
  );
  return (
    <>
      {field(
        'caCertificatesPem',
        pem('caCertificatesPem', '-----BEGIN CERTIFICATE-----'),
        t('settings.instance.help.caCertificatesPem'),
      )}
      {field('clientCertificatePem', pem('clientCertificatePem', '-----BEGIN CERTIFICATE-----'))}
      {field(
        'clientKeyPem',
        pem('clientKeyPem', stored ? t('settings.instance.stored') : '-----BEGIN PRIVATE KEY-----'),
        stored ? t('settings.instance.help.password') : undefined,
      )}
      <Form.Item extra={t('settings.instance.help.skipHostnameVerification')}>
        <Checkbox
          checked={form.skipHostnameVerification}
          onChange={(event) => onChange({ skipHostnameVerification: event.target.checked })}
        >
          {t('settings.instance.field.skipHostnameVerification')}
        </Checkbox>
      </Form.Item>
    </>
  );
}
