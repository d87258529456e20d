import { QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Tooltip } from 'antd';
import { callerKey, signOut } from '../api/access';
import { idOf } from '../api/figures';
import { visibleText } from '../parts/HostileText';
import { pressShortcut } from '../parts/keys';
import { useWords } from '../words/words';
import { useCaller } from './access';

export function UserMenu() {
  const t = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { data: caller } = useCaller();
  const name = caller?.displayName || idOf(caller?.apiToken);
  const signedIn = caller?.authenticationRequired === true;

  const leave = async () => {
    try {
      await signOut();
      client.clear();
      await client.refetchQueries({ queryKey: callerKey });
      location.assign(document.baseURI);
    } catch (error) {
      void message.error(visibleText(error instanceof Error ? error.message : String(error)));
    }
  };

  const items = [
    {
      key: 'who',
      disabled: true,
      label: signedIn ? t('shell.user', { name }) : t('shell.open'),
    },
    ...(caller?.roles?.length
      ? [
          {
            key: 'roles',
            disabled: true,
            label: t('shell.roles', { roles: caller.roles.join(', ') }),
          },
        ]
      : []),
    ...(signedIn
      ? [{ type: 'divider' as const }, { key: 'signOut', label: t('shell.signOut') }]
      : []),
  ];
  return (
    <>
      <Tooltip title={t('shell.shortcuts')}>
        <Button
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label={t('shell.shortcuts')}
          onClick={() => pressShortcut('help')}
        />
      </Tooltip>
      <Dropdown
        trigger={['click']}
        menu={{
          items,
          onClick: ({ key }) => {
            if (key === 'signOut') void leave();
          },
        }}
      >
        <Button
          type="text"
          icon={<UserOutlined />}
          aria-label={signedIn ? t('shell.user', { name }) : t('shell.open')}
        >
          {signedIn ? name : undefined}
        </Button>
      </Dropdown>
    </>
  );
}
