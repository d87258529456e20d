// Rules for where rows go.
import type { Instance, LatePolicy, MaxComputeSink } from '../../../api/generated/types';
import { isTimeZone } from '../time_zone';
import { readChoice } from './choices';
import { readEndpoint } from './endpoint';
import { seconds } from './numbers';
import { checkOptionalWord, checkUrl, checkWord } from './texts';
import type { Violations } from './violation';

const lateMin = 60;
const lateMax = 3650 * 86_400;

export function checkSink(sink: MaxComputeSink, violations: Violations): void {
  checkEndpoint(sink, violations);
  checkWord('connector.sink.project', sink.project ?? '', '_', 128, violations);
  checkOptionalWord('connector.sink.schema', sink.schema ?? '', '_', 128, violations);
  checkWord('connector.sink.table', sink.table ?? '', '_', 128, violations);
  if (sink.accessKey) checkAccessKey(sink, violations);
  else checkRole(sink, violations);
  checkRows(sink, violations);
}

function checkEndpoint(sink: MaxComputeSink, violations: Violations): void {
  const endpoint = sink.endpoint ?? '';
  checkUrl('connector.sink.endpoint', endpoint, violations);
  if (sink.tunnelEndpoint)
    checkUrl('connector.sink.tunnel_endpoint', sink.tunnelEndpoint, violations);
  const told = readEndpoint(endpoint);
  const kind = kindOf(sink, violations);
  if (told.kind !== undefined && kind !== told.kind) {
    violations.add('connector.sink.endpoint_kind', 'ENDPOINT_KIND_MISMATCH', 'endpointKind', {
      told: told.kind,
    });
  }
  checkOptionalWord('connector.sink.region', regionOf(sink), '-', 64, violations);
  if (told.region !== '' && regionOf(sink) !== told.region) {
    violations.add('connector.sink.region', 'FIELD_CONFLICT', 'endpointRegion', {
      region: told.region,
    });
  }
}

function kindOf(sink: MaxComputeSink, violations: Violations): string {
  const said = readChoice('sink.endpoint_kind', sink.endpointKind, violations);
  return said === '' ? (readEndpoint(sink.endpoint ?? '').kind ?? 'PRIVATE') : said;
}

export function regionOf(sink: MaxComputeSink): string {
  return sink.region ? sink.region : readEndpoint(sink.endpoint ?? '').region;
}

function checkRole(sink: MaxComputeSink, violations: Violations): void {
  checkWord('connector.sink.role_name', sink.roleName ?? '', '.-', 64, violations);
  const uid = sink.accountUid ?? '';
  if (uid === '') violations.add('connector.sink.account_uid', 'FIELD_REQUIRED', 'required');
  else if (!/^[0-9]{1,32}$/.test(uid))
    violations.add('connector.sink.account_uid', 'FIELD_FORM', 'digits');
}

function checkAccessKey(sink: MaxComputeSink, violations: Violations): void {
  const key = sink.accessKey ?? {};
  const secret = key.accessKeySecret ?? '';
  const field = 'connector.sink.access_key.access_key_secret';
  checkWord(
    'connector.sink.access_key.access_key_id',
    key.accessKeyId ?? '',
    '_-.',
    128,
    violations,
  );
  if (secret === '') {
    // One that is stored already is never answered.
    if (key.accessKeySecretSet !== true) violations.add(field, 'FIELD_REQUIRED', 'required');
  } else if (secret.length > 256) {
    violations.add(field, 'FIELD_TOO_LONG', 'bytes', { max: 256 });
  } else if (!/^[!-~]+$/.test(secret)) {
    violations.add(field, 'FIELD_FORM', 'bad');
  }
  if (sink.roleName) violations.add('connector.sink.role_name', 'FIELD_CONFLICT', 'keyAndRole');
  if (sink.accountUid) violations.add('connector.sink.account_uid', 'FIELD_CONFLICT', 'keyAndRole');
}

function checkRows(sink: MaxComputeSink, violations: Violations): void {
  const mode = readChoice('sink.mode', sink.mode, violations);
  const format = readChoice('sink.format', sink.format, violations);
  readChoice('sink.partition_granularity', sink.partitionGranularity, violations);
  readChoice('sink.partition_pattern', sink.partitionPattern, violations);
  const clock = readChoice('sink.partition_clock', sink.partitionClock, violations);
  if (format === 'CSV' && mode === 'DEFAULT') {
    violations.add('connector.sink.format', 'CSV_NEEDS_KEY_OR_VALUE', 'csvNeedsKeyOrValue');
  }
  if (!isTimeZone(sink.timeZone ? sink.timeZone : 'GMT 08:00')) {
    violations.add('connector.sink.time_zone', 'TIME_ZONE_INVALID', 'timeZone');
  }
  checkLate(sink.latePolicy ?? {}, clock, violations);
  checkDelivery(sink, { mode, format, clock }, violations);
}

function checkLate(policy: LatePolicy, clock: string, violations: Violations): void {
  const action = readChoice('sink.late_policy.action', policy.action, violations);
  for (const [name, value] of [
    ['past_max', policy.pastMax],
    ['future_max', policy.futureMax],
  ] as const) {
    if (value === undefined) continue;
    const bound = seconds(value);
    const field = `connector.sink.late_policy.${name}`;
    if (bound === undefined) violations.add(field, 'FIELD_FORM', 'duration');
    else if (bound < lateMin || bound > lateMax)
      violations.add(field, 'FIELD_OUT_OF_RANGE', 'lateRange');
  }
  const given =
    action !== 'ABNORMAL_TOPIC' || policy.pastMax !== undefined || policy.futureMax !== undefined;
  if (clock === 'INGEST' && given)
    violations.add('connector.sink.late_policy', 'FIELD_CONFLICT', 'ingestHasNoLate');
}

function checkDelivery(
  sink: MaxComputeSink,
  rows: { mode: string; format: string; clock: string },
  violations: Violations,
): void {
  const delivery = readChoice('sink.delivery', sink.delivery, violations);
  const key = readChoice('sink.upsert.key', sink.upsert?.key, violations);
  const tombstones = sink.upsert?.deleteTombstones === true;
  if (delivery !== 'UPSERT') {
    if (key !== 'POSITION' || tombstones)
      violations.add('connector.sink.upsert', 'FIELD_CONFLICT', 'upsertUnasked');
    return;
  }
  if (key === 'POSITION') {
    if (tombstones)
      violations.add(
        'connector.sink.upsert.delete_tombstones',
        'FIELD_CONFLICT',
        'tombstonesByPosition',
      );
  } else if (rows.format === 'BINARY') {
    violations.add('connector.sink.upsert.key', 'FIELD_CONFLICT', 'keyBinary');
  } else if (rows.format === 'TEXT' && rows.mode === 'VALUE') {
    violations.add('connector.sink.upsert.key', 'FIELD_CONFLICT', 'keyValueText');
  }
  if (rows.clock === 'INGEST')
    violations.add('connector.sink.partition_clock', 'FIELD_CONFLICT', 'ingestUpsert');
}

// Whether tasks get to the endpoint from where the instance is (R16).
export function checkReach(
  sink: MaxComputeSink,
  internetAccess: boolean,
  instance: Instance,
  violations: Violations,
): void {
  const kind =
    sink.endpointKind && sink.endpointKind in { VPC: 0, PUBLIC: 0, PRIVATE: 0 }
      ? sink.endpointKind
      : undefined;
  const holds = kind ?? readEndpoint(sink.endpoint ?? '').kind;
  if (holds === 'PUBLIC' && !internetAccess) {
    violations.add('connector.internet_access', 'INTERNET_ACCESS_REQUIRED', 'internetNeeded');
  }
  const region = regionOf(sink);
  if (holds === 'VPC' && region !== '' && instance.region && region !== instance.region) {
    violations.add('connector.sink.endpoint', 'INTERNET_ACCESS_REQUIRED', 'vpcEndpointElsewhere', {
      region,
      instance: instance.region,
    });
  }
}
