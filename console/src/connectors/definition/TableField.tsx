// The table, chosen from those that the role sees once endpoint, workspace and role are given; typed where they cannot be listed.
import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { useEffect, useState } from 'react';
import { isApiError } from '../../api/error';
import { listTables } from '../../api/instances';
import { visibleText } from '../../parts/HostileText';
import { useWords } from '../../words/words';
import { toConnector } from './definition';
import styles from './definition.module.css';
import { Field, useFieldWords } from './Field';
import { useDefinitionForm } from './form_context';
import { judge } from './rules/judge';

const settleTime = 500;

export function TableField() {
  const t = useWords();
  const form = useDefinitionForm();
  const words = useFieldWords();
  const table = form.answers['sink.table'] ?? '';
  const [looking, setLooking] = useState(false);
  const tables = useTables(looking);
  return (
    <Field
      place="sink.table"
      label={words.label('sink.table')}
      help={
        <>
          {words.help('sink.table')}
          {looking && tables.waits && <p>{t('wizard.picker.tablesWait')}</p>}
          {tables.error && (
            <p role="status">
              <WhyTyped error={tables.error} project={form.answers['sink.project'] ?? ''} />
            </p>
          )}
        </>
      }
    >
      {({ 'aria-labelledby': _, ...control }) => (
        <AutoComplete
          {...control}
          className={styles.wide}
          value={table}
          onFocus={() => setLooking(true)}
          options={tables.names
            .filter((name) => name.startsWith(table))
            .map((value) => ({ value }))}
          onChange={(text: string | undefined) => form.change('sink.table', text ?? '')}
        />
      )}
    </Field>
  );
}

// To write one table takes no right to see which others there are: R0's grants have none.
function WhyTyped({ error, project }: { error: Error; project: string }) {
  const t = useWords();
  if (!isApiError(error) || error.status !== 'PERMISSION_DENIED')
    return t('wizard.picker.tablesFailed', { message: visibleText(error.message) });
  const { permission } = error.metadata;
  return permission
    ? t('wizard.picker.tablesDenied', { permission })
    : t('wizard.picker.tablesHidden', { project });
}

function useTables(looking: boolean): { names: string[]; waits: boolean; error: Error | null } {
  const form = useDefinitionForm();
  const { 'sink.table': _, ...others } = form.answers;
  const sink = toConnector(others, form.secret).sink ?? {};
  const asked = JSON.stringify({
    endpoint: sink.endpoint,
    endpointKind: sink.endpointKind,
    project: sink.project,
    schema: sink.schema,
    accountUid: sink.accountUid,
    roleName: sink.roleName,
    accessKey: sink.accessKey,
  });
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), settleTime);
    return () => clearTimeout(timer);
  }, [asked]);
  // Nothing is asked with fields that would be refused.
  const waits = judge({ sink }, 'x', undefined).some(({ field }) =>
    /^connector\.sink\.(endpoint|project|schema|account_uid|role_name|access_key)/.test(field),
  );
  const query = useQuery({
    // A secret is no part of a key.
    queryKey: ['tables', form.parent, settled.replace(/"accessKeySecret":"[^"]*"/, '')],
    enabled: looking && !waits && settled === asked,
    retry: false,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      listTables({ parent: form.parent, sink: JSON.parse(settled), pageSize: 1000 }, { signal }),
  });
  return { names: query.data?.tables ?? [], waits, error: waits ? null : query.error };
}
