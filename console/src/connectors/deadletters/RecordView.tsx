// One dead letter: where it comes from, why it is no row, and what is in it.
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { deadLetterQuery } from '../../api/dead_letters';
import { bigintOf, idOf, numberOf } from '../../api/figures';
import type { DeadLetter } from '../../api/generated/types';
import { Answer } from '../../parts/Answer';
import { Copy } from '../../parts/Copy';
import { HostileText } from '../../parts/HostileText';
import { useNumbers } from '../../parts/numbers';
import { Time } from '../../parts/Time';
import { headline, useWords } from '../../words/words';
import styles from './deadletters.module.css';
import { Mark } from './LetterTable';
import { bestView, bytesOf, jsonOf, shown, textOf, type View } from './payload';

export function RecordView({ name }: { name: string }) {
  const query = useQuery(deadLetterQuery(name));
  return (
    <Answer query={query} what={idOf(name)} rows={8}>
      {(letter) => <Letter letter={letter} />}
    </Answer>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const t = useWords();
  return (
    <div className={styles.page}>
      <section className={styles.cause}>
        <h3>{headline(t, letter.reason ?? '')}</h3>
        <HostileText text={letter.message ?? ''} />
        <Facts letter={letter} />
      </section>
      <Payload
        title={t('deadLetters.key')}
        base64={letter.key}
        length={numberOf(letter.keyBytes)}
      />
      <Payload
        title={t('deadLetters.value')}
        base64={letter.value}
        length={numberOf(letter.valueBytes)}
      />
      <Headers letter={letter} />
    </div>
  );
}

function Facts({ letter }: { letter: DeadLetter }) {
  const t = useWords();
  const numbers = useNumbers();
  const source = `${letter.sourceTopic}/${letter.sourcePartition ?? 0}/${letter.sourceOffset ?? 0}`;
  const here = `${letter.topic}/${letter.partition ?? 0}/${letter.offset ?? 0}`;
  const facts: [string, ReactNode][] = [
    [
      t('deadLetters.reason'),
      <span key="reason">
        <code>{letter.reason}</code> · <code>{letter.stage}</code>
        {letter.column && (
          <>
            {' '}
            · {t('deadLetters.column')} <code>{letter.column}</code>
          </>
        )}
      </span>,
    ],
    [
      t('deadLetters.source'),
      <span key="source">
        <code>{source}</code> <Copy text={source} what={t('deadLetters.source')} />
      </span>,
    ],
    [
      t('deadLetters.recordTime'),
      <Time key="time" value={letter.sourceTime} absolute never={t('deadLetters.noTime')} />,
    ],
    [t('deadLetters.lies'), <code key="here">{here}</code>],
    [t('deadLetters.written'), <Time key="written" value={letter.writeTime} absolute />],
    [t('deadLetters.mark'), <Mark key="mark" letter={letter} />],
  ];
  if (
    letter.replayedOffset !== undefined &&
    letter.replayedOffset !== '-1' &&
    letter.mark === 'REPLAYED'
  ) {
    facts.push([t('deadLetters.replayedAs'), numbers.count(bigintOf(letter.replayedOffset))]);
  }
  if (letter.operation) {
    facts.push([
      t('deadLetters.operation'),
      <Link key="operation" to={`?operation=${encodeURIComponent(letter.operation)}`}>
        {idOf(letter.operation)}
      </Link>,
    ]);
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Payload({
  title,
  base64,
  length,
}: {
  title: string;
  base64: string | undefined;
  length: number;
}) {
  const t = useWords();
  const numbers = useNumbers();
  const bytes = useMemo(() => bytesOf(base64), [base64]);
  const [chosen, setChosen] = useState<View>();
  if (!bytes) {
    return (
      <section>
        <h3>{title}</h3>
        <p className={styles.quiet}>
          {length < 0 ? t('deadLetters.absent') : t('deadLetters.emptyBytes')}
        </p>
      </section>
    );
  }
  const view = chosen ?? bestView(bytes);
  const text = shown(bytes, view);
  return (
    <section>
      <header className={styles.payloadHead}>
        <h3>{title}</h3>
        <span className={styles.quiet}>{numbers.bytes(length)}</span>
        <Segmented<View>
          size="small"
          value={view}
          onChange={setChosen}
          aria-label={t('deadLetters.view', { what: title })}
          options={[
            { value: 'text', label: t('deadLetters.text') },
            { value: 'hex', label: t('deadLetters.hex') },
            { value: 'json', label: 'JSON', disabled: jsonOf(bytes) === undefined },
          ]}
        />
        <Copy text={text} what={title} />
      </header>
      {length > bytes.length && (
        <p className={styles.quiet}>
          {t('deadLetters.cut', { size: numbers.bytes(bytes.length) })}
        </p>
      )}
      {view === 'text' && !textOf(bytes).utf8 && (
        <p className={styles.quiet}>{t('deadLetters.notUtf8')}</p>
      )}
      <div className={styles.payload}>
        <HostileText text={text} />
      </div>
    </section>
  );
}

function Headers({ letter }: { letter: DeadLetter }) {
  const t = useWords();
  const headers = letter.headers ?? [];
  return (
    <section>
      <h3>{t('deadLetters.headers')}</h3>
      {headers.length === 0 ? (
        <p className={styles.quiet}>{t('deadLetters.noHeaders')}</p>
      ) : (
        <dl className={styles.facts}>
          {headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a record may have two headers of one name, and they never move
            <div key={index}>
              <dt>
                <HostileText text={header.name ?? ''} />
              </dt>
              <dd>
                <HostileText text={headerText(header.value)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function headerText(base64: string | undefined): string {
  const bytes = bytesOf(base64) ?? new Uint8Array();
  const { text, utf8 } = textOf(bytes);
  return utf8 ? text : shown(bytes, 'hex');
}
