// Zone, language, appearance: kept for this browser.
import { BulbOutlined, ClockCircleOutlined, GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { type Preferences, prefer, usePreferences } from '../parts/preferences';
import { myZone } from '../parts/zones';
import { useWords } from '../words/words';

export function Look() {
  const t = useWords();
  return (
    <>
      <Choice
        preference="zone"
        label={t('shell.zone')}
        icon={<ClockCircleOutlined />}
        items={[
          { key: 'mine', label: t('shell.zoneMine', { zone: myZone() }) },
          { key: 'connector', label: t('shell.zoneConnector') },
          { key: 'utc', label: t('shell.zoneUtc') },
        ]}
      />
      <Choice
        preference="language"
        label={t('shell.language')}
        icon={<GlobalOutlined />}
        items={[
          { key: 'en', label: 'English' },
          { key: 'zh-CN', label: '简体中文' },
        ]}
      />
      <Choice
        preference="theme"
        label={t('shell.theme')}
        icon={<BulbOutlined />}
        items={[
          { key: 'system', label: t('shell.themeSystem') },
          { key: 'light', label: t('shell.themeLight') },
          { key: 'dark', label: t('shell.themeDark') },
        ]}
      />
    </>
  );
}

interface ChoiceProps {
  preference: 'zone' | 'language' | 'theme';
  label: string;
  icon: ReactNode;
  items: NonNullable<MenuProps['items']>;
}

function Choice({ preference, label, icon, items }: ChoiceProps) {
  const preferences = usePreferences();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [preferences[preference]],
        onClick: ({ key }) => prefer({ [preference]: key } as Partial<Preferences>),
      }}
    >
      <Tooltip title={label}>
        <Button type="text" icon={icon} aria-label={label} aria-haspopup="menu" />
      </Tooltip>
    </Dropdown>
  );
}
