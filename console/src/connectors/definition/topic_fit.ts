// Whether a topic that exists fits a role (R5, R6), as far as its partitions tell; its settings, the checks ask. Pure.
import { type Answers, effective, type ResourcePath, resourcePaths } from './fields';

export interface KnownTopic {
  name: string;
  partitions: number;
}

export type Misfit =
  | { kind: 'needsOne' | 'needsMore'; found: number }
  | { kind: 'isSource' }
  | { kind: 'isTaken'; by: ResourcePath };

const internal: readonly ResourcePath[] = [
  'resources.offset_topic',
  'resources.config_topic',
  'resources.status_topic',
];

export function misfitOf(
  topic: KnownTopic,
  role: ResourcePath,
  answers: Answers,
  id: string,
): Misfit | undefined {
  if (topic.name === effective(answers, 'source.topic')) return { kind: 'isSource' };
  const by = resourcePaths.find(
    (other) =>
      other !== role &&
      other.endsWith('_topic') &&
      effective(answers, other, id) === topic.name &&
      // The two topics for errors may be one.
      (internal.includes(other) || internal.includes(role)),
  );
  if (by !== undefined) return { kind: 'isTaken', by };
  if (role === 'resources.config_topic' && topic.partitions !== 1)
    return { kind: 'needsOne', found: topic.partitions };
  if (role === 'resources.offset_topic' && topic.partitions < 2)
    return { kind: 'needsMore', found: topic.partitions };
  return undefined;
}
