// Whether a definition would be taken: the rules of controlplane/validation, which tests/golden/validation keeps alike. What
// only the world knows is not asked here. Pure.
import type {
  CompletenessPolicy,
  Connector,
  ErrorPolicy,
  Instance,
  KafkaSource,
} from '../../../api/generated/types';
import { readChoice } from './choices';
import { number, seconds } from './numbers';
import { checkResources } from './resources';
import { checkReach, checkSink } from './sink';
import {
  checkAnnotations,
  checkId,
  checkLabels,
  checkOptionalWord,
  checkText,
  checkTopic,
  checkWord,
} from './texts';
import { type Violation, Violations } from './violation';

// `instance`: undefined while it is not known; then what depends on it is left out.
export function judge(
  connector: Connector,
  id: string,
  instance: Instance | undefined,
): Violation[] {
  const violations = new Violations();
  const topic = connector.source?.topic ?? '';
  checkId('connector_id', id, violations);
  readChoice('task_type', connector.taskType, violations);
  checkLabels('connector.labels', connector.labels ?? {}, violations);
  checkAnnotations('connector.annotations', connector.annotations ?? {}, violations);
  checkText('connector.description', connector.description ?? '', 1024, violations);
  checkSource(connector.source ?? {}, violations);
  checkResources(id, topic, connector.resources ?? {}, instance, violations);
  checkSink(connector.sink ?? {}, violations);
  checkOptionalWord('connector.vpc_id', networkOf(connector, instance).vpc, '-_', 64, violations);
  checkOptionalWord(
    'connector.vswitch_id',
    networkOf(connector, instance).vswitch,
    '-_',
    64,
    violations,
  );
  const tasks = number(connector.scaling?.tasks ?? 1);
  if (tasks !== 0 && !(tasks >= 1 && tasks <= 64)) {
    violations.add('connector.scaling.tasks', 'FIELD_OUT_OF_RANGE', 'range', { min: 1, max: 64 });
  }
  checkErrorPolicy(connector.errorPolicy ?? {}, violations);
  checkCompleteness(connector.completeness ?? {}, topic, violations);
  if (instance) checkNetwork(connector, instance, violations);
  return violations.all;
}

function checkSource(source: KafkaSource, violations: Violations): void {
  checkTopic('connector.source.topic', source.topic ?? '', violations);
  const byTime = readChoice('source.start_offset', source.startOffset, violations) === 'TIMESTAMP';
  const field = 'connector.source.start_time';
  if (byTime && !source.startTime) violations.add(field, 'FIELD_REQUIRED', 'startTimeMissing');
  else if (!byTime && source.startTime) violations.add(field, 'FIELD_CONFLICT', 'startTimeUnasked');
  else if (byTime && Date.parse(source.startTime ?? '') < 0)
    violations.add(field, 'FIELD_OUT_OF_RANGE', 'startTimeOld');
}

function checkErrorPolicy(policy: ErrorPolicy, violations: Violations): void {
  const tolerance = readChoice('error_policy.tolerance', policy.tolerance, violations);
  // 0 is what is not said.
  const share = number(policy.maxShare ?? 0) === 0 ? 0.1 : number(policy.maxShare);
  const perMinute = number(policy.maxPerMinute ?? 0);
  if (!(share > 0 && share <= 1))
    violations.add('connector.error_policy.max_share', 'FIELD_OUT_OF_RANGE', 'shareRange');
  if (!(perMinute >= 0)) {
    violations.add('connector.error_policy.max_per_minute', 'FIELD_OUT_OF_RANGE', 'range', {
      min: 0,
      max: '2^63',
    });
  }
  if (tolerance === 'NONE' && (share !== 0.1 || perMinute !== 0)) {
    violations.add('connector.error_policy', 'FIELD_CONFLICT', 'limitsWithNone');
  }
}

function checkCompleteness(
  policy: CompletenessPolicy,
  sourceTopic: string,
  violations: Violations,
): void {
  if (policy.grace !== undefined) {
    const grace = seconds(policy.grace);
    if (grace === undefined)
      violations.add('connector.completeness.grace', 'FIELD_FORM', 'duration');
    else if (grace < 0 || grace > 7 * 86_400)
      violations.add('connector.completeness.grace', 'FIELD_OUT_OF_RANGE', 'graceRange');
  }
  const topic = policy.announcementTopic ?? '';
  if (topic === '') return;
  checkWord('connector.completeness.announcement_topic', topic, '._-', 249, violations);
  if (topic === sourceTopic) {
    violations.add(
      'connector.completeness.announcement_topic',
      'FIELD_CONFLICT',
      'announcementIsSource',
    );
  }
}

function networkOf(
  connector: Connector,
  instance: Instance | undefined,
): { vpc: string; vswitch: string } {
  return {
    vpc: connector.vpcId ? connector.vpcId : (instance?.vpcId ?? ''),
    vswitch: connector.vswitchId ? connector.vswitchId : (instance?.vswitchIds?.[0] ?? ''),
  };
}

function checkNetwork(connector: Connector, instance: Instance, violations: Violations): void {
  const { vpc, vswitch } = networkOf(connector, instance);
  if (instance.vpcId && vpc !== '' && vpc !== instance.vpcId) {
    violations.add('connector.vpc_id', 'VPC_MISMATCH', 'vpc', { expected: instance.vpcId });
  }
  const known = instance.vswitchIds ?? [];
  if (known.length > 0 && vswitch !== '' && !known.includes(vswitch)) {
    violations.add('connector.vswitch_id', 'VSWITCH_MISMATCH', 'vswitch', {
      expected: known.join(', '),
    });
  }
  checkReach(connector.sink ?? {}, connector.internetAccess === true, instance, violations);
}
