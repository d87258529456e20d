// Step 1: what it is called, and between which systems records move.
import { Button, Input, Select } from 'antd';
import { idOf } from '../../api/figures';
import { useWords } from '../../words/words';
import styles from './definition.module.css';
import { Field, TextField, useFieldWords } from './Field';
import { useDefinitionForm } from './form_context';
import { freeNameBeside, type NameState } from './use_name';

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
          <p role="status">
            {name?.state === 'asking' && t('wizard.name.checking')}
            {name?.state === 'free' && t('wizard.name.free')}
            {name?.state === 'unknown' && t('wizard.name.unknown')}
          </p>
        </>
      }
    >
      {({ 'aria-labelledby': _, ...control }) => (
        <>
          <Input
            {...control}
            status={name?.state === 'taken' ? 'error' : control.status}
            autoComplete="off"
            spellCheck={false}
            value={form.id}
            onChange={(event) => name?.onChange(event.target.value)}
          />
          {name?.state === 'taken' && (
            <div className={styles.error} role="alert">
              <p>{t('wizard.name.taken', { instance: idOf(form.parent), free })}</p>
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
