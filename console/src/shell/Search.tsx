// Connectors by name, topic, table, label: of the instance that is looked at.
import { SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { connectorsQuery } from '../api/connectors';
import { idOf } from '../api/figures';
import { quoted } from '../connectors/state/filter';
import { StateBadge } from '../connectors/state/StateBadge';
import { onShortcut } from '../parts/keys';
import { useWords } from '../words/words';
import { useInstance } from './instance';
import styles from './shell.module.css';

export function Search() {
  const t = useWords();
  const navigate = useNavigate();
  const instance = useInstance();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim(), 250);
  useEffect(() => onShortcut('search', () => input.current?.focus()), []);
  const { data, error } = useQuery({
    ...connectorsQuery({
      parent: `instances/${instance || '-'}`,
      pageSize: 10,
      filter: `q = ${quoted(text)}`,
    }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
  const found = text === '' ? [] : (data?.connectors ?? []);
  return (
    <AutoComplete
      className={styles.search}
      value={typed}
      options={found.map((each) => ({
        value: each.name ?? '',
        label: (
          <>
            <strong>{idOf(each.name)}</strong> <StateBadge state={each.state} />
            <div className={styles.secondary}>
              {each.source?.topic} → {each.sink?.table}
            </div>
          </>
        ),
      }))}
      notFoundContent={
        text === ''
          ? null
          : error
            ? t('shell.searchFailed')
            : data
              ? t('shell.searchNothing')
              : null
      }
      popupMatchSelectWidth={360}
      onSelect={(name: string) => {
        setTyped('');
        void navigate(`/${name}`);
      }}
      onChange={(value: string) => setTyped(value.startsWith('instances/') ? '' : value)}
    >
      <Input
        ref={input}
        aria-label={t('shell.search')}
        prefix={<SearchOutlined />}
        placeholder={t('shell.searchPlaceholder')}
        suffix={<kbd className={styles.secondary}>/</kbd>}
      />
    </AutoComplete>
  );
}

function useSettled(value: string, after: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}
