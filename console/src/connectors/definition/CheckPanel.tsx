// What the checks of a step came to, those findings that belong to no field that is shown, and the button that asks again.
import { ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Spin } from 'antd';
import { useState } from 'react';
import type { Finding } from '../../api/generated/types';
import { ErrorText } from '../../parts/Screens';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import styles from './definition.module.css';
import { FindingList } from './Findings';
import { count, placeOf } from './findings';
import type { Checks } from './use_checks';

interface CheckPanelProps {
  checks: Checks;
  // Of the step, or of all.
  findings: readonly Finding[];
  // How many fields the rules refuse.
  invalid: number;
}

export function CheckPanel({ checks, findings, invalid }: CheckPanelProps) {
  const t = useWords();
  const [passed, setPassed] = useState(false);
  const good = findings.filter((finding) => finding.severity === 'INFO');
  const elsewhere = findings.filter(
    (finding) => finding.severity !== 'INFO' && placeOf(finding.field ?? '') === undefined,
  );
  return (
    <section className={styles.checks} aria-label={t('wizard.checks.title')}>
      <div className={styles.checksHead}>
        <h2 className={styles.sectionTitle}>{t('wizard.checks.title')}</h2>
        <Button
          icon={<ReloadOutlined />}
          onClick={checks.again}
          disabled={checks.state === 'idle'}
          loading={checks.state === 'checking'}
        >
          {t('wizard.checks.again')}
        </Button>
      </div>
      <div role="status">
        <Sum checks={checks} findings={findings} invalid={invalid} />
      </div>
      {checks.state === 'failed' && (
        <Alert
          type="warning"
          showIcon
          title={t('wizard.checks.failed')}
          description={<ErrorText error={checks.error} />}
        />
      )}
      <FindingList findings={elsewhere} label={t('wizard.checks.title')} />
      {good.length > 0 && (
        <Button type="link" size="small" aria-expanded={passed} onClick={() => setPassed(!passed)}>
          {t('wizard.checks.showPassed', { count: good.length })}
        </Button>
      )}
      {passed && <FindingList findings={good} />}
    </section>
  );
}

function Sum({ checks, findings, invalid }: CheckPanelProps) {
  const t = useWords();
  if (checks.state === 'idle') return <p className={styles.grey}>{t('wizard.checks.notYet')}</p>;
  const errors = count(findings, 'ERROR');
  const warnings = count(findings, 'WARNING');
  return (
    <>
      {checks.state === 'checking' && (
        <p>
          <Spin size="small" /> {t('wizard.checks.checking')}
        </p>
      )}
      {errors > 0 && <p>{t('wizard.checks.errors', { count: errors })}</p>}
      {warnings > 0 && <p>{t('wizard.checks.warnings', { count: warnings })}</p>}
      {invalid > 0 && <p>{t('wizard.checks.invalid', { count: invalid })}</p>}
      {checks.state === 'done' && errors + warnings + invalid === 0 && (
        <p>{t('wizard.checks.ok')}</p>
      )}
      {checks.askedAt > 0 && (
        <p className={styles.grey}>
          {t('wizard.checks.at')} <Time value={new Date(checks.askedAt).toISOString()} />
        </p>
      )}
    </>
  );
}
