import { expect, test } from 'vitest';
import type { Connector } from '../../api/generated/types';
import { answer, isAsked, stepsToCheckAgain } from './answering';
import { cloneOf, fromConnector, toConnector } from './definition';
import { readDuration, writeDuration } from './duration';
import { type Answers, derivedName, effective, paths, resourcePaths } from './fields';
import { placeOf, stepOf, worthShowing } from './findings';
import { grantsOf } from './grants';
import { partitionValue } from './partition_value';
import { misfitOf } from './topic_fit';
import { freeNameBeside } from './use_name';

test('what stands anyway is left out of a definition', () => {
  const answers: Answers = {
    'sink.mode': 'DEFAULT',
    'sink.time_zone': 'GMT 08:00',
    'sink.format': 'JSON',
    'scaling.tasks': '4',
    internet_access: 'true',
    labels: 'team=pay\nurl=a=b',
    'sink.late_policy.past_max': '1h30m',
    'error_policy.max_per_minute': '6000000000',
    'error_policy.max_share': '0.5',
  };
  expect(toConnector(answers)).toEqual({
    internetAccess: true,
    labels: { team: 'pay', url: 'a=b' },
    scaling: { tasks: 4 },
    sink: { format: 'JSON', latePolicy: { pastMax: '5400s' } },
    errorPolicy: { maxPerMinute: '6000000000', maxShare: 0.5 },
  });
});

test('answers and definition are each other’s way back', () => {
  const answers: Answers = {
    description: 'a\nb',
    labels: 'team=pay',
    'source.topic': 'orders',
    'source.start_offset': 'TIMESTAMP',
    'source.start_time': '2026-01-02T03:04:05Z',
    'resources.creation': 'MANUAL',
    'resources.offset_topic': 'mine',
    'sink.endpoint': 'http://h/api',
    'sink.access_key.access_key_id': 'id',
    'sink.delivery': 'UPSERT',
    'sink.upsert.key': 'RECORD_KEY',
    'sink.upsert.delete_tombstones': 'true',
    'completeness.grace': '1m30s',
  };
  expect(fromConnector(toConnector(answers), 'orders-sink')).toEqual(answers);
});

test('a secret is in the definition and never among the answers', () => {
  const connector = toConnector({ 'sink.access_key.access_key_id': 'id' }, 'hidden');
  expect(connector.sink?.accessKey).toEqual({ accessKeyId: 'id', accessKeySecret: 'hidden' });
  expect(JSON.stringify(fromConnector(connector, 'x'))).not.toContain('hidden');
});

test('names that follow the connector are no answers, and a clone’s follow its own', () => {
  const connector: Connector = {
    resources: {
      creation: 'AUTOMATIC',
      offsetTopic: 'connect-offset-old',
      taskGroup: 'connect-task-old',
    },
    sink: { table: 't' },
  };
  expect(fromConnector(connector, 'old')).toEqual({ 'sink.table': 't' });
  expect(cloneOf(connector, 'old')).toEqual({ 'sink.table': 't' });
  expect(derivedName('resources.offset_topic', 'new')).toBe('connect-offset-new');
  expect(effective({}, 'resources.dead_letter_topic', 'new')).toBe('connect-error-new');
  expect(resourcePaths.length).toBe(7);
});

test('an answer that is asked for no more goes', () => {
  let answers: Answers = { 'sink.delivery': 'UPSERT', 'sink.upsert.key': 'RECORD_KEY' };
  answers = answer(answers, 'sink.delivery', 'STREAM');
  expect(answers).toEqual({ 'sink.delivery': 'STREAM' });
  answers = { 'resources.creation': 'MANUAL', 'resources.offset_topic': 'mine' };
  expect(answer(answers, 'resources.creation', 'AUTOMATIC')).toEqual({
    'resources.creation': 'AUTOMATIC',
  });
  answers = { 'sink.account_uid': '1', 'sink.role_name': 'r' };
  expect(answer(answers, 'sink.access_key.access_key_id', 'id')).toEqual({
    'sink.access_key.access_key_id': 'id',
  });
  expect(isAsked({}, 'source.start_time')).toBe(false);
});

test('changing the name or the topic sends back to steps that were seen', () => {
  expect(stepsToCheckAgain('id', ['basic', 'source'])).toEqual(['source']);
  expect(stepsToCheckAgain('source.topic', ['basic', 'source'])).toEqual([]);
  expect(stepsToCheckAgain('source.topic', ['source', 'destination'])).toEqual(['destination']);
});

test('findings belong to the nearest field that the form has', () => {
  expect(placeOf('connector.sink.table')).toBe('sink.table');
  expect(placeOf('connector.sink.late_policy')).toBe('sink.late_policy.action');
  expect(placeOf('connector_id')).toBe('id');
  expect(placeOf('connector.sink.access_key.access_key_secret')).toBe('secret');
  expect(placeOf('parent')).toBeUndefined();
  expect(stepOf('connector.source.topic')).toBe('source');
  expect(stepOf('parent')).toBe('basic');
  const missing = {
    field: 'connector.sink.table',
    reason: 'FIELD_REQUIRED',
    severity: 'ERROR',
  } as const;
  expect(worthShowing([missing], [{ ...missing, hint: 'required' }])).toEqual([]);
});

test.each([
  ['GMT 08:00', 'HOUR', 'ORIGINAL', '11-17-2020 15'],
  ['GMT 08:00', 'DAY', 'ORIGINAL', '11-17-2020'],
  ['GMT 08:00', 'MINUTE', 'ISO', '2020-11-17 15:12'],
  ['GMT-03:30', 'HOUR', 'ISO', '2020-11-17 03'],
  ['Asia/Shanghai', 'HOUR', 'ORIGINAL', '11-17-2020 15'],
  ['UTC', 'HOUR', 'ORIGINAL', '11-17-2020 07'],
])('the table partition in %s by %s, %s, is %s', (zone, granularity, pattern, value) => {
  expect(partitionValue(new Date('2020-11-17T07:12:09Z'), { zone, granularity, pattern })).toBe(
    value,
  );
});

test('the table partition around midnight and in an unknown zone', () => {
  const form = { zone: 'GMT 08:00', granularity: 'HOUR', pattern: 'ORIGINAL' };
  expect(partitionValue(new Date('2020-12-31T16:00:00Z'), form)).toBe('01-01-2021 00');
  expect(partitionValue(new Date(), { ...form, zone: 'Mars/Phobos' })).toBeUndefined();
});

test('durations are read and written as people do', () => {
  expect(readDuration('1d2h3m4.5s')).toBe(93_784.5);
  expect(readDuration('soon')).toBeUndefined();
  expect(writeDuration('5400s')).toBe('1h30m');
  expect(writeDuration('0s')).toBe('0s');
  expect(writeDuration('1.500s')).toBe('1.500s');
});

test('a topic fits its role or says why not', () => {
  const answers: Answers = {
    'resources.creation': 'MANUAL',
    'source.topic': 'in',
    'resources.status_topic': 'st',
  };
  const fitOf = (name: string, partitions: number, role: Parameters<typeof misfitOf>[1]) =>
    misfitOf({ name, partitions }, role, answers, 'x');
  expect(fitOf('c', 1, 'resources.config_topic')).toBeUndefined();
  expect(fitOf('c', 3, 'resources.config_topic')).toEqual({ kind: 'needsOne', found: 3 });
  expect(fitOf('o', 1, 'resources.offset_topic')).toEqual({ kind: 'needsMore', found: 1 });
  expect(fitOf('in', 6, 'resources.status_topic')).toEqual({ kind: 'isSource' });
  expect(fitOf('st', 6, 'resources.offset_topic')).toEqual({
    kind: 'isTaken',
    by: 'resources.status_topic',
  });
  // The two topics for errors may be one.
  expect(fitOf('connect-error-x', 6, 'resources.abnormal_data_topic')).toBeUndefined();
  // Three partitions are worth a warning, which the checks say.
  expect(fitOf('s', 3, 'resources.status_topic')).toBeUndefined();
});

test('grants name what is typed, and a place for what is not', () => {
  expect(
    grantsOf({ 'sink.account_uid': '18', 'sink.role_name': 'Role1', 'sink.table': 't' }).table,
  ).toBe('grant Describe, Alter, Update on table t to user `RAM$18:role/role1`;');
  expect(grantsOf({}).project).toContain('<workspace>');
});

test('a free name beside one that is taken has a number and fits', () => {
  expect(freeNameBeside('orders')).toBe('orders-2');
  expect(freeNameBeside('orders-9')).toBe('orders-10');
  expect(freeNameBeside('a'.repeat(48)).length).toBe(48);
});

test('every field is asked for on some step', () => {
  expect(paths.length).toBeGreaterThan(40);
  expect(new Set(paths).size).toBe(paths.length);
});
