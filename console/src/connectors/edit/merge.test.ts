import { expect, test } from 'vitest';
import { merge } from './merge';
import { maskOf, updateOf } from './update';

test('fields that one side changed merge by themselves', () => {
  const base = { 'sink.mode': 'KEY', 'sink.table': 't', description: 'old' };
  const theirs = { ...base, 'sink.table': 'theirs' };
  const yours = { ...base, description: 'yours' };
  expect(merge(base, theirs, yours)).toEqual({
    answers: { 'sink.mode': 'KEY', 'sink.table': 'theirs', description: 'yours' },
    conflicts: [],
  });
});

test('a field that both changed alike is no conflict; differently it is, and yours stands meanwhile', () => {
  const base = { 'sink.table': 't', 'sink.mode': 'KEY' };
  const theirs = { 'sink.table': 'theirs', 'sink.mode': 'VALUE' };
  const yours = { 'sink.table': 'yours', 'sink.mode': 'VALUE' };
  expect(merge(base, theirs, yours)).toEqual({
    answers: yours,
    conflicts: [{ path: 'sink.table', base: 't', theirs: 'theirs', yours: 'yours' }],
  });
});

test('what they took back is taken back', () => {
  const base = { description: 'a', 'sink.table': 't' };
  expect(merge(base, { 'sink.table': 't' }, base)).toEqual({
    answers: { 'sink.table': 't' },
    conflicts: [],
  });
});

test('the mask names what differs, as the API spells it', () => {
  expect(maskOf({}, { 'sink.time_zone': 'UTC', 'scaling.tasks': '2' }, '')).toEqual([
    'scaling.tasks',
    'sink.timeZone',
  ]);
});

test('an access key comes and goes as a whole; a new secret goes alone', () => {
  const key = { 'sink.access_key.access_key_id': 'id' };
  expect(maskOf({}, key, 's')).toEqual(['sink.accessKey']);
  expect(maskOf(key, { 'sink.role_name': 'r' }, '')).toEqual(['sink.roleName', 'sink.accessKey']);
  expect(maskOf(key, key, 's')).toEqual(['sink.accessKey.accessKeySecret']);
});

test('the etag that was read goes with the change', () => {
  const update = updateOf({
    name: 'instances/i/connectors/c',
    etag: 'e1',
    from: {},
    to: { description: 'x' },
    secret: '',
  });
  expect(update).toEqual({
    connector: { name: 'instances/i/connectors/c', etag: 'e1', description: 'x' },
    updateMask: 'description',
  });
});
