// A connector's definition on one page: the wizard's fields, those that were changed marked, those that cannot be changed any
// more with the reason. Review shows what differs; Save carries the etag that it was read with.

import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { idOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { instanceQuery } from '../../api/instances';
import { Denied } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { permissionOf, useAllowance, usePermission } from '../actions/verbs';
import { BasicFields } from '../definition/BasicFields';
import { CheckPanel } from '../definition/CheckPanel';
import { DestinationFields } from '../definition/DestinationFields';
import type { Answers } from '../definition/fields';
import { placeOf, worthShowing } from '../definition/findings';
import { focusPlace } from '../definition/focus';
import { type DefinitionForm, FormContext } from '../definition/form_context';
import { SourceFields } from '../definition/SourceFields';
import { useDefinition } from '../definition/use_definition';
import { useConnector } from '../state/connector_context';
import { ChangedNotice } from './ChangedNotice';
import { ConflictTable } from './ConflictTable';
import styles from './edit.module.css';
import { type Conflict, changedPaths, merge } from './merge';
import { ReviewDialog } from './ReviewDialog';
import { type Base, baseOf, useSave } from './use_save';

export function EditPage() {
  const connector = useConnector();
  const permission = permissionOf('update');
  const { allowed } = usePermission(permission);
  if (!allowed) return <Denied permission={permission} />;
  return <Editor key={connector.uid ?? ''} live={connector} />;
}

function Editor({ live }: { live: Connector }) {
  const t = useWords();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const allowance = useAllowance();
  const [base, setBase] = useState<Base>(() => baseOf(live));
  const [answers, setAnswers] = useState<Answers>(base.answers);
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const [reviewing, setReviewing] = useState(false);
  const name = live.name ?? '';
  const parent = name.split('/connectors/')[0] ?? '';
  const { data: instance } = useQuery(instanceQuery(parent));
  const change = useCallback((each: (before: Answers) => Answers) => setAnswers(each), []);
  const secretStored = live.sink?.accessKey?.accessKeySecretSet === true;
  const definition = useDefinition({
    parent,
    instance,
    id: idOf(name),
    answers,
    setAnswers: change,
    base: base.connector,
    secretStored,
    asking: true,
  });
  const touched = changedPaths(base.answers, answers).length > 0 || definition.secret !== '';
  const newer = newerThan(base, live);
  const takeOver = useCallback(() => {
    const theirs = baseOf(live);
    const merged = merge(base.answers, theirs.answers, answers);
    setBase(theirs);
    setAnswers(merged.answers);
    setConflicts(merged.conflicts);
  }, [live, base, answers]);
  // Whoever has typed nothing sees what is there.
  useEffect(() => {
    if (newer && !touched) takeOver();
  }, [newer, touched, takeOver]);
  const { save, pending, error } = useSave({
    base,
    answers,
    secret: definition.secret,
    onBase: (theirs, merged) => {
      setBase(theirs);
      setAnswers(merged);
    },
    onConflicts: (found) => {
      setConflicts(found);
      setReviewing(false);
    },
    onSaved: () => {
      void message.success(t('edit.saved', { name: idOf(name) }));
      void navigate(`/${name}`);
    },
  });
  useJumpFromUrl();

  const form: DefinitionForm = {
    parent,
    instance,
    id: idOf(name),
    answers,
    change: definition.change,
    secret: definition.secret,
    changeSecret: definition.changeSecret,
    violations: definition.shownViolations,
    findings: definition.shownFindings,
    leave: definition.leave,
    stored: base.answers,
    secretStored,
    deployed: live.status?.startPinnedTime !== undefined,
  };
  const review = () => {
    const [first] = definition.violations;
    if (first === undefined) return setReviewing(true);
    definition.showAll();
    const place = placeOf(first.field);
    if (place !== undefined) focusPlace(place);
  };
  const { allowed, reason } = allowance(live, 'update');
  return (
    <FormContext value={form}>
      {!allowed && reason !== '' && (
        <Alert type="info" showIcon title={reason} className={styles.strip} />
      )}
      {newer && touched && (
        <ChangedNotice
          name={name}
          revision={live.revision}
          updateTime={live.updateTime}
          onTakeOver={takeOver}
        />
      )}
      {conflicts.length > 0 && (
        <ConflictTable
          conflicts={conflicts}
          answers={answers}
          onDecide={(path, value) => definition.change(path, value)}
        />
      )}
      <form
        className={styles.layout}
        aria-label={t('edit.title')}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          review();
        }}
      >
        <div>
          <Section title={t('wizard.steps.basic')}>
            <BasicFields />
          </Section>
          <Section title={t('wizard.steps.source')}>
            <SourceFields />
          </Section>
          <Section title={t('wizard.steps.destination')}>
            <DestinationFields key={base.connector.etag ?? ''} />
          </Section>
        </div>
        <aside className={styles.side}>
          <div className={styles.bar}>
            <p role="status">
              {t('edit.changedFields', { count: changedPaths(base.answers, answers).length })}
            </p>
            <Button type="primary" htmlType="submit" disabled={!allowed || !touched}>
              {t('edit.review')}
            </Button>
            <Button onClick={() => void navigate(`/${name}`)}>{t('buttons.cancel')}</Button>
          </div>
          <CheckPanel
            checks={definition.checks}
            findings={worthShowing(definition.checks.findings, definition.violations)}
            invalid={definition.violations.length}
          />
        </aside>
      </form>
      {reviewing && (
        <ReviewDialog
          from={base.answers}
          to={answers}
          secretChanged={definition.secret !== ''}
          runs={live.desiredState === 'RUNNING'}
          pending={pending}
          error={error}
          onSave={save}
          onClose={() => setReviewing(false)}
        />
      )}
    </FormContext>
  );
}

// Whether somebody has changed what is edited here; that it was deployed or paused is no change of it.
function newerThan(base: Base, live: Connector): boolean {
  return (
    live.etag !== base.connector.etag && changedPaths(base.answers, baseOf(live).answers).length > 0
  );
}

// `?field=sink.table`: where whoever sent us here wants the cursor.
function useJumpFromUrl(): void {
  const [search] = useSearchParams();
  const field = search.get('field') ?? '';
  useEffect(() => {
    const place = field === '' ? undefined : placeOf(field);
    if (place !== undefined) focusPlace(place);
  }, [field]);
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
