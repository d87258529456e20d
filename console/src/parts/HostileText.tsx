// Text of strangers: keys, values, rows, messages. It is text and nothing else, is cut at 4 KiB until somebody wants all of it,
// and shows what would otherwise not be seen.
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useWords } from '../words/words';
import styles from './parts.module.css';

export const shownCharsMax = 4096;

interface HostileTextProps {
  text: string | null | undefined;
  // In one line, cut by the layout; for cells of tables.
  inline?: boolean;
}

export function HostileText({ text, inline = false }: HostileTextProps) {
  const t = useWords();
  const [all, setAll] = useState(false);
  const whole = text ?? '';
  const shown = all ? whole : whole.slice(0, shownCharsMax);
  const pieces = useMemo(() => visible(shown), [shown]);
  if (text === null || text === undefined) return <span className={styles.absent}>NULL</span>;
  if (text === '') return <span className={styles.absent}>{t('parts.text.empty')}</span>;
  return (
    <span className={inline ? styles.hostileInline : styles.hostile} dir="auto">
      {pieces.map((piece, index) =>
        piece.control ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and never move
          <span key={index} className={styles.control} title={piece.name}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {whole.length > shownCharsMax && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all
            ? t('parts.text.showLess')
            : t('parts.text.showMore', { size: `${Math.ceil(whole.length / 1024)} KiB` })}
        </Button>
      )}
    </span>
  );
}

interface Piece {
  text: string;
  control: boolean;
  name: string;
}

// Controls but line ends and tabs, the soft hyphen, and what has no width or turns the direction of text.
function isUnseen(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  return unseenRanges.some(([first, last]) => code >= first && code <= last);
}

const unseenRanges: [number, number][] = [
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
];

// The same where only plain text can stand: in attributes, sentences and short notices.
export function visibleText(text: string): string {
  const cut = text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
  return visible(cut)
    .map((piece) => piece.text)
    .join('');
}

export function visible(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (!isUnseen(code)) {
      plain += character;
      continue;
    }
    if (plain) pieces.push({ text: plain, control: false, name: '' });
    plain = '';
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    pieces.push({
      text: code < 0x20 ? String.fromCodePoint(0x2400 + code) : name,
      control: true,
      name,
    });
  }
  if (plain) pieces.push({ text: plain, control: false, name: '' });
  return pieces;
}
