// Creates a connector in the original's five steps. One value stands behind all of them and is kept for this tab; only the last
// step speaks of something that exists.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { connectorQuery } from '../../api/connectors';
import { connectorName, idOf } from '../../api/figures';
import type { Instance } from '../../api/generated/types';
import { instanceQuery } from '../../api/instances';
import { PageHead } from '../../parts/PageHead';
import { Denied, Failure, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { permissionOf, usePermission } from '../actions/verbs';
import { cloneOf } from '../definition/definition';
import { DeployStep } from './DeployStep';
import { type Draft, emptyDraft, readDraft, type WizardStep, wizardSteps } from './draft_store';
import { StepRow } from './StepRow';
import { WizardForm } from './WizardForm';
import styles from './wizard.module.css';

export function WizardPage() {
  const t = useWords();
  const { instance: id = '' } = useParams();
  const [search] = useSearchParams();
  const from = search.get('from') ?? '';
  const permission = permissionOf('create');
  const { allowed } = usePermission(permission);
  const instance = useQuery(instanceQuery(`instances/${id}`));
  // As it was when the page was come to; what is typed since is no news.
  const kept = useMemo(() => readDraft(id, from), [id, from]);
  const source = useQuery({
    ...connectorQuery(connectorName(id, from)),
    enabled: from !== '' && kept === undefined,
  });
  if (!allowed) return <Denied permission={permission} />;
  if (instance.error && !instance.data) {
    return (
      <Failure
        error={instance.error}
        what={`instances/${id}`}
        onRetry={() => void instance.refetch()}
      />
    );
  }
  if (source.error && kept === undefined) {
    return <Failure error={source.error} what={from} onRetry={() => void source.refetch()} />;
  }
  if (!instance.data || (from !== '' && kept === undefined && !source.data)) return <Loading />;
  const first: Draft =
    kept ?? (source.data ? { ...emptyDraft, answers: cloneOf(source.data, from) } : emptyDraft);
  return (
    <>
      <PageHead title={from === '' ? t('wizard.title') : t('wizard.cloneTitle', { name: from })} />
      <FeatureOff instance={instance.data} />
      <Wizard
        key={`${id} ${from}`}
        instance={instance.data}
        from={from}
        first={first}
        kept={kept !== undefined}
      />
    </>
  );
}

function FeatureOff({ instance }: { instance: Instance }) {
  const t = useWords();
  if (instance.connectorFeature === 'ENABLED') return null;
  return (
    <Alert
      type="error"
      showIcon
      className={styles.strip}
      title={t('wizard.featureOff', { instance: instance.name?.split('/')[1] ?? '' })}
      description={
        <>
          {t('wizard.featureOffWhy')}{' '}
          <Link to="/settings/instances">{t('wizard.featureOffLink')}</Link>
        </>
      }
    />
  );
}

interface WizardProps {
  instance: Instance;
  from: string;
  first: Draft;
  kept: boolean;
}

function Wizard({ instance, from, first, kept }: WizardProps) {
  const [search, setSearch] = useSearchParams();
  const [draft, setDraft] = useState(first);
  const asked = wizardSteps.find((each) => each === search.get('step')) ?? 'basic';
  const created = search.get('connector') ?? '';
  const go = (to: WizardStep, more: Record<string, string> = {}, replace = false) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set('step', to);
        for (const [key, value] of Object.entries(more)) next.set(key, value);
        return next;
      },
      { replace },
    );
  if (asked === 'deploy' && created !== '') {
    return (
      <>
        <StepRow step="deploy" draft={draft} onStep={() => undefined} />
        <div className={styles.layout}>
          <div>
            <DeployStep name={`${instance.name}/connectors/${created}`} />
          </div>
        </div>
      </>
    );
  }
  return (
    <WizardForm
      instance={instance}
      from={from}
      draft={draft}
      setDraft={setDraft}
      kept={kept}
      step={asked === 'deploy' ? 'preview' : asked}
      onStep={go}
      // What is submitted is not submitted again by going back.
      onCreated={(name) => go('deploy', { connector: idOf(name) }, true)}
    />
  );
}
