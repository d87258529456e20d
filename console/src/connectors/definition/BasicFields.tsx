// Step 1: what it is called, and between which systems records move.
import { Button, Input, Select } from 'antd';
import { idOf } from '../../api/figures';
import { visibleText } from '../../parts/HostileText';
import { TimeInText, timePlace } from '../../parts/TimeInText';
import { useWords } from '../../words/words';
import styles from './definition.module.css';
import { Field, TextField, useFieldWords } from './Field';
import { useDefinitionForm } from './form_context';
import { freeNameBeside, isHeld, type NameState } from './use_name';

interface BasicFieldsProps {
  // Absent where the name stands.
  name?: { state: NameState; onChange: (id: string) => void };
}

export function BasicFields({ name }: BasicFieldsProps) {
  return (
    <>
      <NameField {...(name ? { name } : {})} />
      <DumpPath />
      <TextField path="description" multiline />
      <LabelsField />
    </>
  );
}

function NameField({ name }: BasicFieldsProps) {
  const t = useWords();
  const form = useDefinitionForm();
  const free = freeNameBeside(form.id);
  return (
    <Field
      place="id"
      label={t('wizard.name.label')}
      help={
        <>
          {t('wizard.name.help')}
          <p role="status">{name && <NameText state={name.state} />}</p>
        </>
      }
    >
      {({ 'aria-labelledby': _, ...control }) => (
        <>
          <Input
            {...control}
            status={name && isHeld(name.state) ? 'error' : control.status}
            autoComplete="off"
            spellCheck={false}
            value={form.id}
            onChange={(event) => name?.onChange(event.target.value)}
          />
          {name && isHeld(name.state) && (
            <div className={styles.error} role="alert">
              <p>
                <HolderText state={name.state} free={free} />
              </p>
              <Button size="small" onClick={() => name.onChange(free)}>
                {t('wizard.name.takeFree', { free })}
              </Button>
            </div>
          )}
        </>
      )}
    </Field>
  );
}

// What is known of a name that nobody is known to have.
function NameText({ state }: { state: NameState }) {
  const t = useWords();
  switch (state.kind) {
    case 'asking':
      return t('wizard.name.checking');
    case 'free':
      return t('wizard.name.free');
    case 'denied':
      return t('wizard.name.denied', { permission: state.permission });
    case 'unknown':
      return t('wizard.name.unknown', { message: visibleText(state.message) });
    default:
      return null;
  }
}

function HolderText({ state, free }: { state: NameState; free: string }) {
  const t = useWords();
  const form = useDefinitionForm();
  const about = { instance: idOf(form.parent), free };
  if (state.kind !== 'held') return t('wizard.name.taken', about);
  if (state.until === undefined) return t('wizard.name.beingDeleted', about);
  const text = t('wizard.name.held', { ...about, time: timePlace });
  return <TimeInText text={text} value={state.until} absolute />;
}

function DumpPath() {
  const t = useWords();
  return (
    <div className={styles.field}>
      <div className={styles.fieldHead}>
        <strong>{t('wizard.dumpPath.label')}</strong>
      </div>
      {t('wizard.dumpPath.from')} <span aria-hidden="true">→</span> {t('wizard.dumpPath.to')}
      <div className={styles.help}>{t('wizard.dumpPath.help')}</div>
    </div>
  );
}

// Typed as `team=pay`, one after the other.
function LabelsField() {
  const form = useDefinitionForm();
  const words = useFieldWords();
  const value = (form.answers.labels ?? '').split('\n').filter((line) => line !== '');
  return (
    <Field place="labels" label={words.label('labels')} help={words.help('labels')}>
      {({ 'aria-labelledby': _, ...control }) => (
        <Select
          {...control}
          mode="tags"
          open={false}
          suffixIcon={null}
          className={styles.wide}
          value={value}
          tokenSeparators={[',', ' ']}
          onChange={(tags: string[]) => form.change('labels', [...tags].sort().join('\n'))}
        />
      )}
    </Field>
  );
}
