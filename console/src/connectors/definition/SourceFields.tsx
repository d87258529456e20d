// Step 2: where records come from, and the topics and groups that belong to the connector.
import { useQuery } from '@tanstack/react-query';
import { Collapse } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { topicsQuery } from '../../api/instances';
import { Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import { isAsked } from './answering';
import styles from './definition.module.css';
import { ChoiceField, Field, TextField, useFieldWords } from './Field';
import { effective } from './fields';
import { useDefinitionForm } from './form_context';
import { ResourceFields } from './ResourceFields';
import { TopicPicker } from './TopicPicker';

const StartTime = lazy(async () => ({ default: (await import('./StartTime')).StartTime }));

export function SourceFields() {
  const t = useWords();
  const form = useDefinitionForm();
  const start = effective(form.answers, 'source.start_offset');
  const startHelp = {
    LATEST: t('wizard.choiceHelp.latest'),
    EARLIEST: t('wizard.choiceHelp.earliest'),
    TIMESTAMP: t('wizard.choiceHelp.time'),
  }[start];
  return (
    <>
      <SourceTopic />
      <ChoiceField
        path="source.start_offset"
        help={
          <>
            {startHelp} {t('wizard.field.source.start_offset.help')}
          </>
        }
      />
      {isAsked(form.answers, 'source.start_time') && (
        <Suspense fallback={<Loading rows={1} />}>
          <StartTime />
        </Suspense>
      )}
      <Network />
      <ResourceFields />
      <Collapse
        ghost
        items={[
          {
            key: 'advanced',
            label: t('wizard.advanced'),
            forceRender: true,
            children: (
              <>
                <TextField path="scaling.tasks" />
                <ChoiceField path="resources.dead_letter_storage" />
                <ChoiceField path="resources.abnormal_data_storage" />
                <TextField path="resources.replication_factor" />
              </>
            ),
          },
        ]}
      />
    </>
  );
}

function SourceTopic() {
  const t = useWords();
  const form = useDefinitionForm();
  const words = useFieldWords();
  const [filter, setFilter] = useState('');
  const topics = useQuery(topicsQuery(form.parent, filter));
  return (
    <Field
      place="source.topic"
      label={words.label('source.topic')}
      help={words.help('source.topic')}
    >
      {({ 'aria-labelledby': _, ...control }) => (
        <TopicPicker
          {...control}
          value={form.answers['source.topic'] ?? ''}
          topics={(topics.data?.topics ?? []).map((topic) => ({
            name: topic.topic ?? '',
            partitions: topic.partitions ?? 0,
          }))}
          loading={topics.isFetching}
          failed={topics.isError ? t('wizard.picker.failed') : ''}
          onSearch={setFilter}
          onChange={(topic) => form.change('source.topic', topic)}
        />
      )}
    </Field>
  );
}

function Network() {
  const form = useDefinitionForm();
  const vswitches = form.instance?.vswitchIds ?? [];
  return (
    <div className={styles.pair}>
      <TextField
        path="vpc_id"
        {...(form.instance?.vpcId
          ? { placeholder: form.instance.vpcId, suggestions: [{ value: form.instance.vpcId }] }
          : {})}
      />
      <TextField
        path="vswitch_id"
        {...(vswitches[0]
          ? { placeholder: vswitches[0], suggestions: vswitches.map((value) => ({ value })) }
          : {})}
      />
    </div>
  );
}
