// Views to choose from: some that everybody needs, and one's own.
import { DeleteOutlined, DownOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input } from 'antd';
import { useState } from 'react';
import { Dialog } from '../../parts/Dialog';
import { useWords } from '../../words/words';
import styles from './list.module.css';
import { forgetView, saveView, useSavedViews } from './saved_views';
import { changed, paramsOf, type View, viewOf, wholeView } from './view';

export function Views({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const t = useWords();
  const saved = useSavedViews();
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const given: { key: string; label: string; view: View }[] = [
    { key: 'all', label: t('list.viewAll'), view: wholeView },
    {
      key: 'attention',
      label: t('list.viewAttention'),
      view: changed(wholeView, { states: ['FAILED', 'STALLED', 'DEGRADED'] }),
    },
    {
      key: 'behind',
      label: t('list.viewBehind', { age: '10m' }),
      view: changed(wholeView, { older: '10m', sort: '-fresh' }),
    },
    { key: 'drafts', label: t('list.viewDrafts'), view: changed(wholeView, { states: ['DRAFT'] }) },
  ];
  const choose = (key: string) => {
    if (key === 'save') return setNaming(true);
    const mine = saved.find((each) => `mine ${each.name}` === key);
    const target = mine
      ? viewOf(new URLSearchParams(mine.search))
      : given.find((each) => each.key === key)?.view;
    if (target) onChange(target);
  };
  const save = () => {
    if (name.trim() === '') return;
    const search = paramsOf({ ...view, after: '', before: 0 }).toString();
    saveView({ name: name.trim(), search });
    setNaming(false);
    setName('');
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          onClick: ({ key }) => choose(key),
          items: [
            ...given.map(({ key, label }) => ({ key, label })),
            ...(saved.length > 0 ? [{ type: 'divider' as const }] : []),
            ...saved.map((each) => ({
              key: `mine ${each.name}`,
              label: each.name,
              extra: (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('list.forgetView', { name: each.name })}
                  onClick={(event) => {
                    event.stopPropagation();
                    forgetView(each.name);
                  }}
                />
              ),
            })),
            { type: 'divider' },
            { key: 'save', label: t('list.saveView') },
          ],
        }}
      >
        <Button>
          {t('list.views')} <DownOutlined />
        </Button>
      </Dropdown>
      <Dialog
        open={naming}
        title={t('list.saveView')}
        okText={t('buttons.save')}
        cancelText={t('buttons.cancel')}
        okButtonProps={{ disabled: name.trim() === '' }}
        onOk={save}
        onCancel={() => setNaming(false)}
      >
        <p className={styles.secondary}>{t('list.saveViewHelp')}</p>
        <Input
          autoFocus
          aria-label={t('list.viewName')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={save}
        />
      </Dialog>
    </>
  );
}
