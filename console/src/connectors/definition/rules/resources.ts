// Rules for the connector's own topics and groups.
import type { ConnectorResources, Instance } from '../../../api/generated/types';
import { jsonPath } from '../definition';
import { derivedName, resourcePaths } from '../fields';
import { readChoice } from './choices';
import { number } from './numbers';
import { checkTopic, isId } from './texts';
import type { Violations } from './violation';

const internalTopics = 3;
const topics = 5;
const taskGroupPrefix = 'connect-task-';

export function checkResources(
  id: string,
  sourceTopic: string,
  given: ConnectorResources,
  instance: Instance | undefined,
  violations: Violations,
): void {
  const creation = readChoice('resources.creation', given.creation, violations);
  const names = resourcePaths.map((path) => {
    const said = (given as Record<string, string | undefined>)[jsonPath(path).at(-1) ?? ''];
    return { path, name: said ? said : derivedName(path, id), expected: derivedName(path, id) };
  });
  const nameOf = (path: string) => names.find((each) => each.path === path)?.name ?? '';
  checkStorage(
    given,
    nameOf('resources.dead_letter_topic') === nameOf('resources.abnormal_data_topic'),
    violations,
  );
  // With a name that is refused anyway, complaints about names made from it would only add noise.
  if (!isId(id)) return;
  if (creation === 'MANUAL') {
    for (const { path, name } of names) checkTopic(`connector.${path}`, name, violations);
    if (nameOf('resources.connector_group').startsWith(taskGroupPrefix)) {
      violations.add('connector.resources.connector_group', 'FIELD_FORM', 'groupOfTasks');
    }
    if (isVersion0102(instance))
      violations.add('connector.resources.creation', 'MANUAL_NOT_POSSIBLE', 'manual0102');
  }
  for (const { path, name, expected } of names) {
    if ((creation === 'AUTOMATIC' || path === 'resources.task_group') && name !== expected) {
      violations.add(`connector.${path}`, 'RESOURCE_NAME_FIXED', 'fixedName', { expected });
    }
  }
  names.slice(0, topics).forEach(({ path, name }, index) => {
    if (name === sourceTopic)
      violations.add('connector.source.topic', 'SOURCE_IS_OWN_TOPIC', 'sourceIsOwn', {
        other: name,
      });
    for (const other of names.slice(0, Math.min(index, internalTopics))) {
      if (other.name === name)
        violations.add(`connector.${path}`, 'FIELD_FORM', 'distinct', { other: name });
    }
  });
}

// Where topics with a local storage engine cannot be made by hand (R8).
export function isVersion0102(instance: Instance | undefined): boolean {
  return /^0\.10\.2(\.|$)/.test(instance?.kafkaVersion ?? '');
}

function checkStorage(given: ConnectorResources, oneTopic: boolean, violations: Violations): void {
  const deadLetters = readChoice(
    'resources.dead_letter_storage',
    given.deadLetterStorage,
    violations,
  );
  const abnormal = readChoice(
    'resources.abnormal_data_storage',
    given.abnormalDataStorage,
    violations,
  );
  if (oneTopic && abnormal !== '' && abnormal !== deadLetters) {
    violations.add(
      'connector.resources.abnormal_data_storage',
      'FIELD_CONFLICT',
      'oneTopicTwoEngines',
    );
  }
  const replication = number(given.replicationFactor ?? 0);
  if (!(replication >= 0 && replication <= 32_767)) {
    violations.add('connector.resources.replication_factor', 'FIELD_OUT_OF_RANGE', 'range', {
      min: 0,
      max: 32_767,
    });
  }
}
