// Everything that can be done with a connector; what cannot be done now says why.
import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { lazy, memo, Suspense, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { PlainVerb } from '../../api/connectors';
import { idOf, instanceOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { useWords } from '../../words/words';
import styles from '../state/state.module.css';
import { DeleteDialog } from './DeleteDialog';
import { permissionOf, plainVerbs, useAllowance, usePermission, useSetState } from './verbs';

const TestDialog = lazy(async () => ({ default: (await import('../test/TestDialog')).TestDialog }));

interface ActionMenuProps {
  connector: Connector;
  // With a word, where there is room.
  labelled?: boolean;
  // Whether it stands open, where a key opens it.
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  // It takes the focus from what stood in its place.
  focused?: boolean;
}

interface RowMenuProps {
  connector: Connector;
  open: boolean;
  // Told the connector's name when it opens, '' when it closes.
  onMenu: (name: string) => void;
}

// A list has hundreds of them: the one that is reached for gets its menu, and keeps it.
export const RowMenu = memo(function RowMenu({ connector, open, onMenu }: RowMenuProps) {
  const t = useWords();
  const [reached, setReached] = useState(false);
  const change = (opens: boolean) => onMenu(opens ? (connector.name ?? '') : '');
  if (open && !reached) setReached(true);
  if (reached || open)
    return <ActionMenu connector={connector} open={open} onOpenChange={change} focused />;
  return (
    <button
      type="button"
      className={styles.rowMenu}
      aria-label={t('state.actionsOf', { name: idOf(connector.name) })}
      aria-haspopup="menu"
      onClick={() => {
        setReached(true);
        change(true);
      }}
    >
      <MoreOutlined />
    </button>
  );
});

export function ActionMenu({
  connector,
  labelled = false,
  open,
  onOpenChange,
  focused = false,
}: ActionMenuProps) {
  const t = useWords();
  const navigate = useNavigate();
  const allowance = useAllowance();
  const mayTest = usePermission(permissionOf('test'));
  const mayCreate = usePermission(permissionOf('create'));
  const setState = useSetState();
  const [dialog, setDialog] = useState<'delete' | 'test' | undefined>();
  const button = useRef<HTMLButtonElement>(null);
  const name = connector.name ?? '';
  const id = idOf(name);

  const item = (
    key: string,
    word: string,
    { allowed, reason }: { allowed: boolean; reason: string },
    danger = false,
  ) => ({
    key,
    danger: danger && allowed,
    disabled: !allowed,
    label: (
      <>
        {word}
        {!allowed && reason && <span className={styles.menuReason}>{reason}</span>}
      </>
    ),
  });
  // Verbs that a state never knows are left out where a twin stands in their place.
  const verbs = plainVerbs.filter(
    (verb) => allowance(connector, verb).allowed || !hiddenTwin(connector, verb),
  );
  const items: MenuProps['items'] = [
    ...verbs.map((verb) => item(verb, t(`state.verb.${verb}`), allowance(connector, verb))),
    { type: 'divider' },
    item('test', t('state.verb.test'), mayTest),
    { key: 'data', label: t('state.verb.data') },
    item('update', t('state.verb.update'), allowance(connector, 'update')),
    item('clone', t('state.verb.clone'), mayCreate),
    { type: 'divider' },
    item('delete', t('state.verb.delete'), allowance(connector, 'delete'), true),
  ];

  const choose = (key: string) => {
    // What comes of it gives the focus back, for which the menu is gone by then.
    button.current?.focus();
    onOpenChange?.(false);
    switch (key) {
      case 'delete':
      case 'test':
        return setDialog(key);
      case 'data':
        return void navigate(`/${name}/data`);
      case 'update':
        return void navigate(`/${name}/edit`);
      case 'clone':
        return void navigate(
          `/instances/${instanceOf(name)}/connectors/new?from=${encodeURIComponent(id)}`,
        );
      default:
        return setState.mutate({ verb: key as PlainVerb, name });
    }
  };

  const label = t('state.actionsOf', { name: id });
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items,
          onClick: ({ key, domEvent }) => {
            domEvent.stopPropagation();
            // Else the same Enter presses what has the focus next: the cross of the dialog.
            domEvent.preventDefault();
            choose(key);
          },
        }}
        {...(open === undefined ? {} : { open })}
        {...(onOpenChange ? { onOpenChange } : {})}
      >
        <Button
          ref={button}
          type={labelled ? 'default' : 'text'}
          icon={<MoreOutlined />}
          aria-label={label}
          aria-haspopup="menu"
          autoFocus={focused}
          loading={setState.isPending}
          onClick={(event) => event.stopPropagation()}
        >
          {labelled ? t('buttons.more') : undefined}
        </Button>
      </Dropdown>
      {dialog === 'delete' && (
        <DeleteDialog connector={connector} open onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'test' && (
        <Suspense>
          <TestDialog name={name} open onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function hiddenTwin(connector: Connector, verb: PlainVerb): boolean {
  if (verb === 'undelete') return connector.state !== 'DELETED';
  const paused = connector.desiredState === 'PAUSED';
  return verb === 'pause' ? paused : verb === 'resume' ? !paused : false;
}
