// What the checks found: severity in word and sign, what is so, and what mends it, to be copied.
import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { Finding } from '../../api/generated/types';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { headline, useWords } from '../../words/words';
import styles from './definition.module.css';

const icons = { ERROR: CloseCircleOutlined, WARNING: WarningOutlined, INFO: CheckCircleOutlined };

export function FindingList({ findings, label }: { findings: readonly Finding[]; label?: string }) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings} {...(label ? { 'aria-label': label } : {})}>
      {findings.map((finding) => (
        <OneFinding
          key={`${finding.field} ${finding.reason} ${finding.subject} ${finding.message}`}
          finding={finding}
        />
      ))}
    </ul>
  );
}

function OneFinding({ finding }: { finding: Finding }) {
  const t = useWords();
  const severity =
    finding.severity === 'ERROR' || finding.severity === 'WARNING' ? finding.severity : 'INFO';
  const Icon = icons[severity];
  return (
    <li className={styles[severity.toLowerCase()]}>
      <p>
        <Icon aria-hidden="true" /> <strong>{t(`wizard.checks.${severity}`)}</strong>{' '}
        {finding.reason && <code className={styles.reason}>{headline(t, finding.reason)}</code>}{' '}
        <HostileText text={finding.message ?? ''} />
      </p>
      {finding.remedy && <Remedy text={finding.remedy} />}
    </li>
  );
}

export function Remedy({ text }: { text: string }) {
  const t = useWords();
  return (
    <div className={styles.remedy}>
      <span>{t('wizard.checks.remedy')}</span>
      <Statement text={text} what={t('wizard.checks.what')} />
    </div>
  );
}

// A statement or command, as it is to be run.
export function Statement({ text, what }: { text: string; what: string }) {
  return (
    <div className={styles.statement}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
      <section tabIndex={0} aria-label={what}>
        <pre>
          <HostileText text={text} />
        </pre>
      </section>
      <Copy text={text} what={what} />
    </div>
  );
}
