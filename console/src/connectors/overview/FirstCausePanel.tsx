// What is wrong first of all, in its own words, with the one thing to do about it beside.
import { useMutation } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { validateConnector } from '../../api/connectors';
import { idOf, instanceOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { useNumbers } from '../../parts/numbers';
import { ErrorText } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { headline, useWords } from '../../words/words';
import { type Allowance, useAllowance, usePermission } from '../actions/verbs';
import { Findings } from './Findings';
import { type FirstCause, firstCauseOf, reportOf, sameCausePath } from './first_cause';
import styles from './overview.module.css';

export function FirstCausePanel({ connector }: { connector: Connector }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const check = useCheck(connector);
  const cause = firstCauseOf(connector);
  if (!cause) return null;
  const report = reportOf(connector, Date.now());
  return (
    <section
      className={styles.cause}
      data-class={cause.errorClass}
      aria-label={t('overview.cause.title')}
    >
      <header className={styles.causeHead}>
        <h2>{headline(t, cause.reason)}</h2>
        <Tag variant="outlined">{t(`state.errorClass.${cause.errorClass}`)}</Tag>
        <code>{cause.reason}</code>
      </header>
      <HostileText text={cause.message} />
      <Remedy cause={cause} />
      <p className={styles.causeFacts}>
        <span>
          {t('overview.cause.since')} <Time value={cause.since} />
        </span>
        <Count count={cause.count} />
        {cause.tasks.length > 0 && (
          <span>{t('overview.cause.tasks', { tasks: cause.tasks.join(', ') })}</span>
        )}
        <NextAttempt cause={cause} />
      </p>
      <div className={styles.causeActions}>
        <MainButton
          connector={connector}
          cause={cause}
          report={report}
          onCheck={() => check.mutate()}
          checking={check.isPending}
        />
        <Link to={sameCausePath(connector, cause.reason)}>{t('overview.cause.others')}</Link>
        <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('buttons.details')}
        </Button>
      </div>
      <div aria-live="polite">
        {check.error && <ErrorText error={check.error} />}
        {check.data && (
          <Findings
            findings={check.data.findings ?? []}
            deployable={check.data.deployable ?? false}
          />
        )}
      </div>
      {open && (
        <div className={styles.report}>
          <pre className={styles.statement}>
            <HostileText text={report} />
          </pre>
          <Copy text={report} what={t('overview.cause.report')} labelled />
        </div>
      )}
    </section>
  );
}

// Compares the definition with the world again.
export function useCheck(connector: Connector) {
  return useMutation({
    mutationFn: () =>
      validateConnector({
        parent: `instances/${instanceOf(connector.name)}`,
        connectorId: idOf(connector.name),
        connector,
      }),
  });
}

function Remedy({ cause }: { cause: FirstCause }) {
  const t = useWords();
  if (!cause.remedy) return null;
  if (cause.main.kind === 'copy')
    return (
      <pre className={styles.statement}>
        <HostileText text={cause.main.statement} />
      </pre>
    );
  return (
    <p className={styles.remedy}>
      <strong>{t('overview.cause.next')}</strong> <HostileText text={cause.remedy} />
    </p>
  );
}

function Count({ count }: { count: number }) {
  const t = useWords();
  const numbers = useNumbers();
  return count > 1 ? (
    <span>{t('overview.cause.count', { count, shown: numbers.count(count) })}</span>
  ) : null;
}

function NextAttempt({ cause }: { cause: FirstCause }) {
  const t = useWords();
  if (cause.nextAttempt) {
    return (
      <span>
        {t('overview.cause.nextAttempt')} <Time value={cause.nextAttempt} />
      </span>
    );
  }
  return cause.errorClass === 'USER' ? (
    <span>{t('state.waitsForYou')}</span>
  ) : (
    <span>{t('overview.cause.trying')}</span>
  );
}

interface MainButtonProps {
  connector: Connector;
  cause: FirstCause;
  report: string;
  onCheck: () => void;
  checking: boolean;
}

function MainButton({ connector, cause, report, onCheck, checking }: MainButtonProps) {
  const t = useWords();
  const mayEdit = useAllowance()(connector, 'update');
  const mayMove = usePermission('offsets.change');
  const mayCheck = usePermission('connectors.validate');
  const check = (type: 'primary' | 'default') => (
    <Button
      type={type}
      disabled={!mayCheck.allowed}
      title={mayCheck.reason || undefined}
      onClick={onCheck}
      loading={checking}
    >
      {t('overview.cause.check')}
    </Button>
  );
  switch (cause.main.kind) {
    case 'edit':
      return (
        <GoTo to={editPath(cause.main.field)} words={t('overview.cause.edit')} may={mayEdit} />
      );
    case 'lighten':
      return (
        <GoTo to={editPath(cause.main.field)} words={t('overview.cause.lighten')} may={mayEdit} />
      );
    case 'moveOffsets':
      return <GoTo to="offsets?move=time" words={t('overview.cause.move')} may={mayMove} />;
    case 'check':
      return check('primary');
    case 'copy':
      return (
        <>
          <Copy
            text={cause.main.statement}
            what={t('overview.cause.statement')}
            words={t('overview.cause.copyStatement')}
            primary
          />
          {check('default')}
        </>
      );
    case 'copyReport':
      return (
        <Copy
          text={report}
          what={t('overview.cause.report')}
          words={t('overview.cause.copyReport')}
          primary
        />
      );
  }
}

function editPath(field: string): string {
  return field === '' ? 'edit' : `edit?field=${encodeURIComponent(field)}`;
}

function GoTo({ to, words, may }: { to: string; words: string; may: Allowance }) {
  if (!may.allowed) {
    return (
      <Button type="primary" disabled title={may.reason || undefined}>
        {words}
      </Button>
    );
  }
  return (
    <Link to={to} className={styles.mainLink}>
      {words}
    </Link>
  );
}
