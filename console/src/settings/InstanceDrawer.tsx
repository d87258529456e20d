// Making an instance known, or changing it. The brokers are asked before anything is stored.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Select, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { isOvertaken } from '../api/error';
import { idOf } from '../api/figures';
import type { Instance } from '../api/generated/types';
import {
  createInstance,
  deleteInstance,
  instanceKeys,
  instanceQuery,
  updateInstance,
} from '../api/instances';
import { useIntent } from '../api/intent';
import { ConfirmByName } from '../parts/ConfirmByName';
import { useFocusBack } from '../parts/Dialog';
import { HostileText } from '../parts/HostileText';
import { ErrorText } from '../parts/Screens';
import { useWords } from '../words/words';
import {
  formMask,
  formOf,
  type InstanceForm,
  instanceOfForm,
  mergedForm,
  problemsOf,
  usesSasl,
  usesTls,
} from './instance_form';
import { SaslFields, TlsFields } from './SecurityFields';
import styles from './settings.module.css';
import { useRefusal } from './use_refusal';

interface InstanceDrawerProps {
  // Absent: a new one.
  instance?: Instance;
  onClose: () => void;
}

// One field of the form: its label, help and mistake belong to its input.
export type FieldOf = (key: keyof InstanceForm, input: ReactNode, help?: string) => ReactNode;

export function InstanceDrawer({ instance: opened, onClose }: InstanceDrawerProps) {
  const t = useWords();
  useFocusBack();
  const client = useQueryClient();
  // What the form was made from, and not what has come since: its etag tells the API what was seen.
  const [instance, setInstance] = useState(opened);
  const [form, setForm] = useState(() => formOf(opened));
  // What both have changed, when somebody else was faster.
  const [both, setBoth] = useState<(keyof InstanceForm)[]>();
  const [touched, setTouched] = useState(false);
  const [unasked, setUnasked] = useState(false);
  const intent = useIntent();
  const problems = touched ? problemsOf(form, instance?.sasl?.passwordSet ?? false) : {};
  const save = useMutation({
    mutationFn: () => {
      const wanted = instanceOfForm(form);
      const shared = unasked ? { skipConnectionCheck: true } : {};
      return instance
        ? intent.carryOut(updateInstance, {
            instance: {
              ...wanted,
              name: instance.name ?? '',
              ...(instance.etag ? { etag: instance.etag } : {}),
            },
            updateMask: formMask,
            ...shared,
          })
        : intent.carryOut(createInstance, { instanceId: form.id, instance: wanted, ...shared });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: instanceKeys.all });
      onClose();
    },
    onMutate: () => setBoth(undefined),
    onError: async (error) => {
      if (!instance || !isOvertaken(error)) return;
      const theirs = await client.fetchQuery({
        ...instanceQuery(instance.name ?? ''),
        staleTime: 0,
      });
      const merged = mergedForm(formOf(instance), formOf(theirs), form);
      setInstance(theirs);
      setForm(merged.form);
      setBoth(merged.both);
    },
  });
  const change = (changes: Partial<InstanceForm>) => setForm({ ...form, ...changes });
  const field: FieldOf = (key, input, help) => (
    <Form.Item
      label={t(`settings.instance.field.${key}`)}
      htmlFor={`instance-${key}`}
      extra={help}
      validateStatus={problems[key] ? 'error' : ''}
      help={problems[key] && t(`settings.instance.problem.${problems[key]}`)}
    >
      {input}
    </Form.Item>
  );
  const text = (
    key: 'id' | 'displayName' | 'region' | 'vpcId' | 'kafkaVersion',
    placeholder?: string,
  ) => (
    <Input
      id={`instance-${key}`}
      value={form[key]}
      placeholder={placeholder}
      disabled={key === 'id' && instance !== undefined}
      onChange={(event) => change({ [key]: event.target.value })}
    />
  );
  const lines = (key: 'bootstrapServers' | 'vswitchIds', placeholder: string) => (
    <Input.TextArea
      id={`instance-${key}`}
      autoSize={{ minRows: 2, maxRows: 6 }}
      value={form[key]}
      placeholder={placeholder}
      onChange={(event) => change({ [key]: event.target.value })}
    />
  );
  const submit = () => {
    setTouched(true);
    if (Object.keys(problemsOf(form, instance?.sasl?.passwordSet ?? false)).length === 0)
      save.mutate();
  };
  return (
    <Drawer
      open
      size={640}
      title={
        instance
          ? t('settings.instance.editOf', { name: idOf(instance.name) })
          : t('shell.addInstance')
      }
      onClose={onClose}
      destroyOnHidden
    >
      <Form layout="vertical" onFinish={submit}>
        {field(
          'id',
          text('id', 'kafka-hangzhou'),
          instance ? undefined : t('settings.instance.help.id'),
        )}
        {field('displayName', text('displayName'))}
        {field(
          'bootstrapServers',
          lines('bootstrapServers', 'broker-1:9092'),
          t('settings.instance.help.bootstrapServers'),
        )}
        {field(
          'connectorFeature',
          <Switch
            id="instance-connectorFeature"
            checked={form.connectorFeature}
            onChange={(connectorFeature) => change({ connectorFeature })}
          />,
          t('settings.instance.help.connectorFeature'),
        )}
        {field(
          'securityProtocol',
          <Select
            id="instance-securityProtocol"
            value={form.securityProtocol}
            onChange={(securityProtocol) => change({ securityProtocol })}
            options={(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const).map((value) => ({
              value,
              label: value,
            }))}
          />,
        )}
        {usesSasl(form.securityProtocol) && (
          <SaslFields
            form={form}
            field={field}
            stored={instance?.sasl?.passwordSet ?? false}
            onChange={change}
          />
        )}
        {usesTls(form.securityProtocol) && (
          <TlsFields
            form={form}
            field={field}
            stored={instance?.tls?.clientKeySet ?? false}
            onChange={change}
          />
        )}
        {field('region', text('region', 'cn-hangzhou'), t('settings.instance.help.region'))}
        {field('vpcId', text('vpcId'), t('settings.instance.help.vpcId'))}
        {field('vswitchIds', lines('vswitchIds', 'vsw-…'), t('settings.instance.help.vswitchIds'))}
        {field(
          'kafkaVersion',
          text('kafkaVersion', '4.1'),
          t('settings.instance.help.kafkaVersion'),
        )}
        <Form.Item>
          <Checkbox checked={unasked} onChange={(event) => setUnasked(event.target.checked)}>
            {t('settings.instance.unasked')}
          </Checkbox>
        </Form.Item>
        <div aria-live="polite">
          {both && instance ? (
            <Overtaken theirs={formOf(instance)} both={both} />
          ) : (
            save.error && (
              <Alert
                type="error"
                showIcon
                title={<ErrorText error={save.error} />}
                className={styles.gap}
              />
            )
          )}
        </div>
        <span className={styles.row}>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {instance ? t('buttons.save') : t('buttons.create')}
          </Button>
          <Button onClick={onClose}>{t('buttons.cancel')}</Button>
          {instance && <DeleteButton instance={instance} onClose={onClose} />}
        </span>
      </Form>
    </Drawer>
  );
}

// Somebody else was faster: what only they changed is in the form by now, and what both did is theirs to see.
function Overtaken({ theirs, both }: { theirs: InstanceForm; both: (keyof InstanceForm)[] }) {
  const t = useWords();
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.gap}
      title={t('settings.instance.overtaken')}
      description={
        both.length > 0 && (
          <>
            {t('settings.instance.overtakenBoth')}
            <ul>
              {both.map((key) => (
                <li key={key}>
                  {t(`settings.instance.field.${key}`)}: <HostileText text={String(theirs[key])} />
                </li>
              ))}
            </ul>
          </>
        )
      }
    />
  );
}

function DeleteButton({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const refusal = useRefusal('instances.delete');
  const [open, setOpen] = useState(false);
  const intent = useIntent();
  const id = idOf(instance.name);
  return (
    <>
      <Button
        danger
        disabled={refusal !== ''}
        title={refusal || undefined}
        onClick={() => setOpen(true)}
      >
        {t('settings.instance.delete')}
      </Button>
      <ConfirmByName
        open={open}
        title={t('settings.instance.deleteOf', { name: id })}
        expected={id}
        action={t('settings.instance.delete')}
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          await intent.carryOut(deleteInstance, { name: instance.name ?? '' });
          await client.invalidateQueries({ queryKey: instanceKeys.all });
          onClose();
        }}
      >
        <p>{t('settings.instance.deleteWhat')}</p>
      </ConfirmByName>
    </>
  );
}
