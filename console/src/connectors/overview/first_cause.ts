// What is wrong first of all, and the one thing to do about it. Pure.
import { instanceOf, numberOf } from '../../api/figures';
import type { Condition_ErrorClass, Connector } from '../../api/generated/types';

export type ErrorClass = 'USER' | 'SYSTEM' | 'DESTINATION' | 'QUOTA';

export type MainAction =
  // The form, with the cursor in this field; empty: in none.
  | { kind: 'edit'; field: string }
  // A statement that mends it; afterwards it is asked again whether all is well.
  | { kind: 'copy'; statement: string }
  // Only a move of offsets leads on.
  | { kind: 'moveOffsets' }
  // Ask the world whether all is well.
  | { kind: 'check' }
  // Fewer or larger table partitions ask less of the limit.
  | { kind: 'lighten'; field: string }
  // Something for whoever runs the service.
  | { kind: 'copyReport' };

export interface FirstCause {
  reason: string;
  errorClass: ErrorClass;
  message: string;
  remedy: string;
  since: string | undefined;
  count: number;
  nextAttempt: string | undefined;
  tasks: number[];
  main: MainAction;
}

// Which field of the form a reason is about.
const fields: Record<string, string> = {
  PROJECT_NOT_FOUND: 'sink.project',
  TABLE_NOT_FOUND: 'sink.table',
  TABLE_UNFIT: 'sink.table',
  ROLE_NOT_TRUSTED: 'sink.roleName',
  PERMISSION_MISSING: 'sink.roleName',
  CREDENTIALS_REJECTED: 'sink.roleName',
  SECRET_UNREADABLE: 'sink.accessKey.accessKeySecret',
  BAD_RECORD: 'errorPolicy.tolerance',
  TOO_MANY_BAD_RECORDS: 'errorPolicy.maxShare',
  VALUE_REFUSED: 'sink.format',
  TOPIC_UNFIT: 'resources.creation',
  ERROR_TOPIC_UNUSABLE: 'resources.deadLetterTopic',
};

const mendedByMoving = new Set(['RECORDS_EXPIRED', 'SOURCE_TRUNCATED', 'LEDGER_LOST']);

export function firstCauseOf(connector: Connector): FirstCause | undefined {
  const trouble = connector.trouble;
  if (!trouble?.reason) return undefined;
  const errorClass = classOf(trouble.errorClass);
  return {
    reason: trouble.reason,
    errorClass,
    message: trouble.message ?? '',
    remedy: trouble.remedy ?? '',
    since: trouble.since,
    count: numberOf(trouble.count),
    nextAttempt: trouble.nextAttemptTime,
    tasks: trouble.tasks ?? [],
    main: mainOf(errorClass, trouble.reason, trouble.remedy ?? ''),
  };
}

function classOf(told: Condition_ErrorClass | undefined): ErrorClass {
  switch (told) {
    case 'USER':
    case 'DESTINATION':
    case 'QUOTA':
      return told;
    default:
      return 'SYSTEM';
  }
}

function mainOf(errorClass: ErrorClass, reason: string, remedy: string): MainAction {
  if (isStatement(remedy)) return { kind: 'copy', statement: remedy };
  if (mendedByMoving.has(reason)) return { kind: 'moveOffsets' };
  switch (errorClass) {
    case 'USER':
      return { kind: 'edit', field: fields[reason] ?? '' };
    case 'DESTINATION':
      return { kind: 'check' };
    case 'QUOTA':
      return { kind: 'lighten', field: 'sink.partitionGranularity' };
    case 'SYSTEM':
      return { kind: 'copyReport' };
  }
}

// The server's remedies are sentences, or statements for MaxCompute, which end with a semicolon.
export function isStatement(remedy: string): boolean {
  return (
    /^(grant|alter|create|add|drop|set|revoke)\s/i.test(remedy.trim()) &&
    remedy.trim().endsWith(';')
  );
}

// The list of the connectors with the same cause.
export function sameCausePath(connector: Connector, reason: string): string {
  return `/instances/${instanceOf(connector.name)}/connectors?reason=${encodeURIComponent(reason)}`;
}

// All that is known, as text for a ticket. Values of records and secrets are in no field that it is made of.
export function reportOf(connector: Connector, now: number): string {
  const cause = firstCauseOf(connector);
  const lines: [string, string | undefined][] = [
    ['connector', connector.name],
    ['uid', connector.uid],
    ['state', `${connector.state ?? ''}, desired ${connector.desiredState ?? ''}`],
    ['revision', `${connector.revision ?? 0} (tasks: ${connector.taskRevision ?? 0})`],
    [
      'generation',
      `${connector.generation ?? 0} (carried out: ${connector.observedGeneration ?? 0})`,
    ],
    ['reason', cause && `${cause.reason} (class ${cause.errorClass})`],
    ['cause', cause?.message],
    ['what to do', cause?.remedy],
    ['since', cause?.since],
    ['count', cause && String(cause.count)],
    ['next attempt', cause?.nextAttempt],
    ['tasks', cause?.tasks.join(', ')],
    ['source', connector.source?.topic],
    ['table', `${connector.sink?.project ?? ''}.${connector.sink?.table ?? ''}`],
    ...(connector.conditions ?? []).map((condition): [string, string] => [
      `condition ${condition.type}`,
      [condition.status, condition.reason, condition.message].filter(Boolean).join(' · '),
    ]),
    ['reported', new Date(now).toISOString()],
  ];
  return lines
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
}
