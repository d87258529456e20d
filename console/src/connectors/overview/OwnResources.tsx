// The five topics and two groups of a connector, and whether they are as they should be.
import { Button } from 'antd';
import type { Connector, ConnectorResources, Finding } from '../../api/generated/types';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { ErrorText } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { usePermission } from '../actions/verbs';
import { Findings, SeverityIcon } from './Findings';
import { useCheck } from './FirstCausePanel';
import styles from './overview.module.css';

const topics = [
  'offsetTopic',
  'configTopic',
  'statusTopic',
  'deadLetterTopic',
  'abnormalDataTopic',
] as const;
const groups = ['taskGroup', 'connectorGroup'] as const;

export function OwnResources({ connector }: { connector: Connector }) {
  const t = useWords();
  const check = useCheck(connector);
  const may = usePermission('connectors.validate');
  const provisioned = connector.conditions?.find((condition) => condition.type === 'Provisioned');
  const findings = check.data?.findings ?? [];
  return (
    <section className={styles.card}>
      <header className={styles.cardHead}>
        <h2>{t('overview.resources.title')}</h2>
        <Button
          disabled={!may.allowed}
          title={may.reason || undefined}
          onClick={() => check.mutate()}
          loading={check.isPending}
        >
          {t('overview.resources.check')}
        </Button>
      </header>
      {provisioned?.status === 'FALSE' && (
        <p className={styles.remedy}>
          <HostileText text={provisioned.message ?? ''} />
        </p>
      )}
      <table className={styles.resources}>
        <thead>
          <tr>
            <th scope="col">{t('overview.resources.role')}</th>
            <th scope="col">{t('overview.resources.name')}</th>
            <th scope="col">{t('overview.resources.should')}</th>
            <th scope="col">{t('overview.resources.fit')}</th>
          </tr>
        </thead>
        <tbody>
          {[...topics, ...groups].map((key) => (
            <Row
              key={key}
              role={key}
              resources={connector.resources ?? {}}
              finding={findingOf(connector, key, findings)}
              asked={check.isSuccess}
            />
          ))}
        </tbody>
      </table>
      <div aria-live="polite">
        {check.error && <ErrorText error={check.error} />}
        {check.data && <Findings findings={findings} deployable={check.data.deployable ?? false} />}
      </div>
    </section>
  );
}

type Role = (typeof topics)[number] | (typeof groups)[number];

// The worst that was found about it.
function findingOf(connector: Connector, role: Role, findings: Finding[]): Finding | undefined {
  const name = connector.resources?.[role];
  const about = findings.filter(
    (finding) => finding.subject === `topics/${name}` || finding.subject === `groups/${name}`,
  );
  const severities = ['ERROR', 'WARNING', 'INFO'];
  return about.sort(
    (a, b) => severities.indexOf(a.severity ?? '') - severities.indexOf(b.severity ?? ''),
  )[0];
}

interface RowProps {
  role: Role;
  resources: ConnectorResources;
  finding: Finding | undefined;
  asked: boolean;
}

function Row({ role, resources, finding, asked }: RowProps) {
  const t = useWords();
  const name = resources[role] ?? '';
  return (
    <tr>
      <th scope="row">{t(`overview.resources.${role}`)}</th>
      <td>
        <code>{name}</code> {name && <Copy text={name} what={t(`overview.resources.${role}`)} />}
      </td>
      <td>
        {t(`overview.resources.shape.${role}`)}
        {role === 'deadLetterTopic' &&
          resources.deadLetterStorage === 'CLOUD' &&
          ` · ${t('overview.resources.cloud')}`}
        {role === 'abnormalDataTopic' &&
          resources.abnormalDataStorage === 'CLOUD' &&
          ` · ${t('overview.resources.cloud')}`}
      </td>
      <td>
        {finding ? (
          <span className={styles.fit}>
            <SeverityIcon severity={finding.severity} />{' '}
            {finding.severity === 'INFO' ? (
              t('overview.check.fits')
            ) : (
              <HostileText text={finding.message ?? ''} />
            )}
          </span>
        ) : (
          <span className={styles.below}>
            {asked ? t('overview.resources.nothingFound') : t('overview.resources.notAsked')}
          </span>
        )}
      </td>
    </tr>
  );
}
