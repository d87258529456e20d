// The steps that are typed in, and the foot that leads through them.
import { Alert, App, Button } from 'antd';
import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo } from 'react';
import type { Instance } from '../../api/generated/types';
import { useWords } from '../../words/words';
import { stepsToCheckAgain } from '../definition/answering';
import { BasicFields } from '../definition/BasicFields';
import { CheckPanel } from '../definition/CheckPanel';
import { DestinationFields } from '../definition/DestinationFields';
import type { Answers, Path, Step } from '../definition/fields';
import { stepOf, worthShowing } from '../definition/findings';
import { type DefinitionForm, FormContext } from '../definition/form_context';
import { SourceFields } from '../definition/SourceFields';
import { useDefinition } from '../definition/use_definition';
import { isHeld, useName } from '../definition/use_name';
import {
  type Draft,
  dropDraft,
  emptyDraft,
  type WizardStep,
  wizardSteps,
  writeDraft,
} from './draft_store';
import { MadePanel } from './MadePanel';
import { PreviewStep } from './PreviewStep';
import { StepRow } from './StepRow';
import { useJump } from './use_jump';
import { useSubmit } from './use_submit';
import styles from './wizard.module.css';

interface WizardFormProps {
  instance: Instance;
  from: string;
  draft: Draft;
  setDraft: Dispatch<SetStateAction<Draft>>;
  kept: boolean;
  step: Exclude<WizardStep, 'deploy'>;
  onStep: (step: WizardStep) => void;
  // It exists now, under this name.
  onCreated: (name: string) => void;
}

export function WizardForm({
  instance,
  from,
  draft,
  setDraft,
  kept,
  step,
  onStep,
  onCreated,
}: WizardFormProps) {
  const t = useWords();
  const parent = instance.name ?? '';
  const instanceId = parent.split('/')[1] ?? '';
  const name = useName(parent, draft.id);
  const setAnswers = useCallback(
    (change: (before: Answers) => Answers) =>
      setDraft((before) => ({ ...before, answers: change(before.answers) })),
    [setDraft],
  );
  const definition = useDefinition({
    parent,
    instance,
    id: draft.id,
    answers: draft.answers,
    setAnswers,
    asking: draft.id !== '',
  });
  useEffect(() => writeDraft(instanceId, from, draft), [instanceId, from, draft]);

  const jump = useJump(step, onStep);
  const jumpTo = (field: string) => {
    definition.showAll();
    jump(field);
  };
  const submit = useSubmit({
    parent,
    id: draft.id,
    connector: definition.connector,
    violations: definition.violations,
    onBad: jumpTo,
    onCreated: (created) => {
      setDraft(emptyDraft);
      dropDraft(instanceId, from);
      onCreated(created);
    },
  });

  const mark = (changed: Path | 'id') =>
    setDraft((before) => {
      const again = stepsToCheckAgain(changed, before.seen);
      return again.length === 0
        ? before
        : { ...before, again: [...new Set([...before.again, ...again])] };
    });
  const form: DefinitionForm = {
    parent,
    instance,
    id: draft.id,
    answers: draft.answers,
    change: (path, value) => {
      definition.change(path, value);
      mark(path);
    },
    secret: definition.secret,
    changeSecret: definition.changeSecret,
    violations: definition.shownViolations,
    findings: definition.shownFindings,
    leave: definition.leave,
  };
  const changeId = (id: string) => {
    setDraft((before) => ({ ...before, id }));
    mark('id');
  };

  // The step's own rules, and what the world refuses of it.
  const obstacles = useMemo(() => {
    if (step === 'preview') return [];
    const own = definition.violations
      .filter(({ field }) => stepOf(field) === step)
      .map(({ field }) => field);
    if (step === 'basic' && isHeld(name)) own.unshift('connector_id');
    const { checks } = definition;
    const found =
      checks.state === 'done' && !checks.stale
        ? worthShowing(checks.findings, definition.violations, step)
        : [];
    return [
      ...own,
      ...found.filter(({ severity }) => severity === 'ERROR').map(({ field }) => field ?? ''),
    ];
  }, [step, name, definition]);

  const next = () => {
    if (step === 'preview') return submit.submit();
    const [first] = obstacles;
    if (first !== undefined) {
      definition.showAll(step);
      jump(first);
      return;
    }
    const to = wizardSteps[wizardSteps.indexOf(step) + 1];
    setDraft((before) => ({
      ...before,
      seen: [...new Set([...before.seen, step])],
      again: before.again.filter((each) => each !== step),
    }));
    if (to !== undefined) onStep(to);
  };
  const back = wizardSteps[wizardSteps.indexOf(step) - 1];

  return (
    <FormContext value={form}>
      <StepRow step={step} draft={draft} onStep={onStep} />
      {kept && (
        <Alert
          type="info"
          showIcon
          className={styles.strip}
          title={t('wizard.draftKept')}
          action={<DropDraft {...{ instanceId, from, setDraft, onStep }} />}
        />
      )}
      <div className={styles.layout}>
        <form
          aria-label={t(`wizard.steps.${step}`)}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            next();
          }}
        >
          <h2 className={styles.stepTitle}>{t(`wizard.steps.${step}`)}</h2>
          {step === 'basic' && <BasicFields name={{ state: name, onChange: changeId }} />}
          {step === 'source' && <SourceFields />}
          {step === 'destination' && <DestinationFields />}
          {step === 'preview' && (
            <PreviewStep
              parent={parent}
              id={draft.id}
              answers={draft.answers}
              definition={definition}
              refusal={submit.refusal}
              onJump={jumpTo}
            />
          )}
          <div className={styles.foot}>
            {back !== undefined && (
              <Button onClick={() => onStep(back)}>{t('buttons.back')}</Button>
            )}
            <Button type="primary" htmlType="submit" loading={submit.pending}>
              {step === 'preview' ? t('wizard.submit') : t('buttons.next')}
            </Button>
          </div>
        </form>
        <aside className={styles.side}>
          <MadePanel id={draft.id} answers={draft.answers} />
          {step !== 'preview' && <StepChecks step={step} definition={definition} />}
        </aside>
      </div>
    </FormContext>
  );
}

function StepChecks({
  step,
  definition,
}: {
  step: Step;
  definition: ReturnType<typeof useDefinition>;
}) {
  const invalid = Object.entries(definition.shownViolations)
    .flatMap(([, violations]) => violations ?? [])
    .filter(({ field }) => stepOf(field) === step);
  return (
    <CheckPanel
      checks={definition.checks}
      findings={worthShowing(definition.checks.findings, definition.violations, step)}
      invalid={invalid.length}
    />
  );
}

interface DropDraftProps {
  instanceId: string;
  from: string;
  setDraft: Dispatch<SetStateAction<Draft>>;
  onStep: (step: WizardStep) => void;
}

function DropDraft({ instanceId, from, setDraft, onStep }: DropDraftProps) {
  const t = useWords();
  const { modal } = App.useApp();
  const drop = () =>
    modal.confirm({
      title: t('wizard.dropDraftSure'),
      okText: t('wizard.dropDraft'),
      cancelText: t('buttons.cancel'),
      onOk: () => {
        dropDraft(instanceId, from);
        setDraft(emptyDraft);
        onStep('basic');
      },
    });
  return (
    <Button size="small" onClick={drop}>
      {t('wizard.dropDraft')}
    </Button>
  );
}
