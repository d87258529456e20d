import { ApiOutlined, ClusterOutlined, SettingOutlined } from '@ant-design/icons';
import { Layout, Menu } from 'antd';
import { Link, useLocation } from 'react-router';
import { prefer, usePreferences } from '../parts/preferences';
import { useWords } from '../words/words';
import { useInstance } from './instance';
import { Logo } from './Logo';
import styles from './shell.module.css';

export function Navigation() {
  const t = useWords();
  const { pathname } = useLocation();
  const { navigationFolded } = usePreferences();
  const instance = useInstance();
  const connectors = instance ? `/instances/${instance}/connectors` : '/';
  const items = [
    {
      key: 'connectors',
      icon: <ApiOutlined />,
      label: <Link to={connectors}>{t('shell.connectors')}</Link>,
    },
    {
      key: 'workers',
      icon: <ClusterOutlined />,
      label: <Link to="/workers">{t('shell.workers')}</Link>,
    },
    {
      key: 'settings',
      icon: <SettingOutlined />,
      label: <Link to="/settings">{t('shell.settings')}</Link>,
    },
  ];
  const first = pathname.split('/')[1] ?? '';
  return (
    <Layout.Sider
      collapsible
      collapsed={navigationFolded}
      onCollapse={(folded) => prefer({ navigationFolded: folded })}
      breakpoint="lg"
      width={208}
      collapsedWidth={56}
      className={styles.sider}
      trigger={null}
    >
      <Link
        to="/"
        className={`${styles.brand} ${navigationFolded ? styles.folded : ''}`}
        aria-label={t('shell.product')}
      >
        <Logo />
        {!navigationFolded && t('shell.product')}
      </Link>
      <nav aria-label={t('shell.navigation')}>
        <Menu
          mode="inline"
          items={items}
          selectedKeys={[first === 'instances' || first === '' ? 'connectors' : first]}
          inlineCollapsed={navigationFolded}
        />
      </nav>
    </Layout.Sider>
  );
}
