// Keys for rows: j and k go, x ticks, enter opens, e edits, the dot opens the menu.
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Connector } from '../../api/generated/types';
import { useShortcut } from '../../parts/keys';

interface RowKeys {
  active: number;
  menuOf: string;
  setMenuOf: (name: string) => void;
}

export function useRowKeys(rows: Connector[], toggle: (name: string) => void): RowKeys {
  const navigate = useNavigate();
  const [active, setActive] = useState(-1);
  const [menuOf, setMenuOf] = useState('');
  const name = rows[active]?.name ?? '';
  const go = (to: number) => setActive(Math.max(0, Math.min(rows.length - 1, to)));

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows, other places
  useEffect(() => setActive(-1), [rows.length]);
  // The focus goes along, so that a screen reader does, too.
  useEffect(() => {
    if (!name) return;
    const row = document.querySelector(`tr[data-name="${CSS.escape(name)}"]`);
    row?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [name]);

  useShortcut('down', () => go(active + 1));
  useShortcut('up', () => go(active - 1));
  useShortcut('tick', () => name && toggle(name));
  useShortcut('open', () => name && void navigate(`/${name}`));
  useShortcut('edit', () => name && void navigate(`/${name}/edit`));
  useShortcut('actions', () => name && setMenuOf(name));
  return { active, menuOf, setMenuOf };
}
