import { Tabs } from 'antd';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useWords } from '../words/words';

export function SettingsPage() {
  const t = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <>
      <Tabs
        activeKey={pathname.split('/')[2] ?? 'instances'}
        onChange={(key) => void navigate(`/settings/${key}`)}
        items={[
          { key: 'instances', label: t('settings.instances') },
          { key: 'access', label: t('settings.access') },
          { key: 'preferences', label: t('settings.preferences') },
        ]}
      />
      <Outlet />
    </>
  );
}
