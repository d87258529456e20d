import { Button, Table, type TableColumnsType, Tag } from 'antd';
import { bigintOf, idOf } from '../../api/figures';
import type { DeadLetter } from '../../api/generated/types';
import { HeadBox } from '../../parts/HeadBox';
import { HostileText, visibleText } from '../../parts/HostileText';
import { useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { headline, useWords, type Words } from '../../words/words';
import styles from './deadletters.module.css';

interface LetterTableProps {
  letters: DeadLetter[];
  // Whether those that somebody has seen to are shown, too.
  marked: boolean;
  // Names.
  ticked: string[];
  onTick: (names: string[]) => void;
  // An id: the last part of a name.
  onOpen: (id: string) => void;
}

export function LetterTable({ letters, marked, ticked, onTick, onOpen }: LetterTableProps) {
  const t = useWords();
  const numbers = useNumbers();
  return (
    <Table<DeadLetter>
      rowKey={(letter) => letter.name ?? ''}
      dataSource={letters}
      columns={columns(t, numbers.count, onOpen).filter(({ key }) => marked || key !== 'mark')}
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowSelection={{
        columnTitle: (box) => <HeadBox>{box}</HeadBox>,
        selectedRowKeys: ticked,
        onChange: (keys) => onTick(keys.map(String)),
        getCheckboxProps: (letter) => ({
          'aria-label': t('deadLetters.tick', { id: idOf(letter.name) }),
        }),
        getTitleCheckboxProps: () => ({ 'aria-label': t('deadLetters.tickAll') }),
      }}
    />
  );
}

function columns(
  t: Words,
  count: (value: bigint) => string,
  onOpen: (id: string) => void,
): TableColumnsType<DeadLetter> {
  return [
    {
      title: t('deadLetters.letter'),
      key: 'letter',
      render: (_, letter) => (
        <Button
          type="link"
          size="small"
          className={styles.open ?? ''}
          onClick={() => onOpen(idOf(letter.name))}
        >
          {idOf(letter.name)}
        </Button>
      ),
    },
    {
      title: t('deadLetters.written'),
      key: 'written',
      render: (_, letter) => <Time value={letter.writeTime} />,
    },
    {
      title: t('deadLetters.reason'),
      key: 'reason',
      render: (_, letter) => <span title={letter.reason}>{headline(t, letter.reason ?? '')}</span>,
    },
    {
      title: t('deadLetters.column'),
      key: 'column',
      render: (_, letter) => (letter.column ? <code>{letter.column}</code> : '–'),
    },
    {
      title: t('deadLetters.source'),
      key: 'source',
      render: (_, letter) =>
        t('deadLetters.place', {
          partition: letter.sourcePartition ?? 0,
          offset: count(bigintOf(letter.sourceOffset)),
        }),
    },
    {
      title: t('deadLetters.message'),
      key: 'message',
      render: (_, letter) => (
        <div className={styles.message} title={visibleText(letter.message ?? '')}>
          <HostileText text={letter.message ?? ''} inline />
        </div>
      ),
    },
    { title: t('deadLetters.mark'), key: 'mark', render: (_, letter) => <Mark letter={letter} /> },
  ];
}

export function Mark({ letter }: { letter: DeadLetter }) {
  const t = useWords();
  const mark = letter.mark;
  if (!mark || mark === 'MARK_UNSPECIFIED') return <>–</>;
  return (
    <span>
      <Tag variant="outlined">{t(`deadLetters.marks.${mark}`)}</Tag>{' '}
      <Time value={letter.markTime} />
    </span>
  );
}
