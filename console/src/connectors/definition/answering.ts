// What an answer does to other answers: those that it makes senseless are taken back, and steps that stand on it are to be
// looked at again. Pure.
import {
  type Answers,
  effective,
  type Path,
  resourcePaths,
  rowOf,
  type Step,
  steps,
  with_,
} from './fields';

// Whether an answer is asked for at all, as things are.
export function isAsked(answers: Answers, path: Path): boolean {
  switch (path) {
    case 'source.start_time':
      return effective(answers, 'source.start_offset') === 'TIMESTAMP';
    case 'sink.upsert.key':
      return effective(answers, 'sink.delivery') === 'UPSERT';
    case 'sink.upsert.delete_tombstones':
      return (
        effective(answers, 'sink.delivery') === 'UPSERT' &&
        effective(answers, 'sink.upsert.key') === 'RECORD_KEY'
      );
    case 'sink.late_policy.action':
    case 'sink.late_policy.past_max':
    case 'sink.late_policy.future_max':
      return effective(answers, 'sink.partition_clock') === 'RECORD';
    case 'error_policy.max_share':
    case 'error_policy.max_per_minute':
      return effective(answers, 'error_policy.tolerance') === 'ALL';
    default:
      return true;
  }
}

// The answers once `path` is `value`. An answer that is asked for no more goes; where Sluice makes the topics, their names are
// Sluice's; a role and an access key are one or the other.
export function answer(before: Answers, path: Path, value: string): Answers {
  let after = with_(before, path, value);
  if (path === 'resources.creation' && effective(after, path) === 'AUTOMATIC') {
    for (const each of resourcePaths) after = with_(after, each, '');
  }
  if (path === 'sink.access_key.access_key_id' && value !== '') {
    after = with_(with_(after, 'sink.account_uid', ''), 'sink.role_name', '');
  }
  for (const each of Object.keys(after) as Path[]) {
    if (each !== path && !isAsked(after, each)) after = with_(after, each, '');
  }
  return after;
}

// Answers of one step that what is asked on another stands on. Whoever changes them looks at that one again.
const leansOn: Partial<Record<Path, Step[]>> = {
  'source.topic': ['destination'],
  'resources.creation': ['destination'],
  vpc_id: ['destination'],
};

// The steps to look at again after this change, those that had been seen only. `id`: the connector's own name changed.
export function stepsToCheckAgain(changed: Path | 'id', seen: readonly Step[]): Step[] {
  const later = changed === 'id' ? (['source'] as Step[]) : (leansOn[changed] ?? []);
  return steps.filter(
    (step) =>
      later.includes(step) &&
      seen.includes(step) &&
      (changed === 'id' || step !== rowOf(changed).step),
  );
}
