// Every setting, those that are not what stands anyway marked, and those that are wrong with a way to them.
import { Button, Table, Tag } from 'antd';
import type { Finding } from '../../api/generated/types';
import { HostileText } from '../../parts/HostileText';
import { useWords } from '../../words/words';
import { isAsked } from '../definition/answering';
import { useFieldWords, ViolationText } from '../definition/Field';
import { type Answers, effective, type Path, paths } from '../definition/fields';
import { type ChoicePath, choices } from '../definition/rules/choices';
import type { Violation } from '../definition/rules/violation';
import styles from './wizard.module.css';

interface SettingsTableProps {
  id: string;
  answers: Answers;
  violations: readonly Violation[];
  findings: readonly Finding[];
  onJump: (field: string) => void;
}

interface Row {
  key: string;
  label: string;
  value: string;
  changed: boolean;
  field: string;
}

export function SettingsTable({ id, answers, violations, findings, onJump }: SettingsTableProps) {
  const t = useWords();
  const rows = useRows(id, answers);
  return (
    <Table<Row>
      size="small"
      pagination={false}
      rowKey="key"
      dataSource={rows}
      tableLayout="fixed"
      className={styles.settings}
      columns={[
        {
          title: t('wizard.preview.name'),
          dataIndex: 'label',
          width: '40%',
          render: (label: string) => <strong>{label}</strong>,
        },
        {
          title: t('wizard.preview.settings'),
          dataIndex: 'value',
          render: (value: string, row) => (
            <>
              <HostileText text={value === '' ? '–' : value} />{' '}
              {row.changed && row.key !== 'id' && <Tag>{t('wizard.changed')}</Tag>}
              <Wrong
                field={row.field}
                violations={violations}
                findings={findings}
                onJump={onJump}
                label={row.label}
              />
            </>
          ),
        },
      ]}
    />
  );
}

function Wrong({
  field,
  label,
  violations,
  findings,
  onJump,
}: { field: string; label: string } & Pick<
  SettingsTableProps,
  'violations' | 'findings' | 'onJump'
>) {
  const mine = violations.filter((violation) => violation.field === field);
  const found = findings.filter(
    (finding) =>
      finding.severity === 'ERROR' &&
      finding.field === field &&
      mine.every((each) => each.reason !== finding.reason),
  );
  if (mine.length + found.length === 0) return null;
  return (
    <div className={styles.wrong}>
      {mine.map((violation) => (
        <span key={violation.hint}>
          <ViolationText violation={violation} />
        </span>
      ))}
      {found.map((finding) => (
        <HostileText key={`${finding.reason}${finding.subject}`} text={finding.message ?? ''} />
      ))}
      <Button type="link" size="small" onClick={() => onJump(field)}>
        {label}
      </Button>
    </div>
  );
}

function useRows(id: string, answers: Answers): Row[] {
  const t = useWords();
  const words = useFieldWords();
  const shown = (path: Path): string => {
    const value = effective(answers, path, id);
    return path in choices && value !== ''
      ? words.choice(path as ChoicePath, value)
      : value.replaceAll('\n', ', ');
  };
  const rows = paths
    .filter((path) => isAsked(answers, path))
    .map((path) => ({
      key: path,
      label: words.label(path),
      value: shown(path),
      changed: (answers[path] ?? '') !== '' && answers[path] !== effective({}, path, id),
      field: `connector.${path}`,
    }))
    // What nobody has said and nothing stands for is no setting.
    .filter(
      (row) =>
        row.value !== '' ||
        ['source.topic', 'sink.endpoint', 'sink.project', 'sink.table'].includes(row.key),
    );
  return [
    { key: 'id', label: t('wizard.name.label'), value: id, changed: true, field: 'connector_id' },
    {
      key: 'path',
      label: t('wizard.dumpPath.label'),
      value: `${t('wizard.dumpPath.from')} → ${t('wizard.dumpPath.to')}`,
      changed: false,
      field: '',
    },
    ...rows,
  ];
}
