// One field of a definition: label, control, help, what is wrong with it and what the checks found. On the page that edits, a
// field that was changed says so and can be taken back, and one that cannot be changed any more says why.
import { UndoOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Input, Radio, Select, Switch, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../words/words';
import styles from './definition.module.css';
import { FindingList } from './Findings';
import { effective, type Path, rowOf } from './fields';
import type { Place } from './findings';
import { useDefinitionForm } from './form_context';
import { type ChoicePath, choices } from './rules/choices';
import type { Violation } from './rules/violation';

// What a control needs so that its label, help and error belong to it.
export interface ControlProps {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
  'aria-labelledby': string;
  status: 'error' | '';
  disabled: boolean;
  onBlur: () => void;
}

interface FieldProps {
  place: Place;
  label: ReactNode;
  help?: ReactNode;
  // Why it cannot be answered now.
  locked?: string | undefined;
  // Beside the label.
  beside?: ReactNode;
  children: (control: ControlProps) => ReactNode;
}

export const controlId = (place: Place) => `definition-${place.replaceAll('.', '-')}`;

export function Field({ place, label, help, locked, beside, children }: FieldProps) {
  const form = useDefinitionForm();
  const id = controlId(place);
  const violations = form.violations[place] ?? [];
  const findings = (form.findings[place] ?? []).filter((finding) => finding.severity !== 'INFO');
  const ofTheConnector = useFixed(place);
  const fixed = locked ?? ofTheConnector;
  const control: ControlProps = {
    id,
    'aria-describedby': `${id}-help ${id}-error`,
    'aria-invalid': violations.length > 0,
    'aria-labelledby': `${id}-label`,
    status: violations.length > 0 ? 'error' : '',
    disabled: fixed !== undefined,
    onBlur: () => form.leave(place),
  };
  return (
    <div className={styles.field} data-place={place}>
      <div className={styles.fieldHead}>
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {beside}
        <Changed place={place} label={label} />
      </div>
      {children(control)}
      <div id={`${id}-help`} className={styles.help}>
        {fixed !== undefined && <p className={styles.fixed}>{fixed}</p>}
        {help}
      </div>
      <div id={`${id}-error`} className={styles.error} aria-live="polite">
        {violations.map((violation) => (
          <p key={`${violation.reason} ${violation.hint}`}>
            <ViolationText violation={violation} />
          </p>
        ))}
      </div>
      <FindingList findings={findings} />
    </div>
  );
}

export function ViolationText({ violation }: { violation: Violation }) {
  const t = useWords();
  return t(`wizard.violation.${violation.hint}`, violation.about ?? {});
}

// Why a connector that exists cannot have this changed.
function useFixed(place: Place): string | undefined {
  const t = useWords();
  const form = useDefinitionForm();
  if (form.stored === undefined || place === 'secret') return undefined;
  if (place === 'id') return t('edit.fixed.name');
  const change = rowOf(place).change;
  if (change === 'never')
    return t(place === 'source.topic' ? 'edit.fixed.topic' : 'edit.fixed.resources');
  if (change === 'until-deployed' && form.deployed) return t('edit.fixed.start');
  return undefined;
}

function Changed({ place, label }: { place: Place; label: ReactNode }) {
  const t = useWords();
  const form = useDefinitionForm();
  if (form.stored === undefined || place === 'id' || place === 'secret') return null;
  if ((form.stored[place] ?? '') === (form.answers[place] ?? '')) return null;
  return (
    <>
      <Tag className={styles.changed}>{t('wizard.changed')}</Tag>
      <Button
        type="text"
        size="small"
        icon={<UndoOutlined />}
        aria-label={t('wizard.takeBack', { field: typeof label === 'string' ? label : place })}
        onClick={() => form.change(place, form.stored?.[place] ?? '')}
      />
    </>
  );
}

// The words of a field, by its path.
export function useFieldWords() {
  // Every path and choice has its words, which the test of the catalogues sees to; the compiler does not see through so many.
  const say = useWords() as unknown as (key: string, about?: Record<string, string>) => string;
  return {
    label: (path: Path) => say(`wizard.field.${path}.label`),
    help: (path: Path, about?: Record<string, string>) => say(`wizard.field.${path}.help`, about),
    choice: (path: ChoicePath, word: string) =>
      path === 'task_type' ? word : say(`wizard.choice.${path}.${word === '' ? 'SAME' : word}`),
  };
}

interface TextFieldProps {
  path: Path;
  help?: ReactNode;
  locked?: string | undefined;
  placeholder?: string;
  // Words to choose from while typing.
  suggestions?: { value: string; label?: string }[];
  multiline?: boolean;
}

export function TextField({
  path,
  help,
  locked,
  placeholder,
  suggestions,
  multiline,
}: TextFieldProps) {
  const form = useDefinitionForm();
  const words = useFieldWords();
  const value = effective(form.answers, path, form.id);
  return (
    <Field place={path} label={words.label(path)} help={help ?? words.help(path)} locked={locked}>
      {({ 'aria-labelledby': _, ...control }) => {
        const common = { ...control, autoComplete: 'off', ...(placeholder ? { placeholder } : {}) };
        if (suggestions) {
          return (
            <AutoComplete
              {...control}
              className={styles.wide}
              value={value}
              options={suggestions}
              {...(placeholder ? { placeholder } : {})}
              onChange={(text: string | undefined) => form.change(path, text ?? '')}
              showSearch={{
                filterOption: (typed, option) =>
                  (option?.value ?? '').toLowerCase().includes(typed.toLowerCase()),
              }}
            />
          );
        }
        const onChange = (event: { target: { value: string } }) =>
          form.change(path, event.target.value);
        return multiline ? (
          <Input.TextArea
            {...common}
            value={value}
            onChange={onChange}
            autoSize={{ minRows: 2, maxRows: 6 }}
          />
        ) : (
          <Input {...common} value={value} onChange={onChange} spellCheck={false} />
        );
      }}
    </Field>
  );
}

interface ChoiceFieldProps {
  path: ChoicePath & Path;
  help?: ReactNode;
  locked?: string | undefined;
  // Words that cannot be chosen now, with the reason.
  off?: Record<string, string>;
  // In a list that opens, where there are many words or they are long.
  list?: boolean;
  order?: readonly string[];
}

export function ChoiceField({
  path,
  help,
  locked,
  off = {},
  list = false,
  order,
}: ChoiceFieldProps) {
  const form = useDefinitionForm();
  const words = useFieldWords();
  const value = effective(form.answers, path, form.id);
  const options = (order ?? choices[path]).map((word) => ({
    value: word,
    label: words.choice(path, word),
    disabled: off[word] !== undefined,
    ...(off[word] ? { title: off[word] } : {}),
  }));
  return (
    <Field
      place={path}
      label={words.label(path)}
      locked={locked}
      help={
        <>
          {help ?? words.help(path)}
          {Object.entries(off).map(([word, why]) => (
            <p key={word}>
              {words.choice(path, word)}: {why}
            </p>
          ))}
        </>
      }
    >
      {({ id, disabled, status, onBlur, ...aria }) =>
        list ? (
          <Select
            {...aria}
            id={id}
            disabled={disabled}
            status={status}
            onBlur={onBlur}
            className={styles.wide}
            value={value}
            options={options}
            onChange={(word: string) => form.change(path, word)}
          />
        ) : (
          <Radio.Group
            {...aria}
            id={id}
            disabled={disabled}
            value={value}
            options={options}
            onChange={(event) => form.change(path, String(event.target.value))}
          />
        )
      }
    </Field>
  );
}

export function SwitchField({ path, locked }: { path: Path; locked?: string }) {
  const form = useDefinitionForm();
  const words = useFieldWords();
  return (
    <Field place={path} label={words.label(path)} help={words.help(path)} locked={locked}>
      {({ status: _, onBlur: __, ...control }) => (
        <Switch
          {...control}
          className={styles.switch}
          checked={effective(form.answers, path) === 'true'}
          onChange={(on) => form.change(path, on ? 'true' : '')}
        />
      )}
    </Field>
  );
}
