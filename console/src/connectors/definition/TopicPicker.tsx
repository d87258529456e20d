// A topic of the instance, found by typing; one that does not fit is grey and says why. A name that no list knows can be typed.
import { Select } from 'antd';
import { useState } from 'react';
import { useWords } from '../../words/words';
import styles from './definition.module.css';
import type { ControlProps } from './Field';
import type { KnownTopic } from './topic_fit';

interface TopicPickerProps extends Omit<ControlProps, 'aria-labelledby'> {
  value: string;
  topics: KnownTopic[];
  // Why a topic cannot be chosen.
  why?: (topic: KnownTopic) => string | undefined;
  loading: boolean;
  // What went wrong with the list; empty: nothing.
  failed: string;
  onSearch: (text: string) => void;
  onChange: (topic: string) => void;
}

export function TopicPicker({
  value,
  topics,
  why,
  loading,
  failed,
  onSearch,
  onChange,
  ...control
}: TopicPickerProps) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const known = topics.map((topic) => {
    const misfit = why?.(topic);
    return {
      value: topic.name,
      disabled: misfit !== undefined,
      label: (
        <span className={styles.option}>
          <span>{topic.name}</span>
          <span className={styles.grey}>
            {misfit ?? t('wizard.picker.partitions', { count: topic.partitions })}
          </span>
        </span>
      ),
    };
  });
  const unknown = typed !== '' && !topics.some((topic) => topic.name === typed);
  const options = unknown
    ? [
        ...known,
        { value: typed, disabled: false, label: t('wizard.picker.typed', { name: typed }) },
      ]
    : known;
  return (
    <>
      <Select
        {...control}
        className={styles.wide}
        value={value === '' ? null : value}
        allowClear
        loading={loading}
        showSearch={{
          filterOption: false,
          onSearch: (text) => {
            setTyped(text.trim());
            onSearch(text.trim());
          },
        }}
        labelRender={({ value: chosen }) => chosen}
        notFoundContent={loading ? t('wizard.picker.loading') : failed || t('wizard.picker.none')}
        options={options}
        onChange={(topic: string | null | undefined) => {
          setTyped('');
          onSearch('');
          onChange(topic ?? '');
        }}
      />
      {failed !== '' && <p className={styles.grey}>{failed}</p>}
    </>
  );
}
