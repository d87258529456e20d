// Keys for rows: j and k go, x ticks, enter opens, e edits, the dot opens the menu.
import { useCallback, useEffect, useRef, useState } from 'react';
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
    focusOn(name);
    rowOf(name)?.scrollIntoView({ block: 'nearest' });
  }, [name]);
  // Whoever opened the menu by a key comes back to the row, not to the menu's button.
  const byKey = useRef('');
  // Always the same: rows are not drawn again because another's menu opens.
  const menuChanged = useCallback((next: string) => {
    if (!next && byKey.current) focusOn(byKey.current);
    byKey.current = '';
    setMenuOf(next);
  }, []);

  useShortcut('down', () => go(active + 1));
  useShortcut('up', () => go(active - 1));
  useShortcut('tick', () => name && toggle(name));
  useShortcut('open', () => name && void navigate(`/${name}`));
  useShortcut('edit', () => name && void navigate(`/${name}/edit`));
  useShortcut('actions', () => {
    if (!name) return;
    byKey.current = name;
    setMenuOf(name);
  });
  return { active, menuOf, setMenuOf: menuChanged };
}

function rowOf(name: string): Element | null {
  return document.querySelector(`tr[data-name="${CSS.escape(name)}"]`);
}

function focusOn(name: string): void {
  rowOf(name)?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
}
