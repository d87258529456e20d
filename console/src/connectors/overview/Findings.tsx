// What a comparison with the world has found.
import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import type { Finding, Finding_Severity } from '../../api/generated/types';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { useWords } from '../../words/words';
import { isStatement } from './first_cause';
import styles from './overview.module.css';

export function Findings({ findings, deployable }: { findings: Finding[]; deployable: boolean }) {
  const t = useWords();
  const wrong = findings.filter((finding) => finding.severity !== 'INFO');
  return (
    <div className={styles.findings}>
      <Alert
        type={deployable ? 'success' : 'warning'}
        showIcon
        title={deployable ? t('overview.check.good') : t('overview.check.bad')}
      />
      {wrong.length > 0 && (
        <ul>
          {wrong.map((finding) => (
            <li key={`${finding.reason} ${finding.subject} ${finding.field} ${finding.message}`}>
              <SeverityIcon severity={finding.severity} />
              <div>
                <HostileText text={finding.message ?? ''} />
                {finding.remedy && <FindingRemedy remedy={finding.remedy} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function FindingRemedy({ remedy }: { remedy: string }) {
  const t = useWords();
  if (!isStatement(remedy)) {
    return (
      <p className={styles.remedy}>
        <HostileText text={remedy} />
      </p>
    );
  }
  return (
    <div className={styles.statementLine}>
      <pre className={styles.statement}>
        <HostileText text={remedy} />
      </pre>
      <Copy text={remedy} what={t('overview.cause.statement')} />
    </div>
  );
}

export function SeverityIcon({ severity }: { severity: Finding_Severity | undefined }) {
  const t = useWords();
  switch (severity) {
    case 'ERROR':
      return (
        <CloseCircleOutlined className={styles.error} aria-label={t('overview.check.error')} />
      );
    case 'WARNING':
      return (
        <WarningOutlined className={styles.warning} aria-label={t('overview.check.warning')} />
      );
    default:
      return <CheckCircleOutlined className={styles.good} aria-label={t('overview.check.fits')} />;
  }
}
