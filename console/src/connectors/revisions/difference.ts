// In which fields two revisions differ, made ready to be read. Pure.
import type { ConnectorRevision, FieldDifference } from '../../api/generated/types';

export interface Difference {
  field: string;
  // Undefined: not set there.
  from: string | undefined;
  to: string | undefined;
  // The values are not told, only that they differ.
  secret: boolean;
  effect: string;
}

export function differencesOf(told: FieldDifference[]): Difference[] {
  return told.map((each) => ({
    field: each.field ?? '',
    from: readable(each.from),
    to: readable(each.to),
    secret: each.secret ?? false,
    effect: each.effect ?? 'CHANGE_EFFECT_UNSPECIFIED',
  }));
}

// Values are JSON: a text loses its quotes, anything with parts is laid out.
function readable(json: string | undefined): string | undefined {
  if (!json) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : json;
  } catch {
    return json;
  }
}

export interface Pair {
  from: number;
  to: number;
}

// Which two the URL compares: by default the newest and the one before it. The older one is `from`.
export function pairOf(search: URLSearchParams, newest: number): Pair | undefined {
  const from = numberIn(search.get('from'));
  const to = numberIn(search.get('to'));
  if (from !== undefined && to !== undefined && from !== to)
    return { from: Math.min(from, to), to: Math.max(from, to) };
  if (to !== undefined && to > 1) return { from: to - 1, to };
  return newest > 1 ? { from: newest - 1, to: newest } : undefined;
}

function numberIn(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

export type Health = 'healthy' | 'notYet' | 'never';

// The newest revision that tasks run by may still prove itself; an older one that never did never will.
export function healthOf(revision: ConnectorRevision, taskRevision: number): Health {
  if (revision.healthyTime) return 'healthy';
  return Number(revision.number ?? 0) >= taskRevision ? 'notYet' : 'never';
}
