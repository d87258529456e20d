import { expect, test } from 'vitest';
import type { Connector, Trouble } from '../../api/generated/types';
import { firstCauseOf, isStatement, reportOf } from './first_cause';

const grant =
  'grant Update on table test_kafka to user `RAM$1234567890123456:role/aliyunkafkamaxcomputeuser1`;';

function wrong(trouble: Trouble): Connector {
  return { name: 'instances/i/connectors/orders', state: 'FAILED', trouble };
}

test('nothing wrong has no panel', () => {
  expect(firstCauseOf({ state: 'RUNNING' })).toBeUndefined();
});

test.each([
  [
    { reason: 'TOO_MANY_BAD_RECORDS', errorClass: 'USER' },
    { kind: 'edit', field: 'errorPolicy.maxShare' },
  ],
  [
    { reason: 'PERMISSION_MISSING', errorClass: 'USER', remedy: grant },
    { kind: 'copy', statement: grant },
  ],
  [
    { reason: 'RECORDS_EXPIRED', errorClass: 'USER', remedy: 'move the offset' },
    { kind: 'moveOffsets' },
  ],
  [{ reason: 'MAXCOMPUTE_UNREACHABLE', errorClass: 'DESTINATION' }, { kind: 'check' }],
  [
    { reason: 'QUOTA_EXCEEDED', errorClass: 'QUOTA' },
    { kind: 'lighten', field: 'sink.partitionGranularity' },
  ],
  [{ reason: 'KAFKA_UNAVAILABLE', errorClass: 'SYSTEM' }, { kind: 'copyReport' }],
  // A class that a newer server adds is left to whoever runs it.
  [{ reason: 'NEW', errorClass: 'ERROR_CLASS_UNSPECIFIED' }, { kind: 'copyReport' }],
] as [Trouble, unknown][])('%o is mended by %o', (trouble, main) => {
  expect(firstCauseOf(wrong(trouble))?.main).toEqual(main);
});

test('a sentence is no statement, even one that begins like it', () => {
  expect(isStatement(grant)).toBe(true);
  expect(isStatement('create the table, or name an existing one')).toBe(false);
  expect(isStatement('wait, it is tried again;')).toBe(false);
});

test('a report tells what is known and leaves out what is not', () => {
  const report = reportOf(wrong({ reason: 'NO_WORKER', errorClass: 'SYSTEM', count: '3' }), 0);

  expect(report).toContain('reason: NO_WORKER (class SYSTEM)');
  expect(report).toContain('count: 3');
  expect(report).not.toContain('next attempt');
});
