// An instant: how long ago, and on focus or hover its clock time in the connector's zone, in the reader's, and in UTC, each to
// be copied.
import { Popover } from 'antd';
import { useContext, useEffect, useRef, useState } from 'react';
import { useWords, words } from '../words/words';
import { ConnectorZone } from './ConnectorZone';
import { Copy } from './Copy';
import { useNow } from './now';
import styles from './parts.module.css';
import { usePreferences } from './preferences';
import { clockIn, myZone, offsetText, relative } from './zones';

interface TimeProps {
  // As the API says it; absent: it has not been.
  value: string | undefined;
  // The clock time instead of the age.
  absolute?: boolean;
  // What is said when it has not been.
  never?: string;
}

export function Time({ value, absolute = false, never }: TimeProps) {
  const t = useWords();
  const instant = value ? new Date(value) : undefined;
  if (!instant || Number.isNaN(instant.getTime()))
    return <span>{never ?? t('parts.time.never')}</span>;
  return <Instant instant={instant} absolute={absolute} />;
}

function Instant({ instant, absolute }: { instant: Date; absolute: boolean }) {
  const t = useWords();
  const now = useNow();
  const zone = useFirstZone();
  // A page has hundreds of times: the one that is looked at gets its popover, around a new button, which takes over.
  const [looked, setLooked] = useState<'by pointer' | 'by focus'>();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (looked !== 'by pointer') return;
    const timer = setTimeout(() => setOpen(true), 150);
    // The new button has not seen the pointer come, so it would not see it go either.
    const move = (event: PointerEvent) => {
      if (event.target instanceof Node && button.current?.contains(event.target)) return;
      clearTimeout(timer);
      setOpen(false);
    };
    addEventListener('pointermove', move, { once: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('pointermove', move);
    };
  }, [looked]);
  const age = relative(instant, now, words.language);
  const text = absolute ? clockIn(zone, instant) : age;
  const mark = (
    <button
      ref={button}
      type="button"
      className={styles.time}
      // biome-ignore lint/a11y/noAutofocus: it had the focus already, when it stood without a popover
      autoFocus={looked === 'by focus'}
      aria-label={absolute ? text : t('parts.time.absolute', { relative: age })}
      onPointerEnter={() => setLooked((before) => before ?? 'by pointer')}
      onFocus={() => setLooked((before) => before ?? 'by focus')}
      onClick={(event) => event.stopPropagation()}
    >
      <time dateTime={instant.toISOString()}>{text}</time>
    </button>
  );
  if (!looked) return mark;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      content={<Zones instant={instant} />}
      trigger={['hover', 'focus']}
      mouseEnterDelay={0.15}
    >
      {mark}
    </Popover>
  );
}

function Zones({ instant }: { instant: Date }) {
  const t = useWords();
  const connector = useContext(ConnectorZone);
  const rows = [
    ...(connector
      ? [{ name: `${t('parts.time.connectors')} (${connector})`, zone: connector }]
      : []),
    { name: `${t('parts.time.yours')} (${myZone()})`, zone: myZone() },
    { name: t('parts.time.utc'), zone: 'UTC' },
  ];
  return (
    <dl className={styles.zones}>
      {rows.map(({ name, zone }) => {
        const text = `${clockIn(zone, instant)} ${offsetText(zone, instant)}`;
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span className={styles.figure}>{text}</span> <Copy text={text} what={name} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

// The zone in which clock times are shown first.
export function useFirstZone(): string {
  const { zone } = usePreferences();
  const connector = useContext(ConnectorZone);
  if (zone === 'utc') return 'UTC';
  return zone === 'connector' && connector ? connector : myZone();
}
