// Fields that two people changed differently: what it was, what the other wrote, what you wrote, and which shall stand.
import { Alert, Radio, Table } from 'antd';
import { HostileText } from '../../parts/HostileText';
import { useWords } from '../../words/words';
import { useFieldWords } from '../definition/Field';
import type { Answers, Path } from '../definition/fields';
import type { Conflict } from './merge';

interface ConflictTableProps {
  conflicts: Conflict[];
  answers: Answers;
  onDecide: (path: Path, value: string) => void;
}

export function ConflictTable({ conflicts, answers, onDecide }: ConflictTableProps) {
  const t = useWords();
  const words = useFieldWords();
  const value = (text: string) =>
    text === '' ? <em>{t('edit.standard')}</em> : <HostileText text={text} />;
  return (
    <section aria-label={t('edit.conflictTitle')}>
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={t('edit.conflictTitle')}
        description={t('edit.conflictHelp')}
      />
      <Table<Conflict>
        size="small"
        pagination={false}
        rowKey="path"
        dataSource={conflicts}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('edit.field'), render: (_, each) => words.label(each.path) },
          { title: t('edit.base'), render: (_, each) => value(each.base) },
          { title: t('edit.theirs'), render: (_, each) => value(each.theirs) },
          { title: t('edit.yours'), render: (_, each) => value(each.yours) },
          {
            title: t('edit.stands'),
            render: (_, each) => (
              <Radio.Group
                aria-label={t('edit.standsOf', { field: words.label(each.path) })}
                value={(answers[each.path] ?? '') === each.theirs ? 'theirs' : 'yours'}
                options={[
                  { value: 'theirs', label: t('edit.theirs') },
                  { value: 'yours', label: t('edit.yours') },
                ]}
                onChange={(event) =>
                  onDecide(each.path, event.target.value === 'theirs' ? each.theirs : each.yours)
                }
              />
            ),
          },
        ]}
      />
    </section>
  );
}
