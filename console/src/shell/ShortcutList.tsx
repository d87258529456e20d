// Which keys there are, and the switch that turns them off.
import { Switch } from 'antd';
import { Dialog } from '../parts/Dialog';
import { type Shortcut, shortcuts } from '../parts/keys';
import { prefer, usePreferences } from '../parts/preferences';
import { useWords } from '../words/words';
import styles from './shell.module.css';

export function ShortcutList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords();
  const { shortcuts: on } = usePreferences();
  return (
    <Dialog open={open} title={t('shell.shortcuts')} footer={null} onCancel={onClose}>
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
    </Dialog>
  );
}
