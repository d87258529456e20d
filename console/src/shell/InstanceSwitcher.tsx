import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { idOf } from '../api/figures';
import { instancesQuery } from '../api/instances';
import { onShortcut } from '../parts/keys';
import { useWords } from '../words/words';
import { useInstance } from './instance';
import styles from './shell.module.css';

export function InstanceSwitcher() {
  const t = useWords();
  const navigate = useNavigate();
  const instance = useInstance();
  const { data, isLoading } = useQuery(instancesQuery);
  const select = useRef<React.ComponentRef<typeof Select>>(null);
  useEffect(() => onShortcut('instance', () => select.current?.focus()), []);
  const options = (data ?? []).map((each) => {
    const id = idOf(each.name);
    return {
      value: id,
      label: each.displayName && each.displayName !== id ? `${each.displayName} (${id})` : id,
    };
  });
  if (options.length > 1) options.push({ value: '-', label: t('shell.allInstances') });
  return (
    <Select
      ref={select}
      aria-label={t('shell.instance')}
      className={styles.instance}
      placeholder={t('shell.chooseInstance')}
      showSearch={{ optionFilterProp: 'label' }}
      loading={isLoading}
      options={options}
      value={instance || null}
      popupMatchSelectWidth={false}
      onChange={(id) => void navigate(`/instances/${id}/connectors`)}
    />
  );
}
