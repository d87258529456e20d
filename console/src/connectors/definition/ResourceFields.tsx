// The five topics and two groups: made by Sluice under names that follow the connector's, or chosen from those that exist.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { topicsQuery } from '../../api/instances';
import { useWords } from '../../words/words';
import { ChoiceField, Field, useFieldWords } from './Field';
import { derivedName, effective, type ResourcePath, resourcePaths } from './fields';
import { useDefinitionForm } from './form_context';
import { isVersion0102 } from './rules/resources';
import { TopicPicker } from './TopicPicker';
import { type KnownTopic, misfitOf } from './topic_fit';

export function ResourceFields() {
  const t = useWords();
  const form = useDefinitionForm();
  const manual = effective(form.answers, 'resources.creation') === 'MANUAL';
  const off: Record<string, string> = isVersion0102(form.instance)
    ? { MANUAL: t('wizard.manualOff') }
    : {};
  return (
    <>
      <ChoiceField
        path="resources.creation"
        off={off}
        help={
          <>
            {manual ? t('wizard.choiceHelp.manual') : t('wizard.choiceHelp.automatic')}{' '}
            {t('wizard.field.resources.creation.help')}
          </>
        }
      />
      {resourcePaths.map((path) => (
        <ResourceField key={path} path={path} manual={manual} />
      ))}
    </>
  );
}

function ResourceField({ path, manual }: { path: ResourcePath; manual: boolean }) {
  const t = useWords();
  const form = useDefinitionForm();
  const words = useFieldWords();
  const own =
    (form.answers[path] ?? '') !== '' && form.answers[path] !== derivedName(path, form.id);
  const fixed = path === 'resources.task_group';
  const locked = !manual && !fixed ? t('wizard.namesAreOurs') : undefined;
  return (
    <Field
      place={path}
      label={words.label(path)}
      help={words.help(path)}
      locked={
        fixed ? t('wizard.violation.fixedName', { expected: derivedName(path, form.id) }) : locked
      }
      beside={
        manual &&
        !fixed && (
          <>
            <Tag>{own ? t('wizard.own') : t('wizard.follows')}</Tag>
            {own && (
              <Button
                type="link"
                size="small"
                aria-label={t('wizard.resetOf', { field: words.label(path) })}
                onClick={() => form.change(path, '')}
              >
                {t('wizard.reset')}
              </Button>
            )}
          </>
        )
      }
    >
      {({ 'aria-labelledby': _, ...control }) =>
        manual && path.endsWith('_topic') && !control.disabled ? (
          <OwnTopicPicker path={path} control={control} />
        ) : (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={effective(form.answers, path, form.id)}
            onChange={(event) => form.change(path, event.target.value)}
          />
        )
      }
    </Field>
  );
}

function OwnTopicPicker({
  path,
  control,
}: {
  path: ResourcePath;
  control: Omit<Parameters<Parameters<typeof Field>[0]['children']>[0], 'aria-labelledby'>;
}) {
  const t = useWords();
  const form = useDefinitionForm();
  const words = useFieldWords();
  const [filter, setFilter] = useState('');
  const topics = useQuery(topicsQuery(form.parent, filter, true));
  const why = (topic: KnownTopic): string | undefined => {
    const misfit = misfitOf(topic, path, form.answers, form.id);
    if (misfit === undefined) return undefined;
    switch (misfit.kind) {
      case 'isSource':
        return t('wizard.picker.isSource');
      case 'isTaken':
        return t('wizard.picker.isTaken', { field: words.label(misfit.by) });
      default:
        return t(`wizard.picker.${misfit.kind}`, {
          found: t('wizard.picker.partitions', { count: misfit.found }),
        });
    }
  };
  return (
    <TopicPicker
      {...control}
      value={effective(form.answers, path, form.id)}
      topics={(topics.data?.topics ?? []).map((topic) => ({
        name: topic.topic ?? '',
        partitions: topic.partitions ?? 0,
      }))}
      why={why}
      loading={topics.isFetching}
      failed={topics.isError ? t('wizard.picker.failed') : ''}
      onSearch={setFilter}
      onChange={(topic) => form.change(path, topic)}
    />
  );
}
