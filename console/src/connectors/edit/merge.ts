// Two people changed one definition: what both touched differently has to be decided, everything else merges by itself. Pure.
import { type Answers, type Path, paths, with_ } from '../definition/fields';

export interface Conflict {
  path: Path;
  // As texts; empty: not said.
  base: string;
  theirs: string;
  yours: string;
}

export interface Merged {
  // In conflicts, what was typed here stands until somebody decides.
  answers: Answers;
  conflicts: Conflict[];
}

export function changedPaths(from: Answers, to: Answers): Path[] {
  return paths.filter((path) => (from[path] ?? '') !== (to[path] ?? ''));
}

export function merge(base: Answers, theirs: Answers, yours: Answers): Merged {
  let answers = { ...yours };
  const conflicts: Conflict[] = [];
  for (const path of changedPaths(base, theirs)) {
    const touched = (base[path] ?? '') !== (yours[path] ?? '');
    if (!touched) answers = with_(answers, path, theirs[path] ?? '');
    else if ((theirs[path] ?? '') !== (yours[path] ?? '')) {
      conflicts.push({
        path,
        base: base[path] ?? '',
        theirs: theirs[path] ?? '',
        yours: yours[path] ?? '',
      });
    }
  }
  return { answers, conflicts };
}
