import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Button, Layout } from 'antd';
import { prefer, usePreferences } from '../parts/preferences';
import { useWords } from '../words/words';
import { InstanceSwitcher } from './InstanceSwitcher';
import { Look } from './Look';
import { Operations } from './Operations';
import { Search } from './Search';
import styles from './shell.module.css';
import { UserMenu } from './UserMenu';

export function TopBar() {
  const t = useWords();
  const { navigationFolded } = usePreferences();
  return (
    <Layout.Header className={styles.top}>
      <Button
        type="text"
        icon={navigationFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        aria-label={navigationFolded ? t('shell.expand') : t('shell.collapse')}
        aria-expanded={!navigationFolded}
        onClick={() => prefer({ navigationFolded: !navigationFolded })}
      />
      <InstanceSwitcher />
      <Search />
      <div className={styles.topEnd}>
        <Operations />
        <Look />
        <UserMenu />
      </div>
    </Layout.Header>
  );
}
