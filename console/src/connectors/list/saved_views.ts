// Views that somebody gave a name, kept in this browser.
import { useSyncExternalStore } from 'react';

export interface SavedView {
  name: string;
  // What stands behind `?` in its URL.
  search: string;
}

const key = 'sluice.views';
const viewsMax = 50;
let views = read();
const listeners = new Set<() => void>();

export function useSavedViews(): SavedView[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => views,
  );
}

// One of the same name is replaced.
export function saveView(view: SavedView): void {
  keep([...views.filter((each) => each.name !== view.name), view].slice(-viewsMax));
}

export function forgetView(name: string): void {
  keep(views.filter((each) => each.name !== name));
}

function keep(next: SavedView[]): void {
  views = next;
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // Kept until the page goes.
  }
  for (const listener of listeners) listener();
}

function read(): SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (each) => typeof each?.name === 'string' && typeof each?.search === 'string',
    );
  } catch {
    return [];
  }
}
