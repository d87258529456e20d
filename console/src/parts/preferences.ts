// What a person likes: kept in this browser, and nothing but this is. Changes reach other tabs, too.
import { useSyncExternalStore } from 'react';
import type { Language } from '../words/words';

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  language: Language;
  // Whose time is shown first.
  zone: 'mine' | 'connector' | 'utc';
  shortcuts: boolean;
  navigationFolded: boolean;
  // The id of the instance that was looked at last; empty: none yet.
  instance: string;
}

const key = 'sluice.preferences';

function defaults(): Preferences {
  return {
    theme: 'system',
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
    zone: 'mine',
    shortcuts: true,
    navigationFolded: false,
    instance: '',
  };
}

let current = read();
const listeners = new Set<() => void>();

addEventListener('storage', (event) => {
  if (event.key !== key) return;
  current = read();
  tell();
});

export function preferences(): Preferences {
  return current;
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
  tell();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(listen, preferences);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>;
    return { ...defaults(), ...kept };
  } catch {
    return defaults();
  }
}

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

export function useIsDark(): boolean {
  const { theme } = usePreferences();
  const system = useSyncExternalStore(
    (listener) => {
      darkSystem.addEventListener('change', listener);
      return () => darkSystem.removeEventListener('change', listener);
    },
    () => darkSystem.matches,
  );
  return theme === 'system' ? system : theme === 'dark';
}
