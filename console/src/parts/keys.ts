// Keyboard shortcuts: single keys and pairs, silent while somebody types. Pages say what a key does while they are there.
import { useEffect, useRef } from 'react';
import { preferences } from './preferences';

// What can be asked for, and by which keys; the list that `?` shows is this one.
export const shortcuts = {
  search: '/',
  connectors: 'g c',
  workers: 'g w',
  settings: 'g s',
  instance: 'g i',
  new: 'c',
  down: 'j',
  up: 'k',
  tick: 'x',
  open: 'Enter',
  edit: 'e',
  actions: '.',
  help: '?',
} as const;

export type Shortcut = keyof typeof shortcuts;

const handlers = new Map<Shortcut, (() => void)[]>();
const pairTime = 1_000;
let before = '';
let beforeAt = 0;

// The one that was added last is meant. Answers how to take it back.
export function onShortcut(shortcut: Shortcut, handler: () => void): () => void {
  handlers.set(shortcut, [...(handlers.get(shortcut) ?? []), handler]);
  return () => {
    handlers.set(
      shortcut,
      (handlers.get(shortcut) ?? []).filter((each) => each !== handler),
    );
  };
}

export function useShortcut(shortcut: Shortcut, handler: () => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => onShortcut(shortcut, () => latest.current()), [shortcut]);
}

// Whether anybody does something on it.
export function pressShortcut(shortcut: Shortcut): boolean {
  const handler = handlers.get(shortcut)?.at(-1);
  handler?.();
  return handler !== undefined;
}

export function hearKey(event: KeyboardEvent): void {
  if (
    !preferences().shortcuts ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented
  )
    return;
  if (isTyping(event.target)) return;
  const pair = event.timeStamp - beforeAt < pairTime ? `${before} ${event.key}` : '';
  before = event.key;
  beforeAt = event.timeStamp;
  const found = find(pair) ?? find(event.key);
  // Enter on a link or a button is theirs.
  if (!found || (found === 'open' && isPressable(event.target))) return;
  if (pressShortcut(found)) {
    event.preventDefault();
    before = '';
  }
}

function find(keys: string): Shortcut | undefined {
  return (Object.keys(shortcuts) as Shortcut[]).find((each) => shortcuts[each] === keys);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"],[role="menu"],[role="listbox"]'))
    return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button'].includes(target.type);
  return ['TEXTAREA', 'SELECT'].includes(target.tagName);
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('a,button,summary,[role="button"],[role="tab"]') !== null
  );
}
