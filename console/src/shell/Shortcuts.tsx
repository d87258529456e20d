// Hears the keys, and shows which there are.
import { Modal, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { hearKey, type Shortcut, shortcuts, useShortcut } from '../parts/keys';
import { prefer, usePreferences } from '../parts/preferences';
import { useWords } from '../words/words';
import { useInstance } from './instance';
import styles from './shell.module.css';

export function Shortcuts() {
  const t = useWords();
  const navigate = useNavigate();
  const instance = useInstance();
  const { shortcuts: on } = usePreferences();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    addEventListener('keydown', hearKey);
    return () => removeEventListener('keydown', hearKey);
  }, []);
  useShortcut('help', () => setOpen(true));
  useShortcut(
    'connectors',
    () => void navigate(instance ? `/instances/${instance}/connectors` : '/'),
  );
  useShortcut('workers', () => void navigate('/workers'));
  useShortcut('settings', () => void navigate('/settings'));
  return (
    <Modal open={open} title={t('shell.shortcuts')} footer={null} onCancel={() => setOpen(false)}>
      <dl className={styles.keys}>
        {(Object.keys(shortcuts) as Shortcut[]).map((each) => (
          <div key={each} className={styles.keyRow}>
            <dt>
              {shortcuts[each].split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`shell.shortcut.${each}`)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.switch}>
        <Switch
          aria-label={t('shell.shortcutsOff')}
          checked={on}
          onChange={(checked) => prefer({ shortcuts: checked })}
        />
        <span aria-hidden="true">{t('shell.shortcutsOff')}</span>
      </div>
    </Modal>
  );
}
