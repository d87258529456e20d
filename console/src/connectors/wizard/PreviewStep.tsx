// Step 4: everything that was answered, written down in three ways, and what it makes of real records.
import { useQuery } from '@tanstack/react-query';
import { Alert, Tabs } from 'antd';
import { renderQuery } from '../../api/definitions';
import type { Connector } from '../../api/generated/types';
import { ErrorText, Failure, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { CheckPanel } from '../definition/CheckPanel';
import { toConnector } from '../definition/definition';
import { Statement } from '../definition/Findings';
import type { Answers } from '../definition/fields';
import { worthShowing } from '../definition/findings';
import { SampleOfRecords } from '../definition/SampleOfRecords';
import type { Definition } from '../definition/use_definition';
import { SettingsTable } from './SettingsTable';

interface PreviewStepProps {
  parent: string;
  id: string;
  answers: Answers;
  definition: Definition;
  // Why it was not taken.
  refusal: unknown;
  onJump: (field: string) => void;
}

export function PreviewStep({
  parent,
  id,
  answers,
  definition,
  refusal,
  onJump,
}: PreviewStepProps) {
  const t = useWords();
  return (
    <>
      {refusal !== undefined && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('wizard.submitRefused')}
          description={<ErrorText error={refusal} />}
        />
      )}
      <Tabs
        items={[
          {
            key: 'settings',
            label: t('wizard.preview.settings'),
            children: (
              <SettingsTable
                id={id}
                answers={answers}
                violations={definition.violations}
                findings={definition.checks.findings}
                onJump={onJump}
              />
            ),
          },
          {
            key: 'manifest',
            label: t('wizard.preview.manifest'),
            children: <Written parent={parent} id={id} connector={toConnector(answers)} />,
          },
          {
            key: 'sample',
            label: t('wizard.preview.sample'),
            children: <SampleOfRecords parent={parent} id={id} connector={definition.connector} />,
          },
        ]}
      />
      <CheckPanel
        checks={definition.checks}
        findings={worthShowing(definition.checks.findings, definition.violations)}
        invalid={definition.violations.length}
      />
    </>
  );
}

// Both texts are the server's, so that the console and sluicectl cannot drift.
function Written({ parent, id, connector }: { parent: string; id: string; connector: Connector }) {
  const t = useWords();
  const query = useQuery(renderQuery(parent, id, connector));
  if (query.isPending) return <Loading />;
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <p>{t('wizard.preview.manifestHelp', { name: id })}</p>
      <Statement text={query.data.manifest ?? ''} what={t('wizard.preview.manifestWhat')} />
      <p>{t('wizard.preview.commandHelp')}</p>
      <Statement text={query.data.command ?? ''} what={t('wizard.preview.commandWhat')} />
    </>
  );
}
