import { expect, test } from 'vitest';
import { formOf, instanceOfForm, mergedForm, problemsOf } from './instance_form';

const stored = {
  name: 'instances/kafka-1',
  bootstrapServers: ['a:9092', 'b:9092'],
  connectorFeature: 'ENABLED',
  securityProtocol: 'SASL_SSL',
  sasl: { mechanism: 'SCRAM_SHA_256', username: 'sluice', passwordSet: true },
} as const;

test('what is stored comes back as it is, without secrets', () => {
  const form = formOf({ ...stored, bootstrapServers: [...stored.bootstrapServers] });

  expect(form).toMatchObject({ id: 'kafka-1', password: '', clientKeyPem: '' });
  expect(instanceOfForm(form)).toMatchObject({
    bootstrapServers: ['a:9092', 'b:9092'],
    connectorFeature: 'ENABLED',
    sasl: { mechanism: 'SCRAM_SHA_256', username: 'sluice' },
  });
});

test('a secret that was not typed is not sent, one that was is', () => {
  const form = formOf({ ...stored, bootstrapServers: [...stored.bootstrapServers] });

  expect(instanceOfForm(form).sasl).not.toHaveProperty('password');
  expect(instanceOfForm({ ...form, password: 'new' }).sasl).toHaveProperty('password', 'new');
});

test('what a protocol does not use is not sent', () => {
  const form = { ...formOf(undefined), bootstrapServers: 'a:9092', username: 'left over' };

  expect(instanceOfForm(form)).not.toHaveProperty('sasl');
  expect(instanceOfForm(form)).not.toHaveProperty('tls');
});

test('mistakes are told by field, all at once', () => {
  expect(
    problemsOf(
      { ...formOf(undefined), id: 'A b', bootstrapServers: 'a', securityProtocol: 'SASL_SSL' },
      false,
    ),
  ).toEqual({
    id: 'idForm',
    bootstrapServers: 'bootstrapForm',
    username: 'usernameMissing',
    password: 'passwordMissing',
  });
  expect(
    problemsOf({ ...formOf(undefined), id: 'a', bootstrapServers: '[::1]:9092, b:9092' }, false),
  ).toEqual({});
});

test('what somebody else has stored meanwhile is merged with what was typed', () => {
  const base = formOf({ name: 'instances/a', displayName: 'A', region: 'r1', vpcId: 'v1' });
  const theirs = { ...base, displayName: 'Theirs', region: 'r2' };

  expect(mergedForm(base, theirs, { ...base, displayName: 'Mine', vpcId: 'v2' })).toEqual({
    form: { ...base, displayName: 'Mine', region: 'r2', vpcId: 'v2' },
    both: ['displayName'],
  });
});

test('a stored password need not be typed again', () => {
  const form = { ...formOf({ ...stored, bootstrapServers: [...stored.bootstrapServers] }) };

  expect(problemsOf(form, true)).toEqual({});
});
