// What a person likes; kept in this browser.
import { Form, Radio, Switch } from 'antd';
import { PageHead } from '../parts/PageHead';
import { prefer, usePreferences } from '../parts/preferences';
import { myZone } from '../parts/zones';
import { useWords } from '../words/words';
import styles from './settings.module.css';

export function PreferencesPage() {
  const t = useWords();
  const { theme, language, zone, shortcuts } = usePreferences();
  return (
    <>
      <PageHead title={t('settings.preferences')} />
      <p className={styles.quiet}>{t('settings.preference.where')}</p>
      <Form layout="vertical" className={styles.card ?? ''}>
        <Form.Item label={t('shell.theme')} htmlFor="theme">
          <Radio.Group
            id="theme"
            value={theme}
            onChange={(event) => prefer({ theme: event.target.value })}
            options={[
              { value: 'system', label: t('shell.themeSystem') },
              { value: 'light', label: t('shell.themeLight') },
              { value: 'dark', label: t('shell.themeDark') },
            ]}
          />
        </Form.Item>
        <Form.Item label={t('shell.language')} htmlFor="language">
          <Radio.Group
            id="language"
            value={language}
            onChange={(event) => prefer({ language: event.target.value })}
            options={[
              { value: 'en', label: <span lang="en">English</span> },
              { value: 'zh-CN', label: <span lang="zh-CN">简体中文</span> },
            ]}
          />
        </Form.Item>
        <Form.Item label={t('shell.zone')} htmlFor="zone" extra={t('settings.preference.zoneHelp')}>
          <Radio.Group
            id="zone"
            value={zone}
            onChange={(event) => prefer({ zone: event.target.value })}
            options={[
              { value: 'mine', label: t('shell.zoneMine', { zone: myZone() }) },
              { value: 'connector', label: t('shell.zoneConnector') },
              { value: 'utc', label: t('shell.zoneUtc') },
            ]}
          />
        </Form.Item>
        <Form.Item
          label={t('shell.shortcuts')}
          htmlFor="shortcuts"
          extra={t('settings.preference.shortcutsHelp')}
        >
          <Switch id="shortcuts" checked={shortcuts} onChange={(on) => prefer({ shortcuts: on })} />
        </Form.Item>
      </Form>
    </>
  );
}
