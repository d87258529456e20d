// Step 3: the table, who writes to it, and what a record becomes there.
import { Collapse, Input, Radio } from 'antd';
import { useState } from 'react';
import { useNow } from '../../parts/now';
import { clockIn, myZone, offsetText } from '../../parts/zones';
import { useWords } from '../../words/words';
import { isAsked } from './answering';
import styles from './definition.module.css';
import { ChoiceField, Field, SwitchField, TextField } from './Field';
import { effective } from './fields';
import { useDefinitionForm } from './form_context';
import { partitionValue } from './partition_value';
import { RoleHelp } from './RoleHelp';
import { publicEndpointOf, readEndpoint, vpcEndpointOf } from './rules/endpoint';
import { TableField } from './TableField';

export function DestinationFields() {
  const t = useWords();
  const form = useDefinitionForm();
  const region = form.instance?.region ?? '';
  const told = readEndpoint(form.answers['sink.endpoint'] ?? '').region;
  const endpoints =
    region === ''
      ? []
      : [
          { value: vpcEndpointOf(region), label: t('wizard.endpointSuggest.vpc', { region }) },
          {
            value: publicEndpointOf(region),
            label: t('wizard.endpointSuggest.public', { region }),
          },
        ];
  return (
    <>
      <TextField
        path="sink.endpoint"
        suggestions={endpoints.map(({ value, label }) => ({ value, label: `${label}: ${value}` }))}
        placeholder={vpcEndpointOf(region === '' ? 'cn-hangzhou' : region)}
      />
      <SwitchField path="internet_access" />
      <TextField path="sink.region" {...(told ? { placeholder: told } : {})} />
      <Access />
      <TextField path="sink.project" />
      <TableField />
      <RowFields />
      <Collapse
        ghost
        items={[
          {
            key: 'advanced',
            label: t('wizard.advanced'),
            forceRender: true,
            children: <Advanced />,
          },
        ]}
      />
    </>
  );
}

// As a role of the account or, where there is no STS, by a key of its own.
function Access() {
  const t = useWords();
  const form = useDefinitionForm();
  const [byKey, setByKey] = useState((form.answers['sink.access_key.access_key_id'] ?? '') !== '');
  return (
    <>
      <div className={styles.field}>
        <div className={styles.fieldHead}>
          <strong id="definition-access">{t('wizard.access.label')}</strong>
        </div>
        <Radio.Group
          aria-labelledby="definition-access"
          value={byKey ? 'key' : 'role'}
          options={[
            { value: 'role', label: t('wizard.access.role') },
            { value: 'key', label: t('wizard.access.key') },
          ]}
          onChange={(event) => {
            setByKey(event.target.value === 'key');
            form.change('sink.access_key.access_key_id', '');
            form.changeSecret('');
          }}
        />
      </div>
      {byKey ? (
        <>
          <TextField path="sink.access_key.access_key_id" />
          <SecretField />
        </>
      ) : (
        <>
          <div className={styles.pair}>
            <TextField path="sink.account_uid" />
            <TextField path="sink.role_name" />
          </div>
          <RoleHelp />
        </>
      )}
    </>
  );
}

// Goes to the server and comes back from nowhere.
function SecretField() {
  const t = useWords();
  const form = useDefinitionForm();
  return (
    <Field
      place="secret"
      label={t('wizard.secret.label')}
      help={form.secretStored ? t('wizard.secret.stored') : t('wizard.secret.help')}
    >
      {({ 'aria-labelledby': _, ...control }) => (
        <Input.Password
          {...control}
          autoComplete="new-password"
          value={form.secret}
          onChange={(event) => form.changeSecret(event.target.value)}
        />
      )}
    </Field>
  );
}

function RowFields() {
  const t = useWords();
  const form = useDefinitionForm();
  const mode = effective(form.answers, 'sink.mode');
  const format = effective(form.answers, 'sink.format');
  const delivery = effective(form.answers, 'sink.delivery');
  const promise = {
    EXACTLY_ONCE: t('wizard.choiceHelp.exactlyOnce'),
    STREAM: t('wizard.choiceHelp.stream'),
    UPSERT: t('wizard.choiceHelp.upsert'),
  }[delivery];
  return (
    <>
      <ChoiceField
        path="sink.mode"
        off={format === 'CSV' ? { DEFAULT: t('wizard.defaultOff') } : {}}
        help={
          <>
            {t('wizard.field.sink.mode.help')} <Columns mode={mode} format={format} />
          </>
        }
      />
      <ChoiceField path="sink.format" off={mode === 'DEFAULT' ? { CSV: t('wizard.csvOff') } : {}} />
      <ChoiceField path="sink.partition_granularity" order={['DAY', 'HOUR', 'MINUTE']} />
      <TextField path="sink.time_zone" suggestions={zones} help={<ZoneHelp />} />
      <ChoiceField path="sink.delivery" help={promise} />
      {isAsked(form.answers, 'sink.upsert.key') && <ChoiceField path="sink.upsert.key" />}
      {isAsked(form.answers, 'sink.upsert.delete_tombstones') && (
        <SwitchField path="sink.upsert.delete_tombstones" />
      )}
    </>
  );
}

// The columns of the table as the original has it, those drawn that are filled.
function Columns({ mode, format }: { mode: string; format: string }) {
  const t = useWords();
  const spread = format === 'CSV' || (format === 'JSON' && mode !== 'DEFAULT');
  const filled = [
    'topic',
    'partition',
    'offset',
    ...(mode === 'VALUE' ? [] : ['key']),
    ...(mode === 'KEY' ? [] : ['value']),
  ];
  const columns = spread
    ? ['topic', 'partition', 'offset', '…']
    : ['topic', 'partition', 'offset', 'key', 'value'];
  const marked = (column: string) => filled.includes(column) || column === '…';
  return (
    <ul
      className={styles.columns}
      aria-label={t('wizard.modeColumns', { columns: columns.filter(marked).join(', ') })}
    >
      {[...columns, 'pt'].map((column) => (
        <li
          key={column}
          className={marked(column) || column === 'pt' ? styles.filled : undefined}
          aria-hidden="true"
        >
          {marked(column) || column === 'pt' ? '✓ ' : ''}
          {column}
        </li>
      ))}
    </ul>
  );
}

const zones = [
  'GMT 08:00',
  'UTC',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Europe/Berlin',
  'America/New_York',
].map((value) => ({
  value,
}));

// What it comes to for a record of this moment.
function ZoneHelp() {
  const t = useWords();
  const form = useDefinitionForm();
  const now = new Date(useNow());
  const value = partitionValue(now, {
    zone: effective(form.answers, 'sink.time_zone'),
    granularity: effective(form.answers, 'sink.partition_granularity'),
    pattern: effective(form.answers, 'sink.partition_pattern'),
  });
  return (
    <>
      {t('wizard.field.sink.time_zone.help')}{' '}
      {value !== undefined &&
        t('wizard.partitionExample', {
          value: `pt=${value}`,
          zone: `${myZone()} ${offsetText(myZone(), now)}`,
          mine: clockIn(myZone(), now).slice(0, 16),
        })}
    </>
  );
}

function Advanced() {
  const form = useDefinitionForm();
  return (
    <>
      <TextField path="sink.schema" />
      <ChoiceField path="sink.endpoint_kind" list />
      <TextField path="sink.tunnel_endpoint" />
      <ChoiceField path="sink.partition_pattern" />
      <ChoiceField path="sink.partition_clock" />
      {isAsked(form.answers, 'sink.late_policy.action') && (
        <>
          <ChoiceField path="sink.late_policy.action" />
          <div className={styles.pair}>
            <TextField path="sink.late_policy.past_max" />
            <TextField path="sink.late_policy.future_max" />
          </div>
        </>
      )}
      <ChoiceField path="error_policy.tolerance" />
      {isAsked(form.answers, 'error_policy.max_share') && (
        <div className={styles.pair}>
          <TextField path="error_policy.max_share" />
          <TextField path="error_policy.max_per_minute" />
        </div>
      )}
      <div className={styles.pair}>
        <TextField path="completeness.grace" />
        <TextField path="completeness.announcement_topic" />
      </div>
    </>
  );
}
