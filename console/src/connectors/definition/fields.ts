// Every field of a definition that a form asks for: where the API has it, on which step it is asked, what stands when nobody
// says anything, and what may become of it later. The order is that of the form.

export type Step = 'basic' | 'source' | 'destination';
export const steps: readonly Step[] = ['basic', 'source', 'destination'];

// How the API takes it. `list`: words that a line each is kept of.
type Kind = 'text' | 'choice' | 'switch' | 'integer' | 'number' | 'duration' | 'time' | 'labels';

// When a connector that exists may change it (docs/lifecycle.md has the reasons).
type Change = 'any-time' | 'until-deployed' | 'never';

interface FieldRow {
  step: Step;
  kind: Kind;
  // Of a choice that is not made, a number that is not given.
  standard?: string;
  change: Change;
  // Named after the connector until somebody names it: what stands before the connector's name.
  derived?: string;
}

const anyTime = { change: 'any-time' } as const;
const never = { change: 'never' } as const;
const derived = (prefix: string, change: Change = 'never') =>
  ({ step: 'source', kind: 'text', derived: prefix, change }) as const;

export const fields = {
  description: { step: 'basic', kind: 'text', ...anyTime },
  labels: { step: 'basic', kind: 'labels', ...anyTime },
  vpc_id: { step: 'source', kind: 'text', ...anyTime },
  vswitch_id: { step: 'source', kind: 'text', ...anyTime },
  'source.topic': { step: 'source', kind: 'text', ...never },
  'source.start_offset': {
    step: 'source',
    kind: 'choice',
    standard: 'LATEST',
    change: 'until-deployed',
  },
  'source.start_time': { step: 'source', kind: 'time', change: 'until-deployed' },
  'scaling.tasks': { step: 'source', kind: 'integer', standard: '1', ...anyTime },
  'resources.creation': { step: 'source', kind: 'choice', standard: 'AUTOMATIC', ...never },
  'resources.offset_topic': derived('connect-offset-'),
  'resources.config_topic': derived('connect-config-'),
  'resources.status_topic': derived('connect-status-'),
  'resources.dead_letter_topic': derived('connect-error-', 'any-time'),
  'resources.dead_letter_storage': { step: 'source', kind: 'choice', standard: 'LOCAL', ...never },
  'resources.abnormal_data_topic': derived('connect-error-', 'any-time'),
  'resources.abnormal_data_storage': { step: 'source', kind: 'choice', ...never },
  'resources.task_group': derived('connect-task-'),
  'resources.connector_group': derived('connect-cluster-'),
  'resources.replication_factor': { step: 'source', kind: 'integer', ...never },
  'sink.endpoint': { step: 'destination', kind: 'text', ...anyTime },
  internet_access: { step: 'destination', kind: 'switch', ...anyTime },
  'sink.region': { step: 'destination', kind: 'text', ...anyTime },
  'sink.endpoint_kind': { step: 'destination', kind: 'choice', ...anyTime },
  'sink.tunnel_endpoint': { step: 'destination', kind: 'text', ...anyTime },
  'sink.account_uid': { step: 'destination', kind: 'text', ...anyTime },
  'sink.role_name': { step: 'destination', kind: 'text', ...anyTime },
  'sink.access_key.access_key_id': { step: 'destination', kind: 'text', ...anyTime },
  'sink.project': { step: 'destination', kind: 'text', ...anyTime },
  'sink.schema': { step: 'destination', kind: 'text', ...anyTime },
  'sink.table': { step: 'destination', kind: 'text', ...anyTime },
  'sink.mode': { step: 'destination', kind: 'choice', standard: 'DEFAULT', ...anyTime },
  'sink.format': { step: 'destination', kind: 'choice', standard: 'TEXT', ...anyTime },
  'sink.partition_granularity': {
    step: 'destination',
    kind: 'choice',
    standard: 'HOUR',
    ...anyTime,
  },
  'sink.time_zone': { step: 'destination', kind: 'text', standard: 'GMT 08:00', ...anyTime },
  'sink.delivery': { step: 'destination', kind: 'choice', standard: 'EXACTLY_ONCE', ...anyTime },
  'sink.upsert.key': { step: 'destination', kind: 'choice', standard: 'POSITION', ...anyTime },
  'sink.upsert.delete_tombstones': { step: 'destination', kind: 'switch', ...anyTime },
  'sink.partition_pattern': {
    step: 'destination',
    kind: 'choice',
    standard: 'ORIGINAL',
    ...anyTime,
  },
  'sink.partition_clock': { step: 'destination', kind: 'choice', standard: 'RECORD', ...anyTime },
  'sink.late_policy.action': {
    step: 'destination',
    kind: 'choice',
    standard: 'ABNORMAL_TOPIC',
    ...anyTime,
  },
  'sink.late_policy.past_max': { step: 'destination', kind: 'duration', ...anyTime },
  'sink.late_policy.future_max': { step: 'destination', kind: 'duration', ...anyTime },
  'error_policy.tolerance': { step: 'destination', kind: 'choice', standard: 'ALL', ...anyTime },
  'error_policy.max_share': { step: 'destination', kind: 'number', standard: '0.1', ...anyTime },
  'error_policy.max_per_minute': { step: 'destination', kind: 'integer', ...anyTime },
  'completeness.grace': { step: 'destination', kind: 'duration', ...anyTime },
  'completeness.announcement_topic': { step: 'destination', kind: 'text', ...anyTime },
} as const satisfies Record<string, FieldRow>;

export type Path = keyof typeof fields;
export const paths = Object.keys(fields) as Path[];

// What was said of each field, as text; a field that is not there was not spoken of. Never a secret.
export type Answers = Partial<Record<Path, string>>;

export function rowOf(path: Path): FieldRow {
  return fields[path];
}

export function isPath(text: string): text is Path {
  return Object.hasOwn(fields, text);
}

// The five topics and two groups, in the order of the form.
export type ResourcePath = Extract<Path, `resources.${string}_${'topic' | 'group'}`>;
export const resourcePaths = paths.filter(
  (path): path is ResourcePath => rowOf(path).derived !== undefined,
);

export function derivedName(path: ResourcePath, id: string): string {
  return `${rowOf(path).derived}${id}`;
}

// What holds for a field: what was said, or what stands without.
export function effective(answers: Answers, path: Path, id = ''): string {
  const said = answers[path];
  if (said !== undefined && said !== '') return said;
  const row = rowOf(path);
  return row.derived === undefined ? (row.standard ?? '') : derivedName(path as ResourcePath, id);
}

export function with_(answers: Answers, path: Path, value: string): Answers {
  const next = { ...answers };
  if (value === '') delete next[path];
  else next[path] = value;
  return next;
}
