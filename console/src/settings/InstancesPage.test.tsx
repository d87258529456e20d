import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { reader } from '../test/connector_page';
import { renderPage } from '../test/render';
import { answer, refuse, server, status } from '../test/server';
import { InstancesPage } from './InstancesPage';

const prod = {
  name: 'instances/prod',
  etag: 'i1',
  connectorFeature: 'ENABLED',
  bootstrapServers: ['kafka-1:9093'],
  securityProtocol: 'SASL_SSL',
  sasl: { mechanism: 'SCRAM_SHA_512', username: 'sluice', passwordSet: true },
  observed: {
    checkTime: '2026-03-04T10:00:00Z',
    reachable: true,
    brokers: 3,
    brokerVersion: '4.1',
  },
} as const;

function world() {
  const instance = { ...prod, bootstrapServers: [...prod.bootstrapServers] };
  server.use(answer('InstanceService.ListInstances', { instances: [instance] }));
}

test('the connector feature is switched, bound to what was seen', async () => {
  world();
  let url = '';
  let sent: unknown;
  server.use(
    answer('InstanceService.UpdateInstance', async (request) => {
      url = request.url;
      sent = await request.json();
      return Response.json({});
    }),
  );
  const { user } = renderPage(<InstancesPage />);

  await user.click(await screen.findByRole('switch', { name: 'Connector feature of prod' }));

  await screen.findByText('3 brokers answer, 4.1');
  expect(sent).toEqual({ name: 'instances/prod', connectorFeature: 'DISABLED', etag: 'i1' });
  expect(new URL(url).searchParams.get('update_mask')).toBe('connectorFeature');
});

test('a new instance: mistakes are told by field, before anybody is asked', async () => {
  world();
  const { user } = renderPage(<InstancesPage />, { at: '/?new=true' });

  await user.click(await screen.findByRole('button', { name: 'Create' }));

  expect(await screen.findByText(/not beginning with a hyphen/)).toBeTruthy();
  expect(screen.getByText('Name at least one broker.')).toBeTruthy();
});

test('brokers that refuse leave what was typed, with the reason', async () => {
  world();
  server.use(
    refuse('InstanceService.CreateInstance', {
      code: 9,
      message: 'nothing listens at kafka:9092',
      reason: 'KAFKA_CONNECTION_REFUSED',
    }),
  );
  const { user } = renderPage(<InstancesPage />, { at: '/?new=true' });

  await user.type(await screen.findByLabelText('Name'), 'staging');
  await user.type(screen.getByLabelText('Bootstrap servers'), 'kafka:9092');
  await user.click(screen.getByRole('button', { name: 'Create' }));

  expect(await screen.findByText('nothing listens at kafka:9092')).toBeTruthy();
  expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('staging');
});

test('a stored password is never shown, and not sent when it was not typed', async () => {
  world();
  let sent: { sasl?: object } = {};
  server.use(
    answer('InstanceService.UpdateInstance', async (request) => {
      sent = (await request.json()) as { sasl: object };
      return Response.json({});
    }),
  );
  const { user } = renderPage(<InstancesPage />, { at: '/?edit=prod' });

  const dialog = await screen.findByRole('dialog');
  const password = within(dialog).getByLabelText('Password') as HTMLInputElement;
  expect(password.value).toBe('');
  expect(password.placeholder).toBe('stored; type to replace it');
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));

  await screen.findByText('3 brokers answer, 4.1');
  expect(sent.sasl).toEqual({ mechanism: 'SCRAM_SHA_512', username: 'sluice' });
});

test('a change by another since the form was opened is a conflict, merged and shown', async () => {
  const changed = { ...prod, etag: 'i2', displayName: 'Theirs', region: 'cn-beijing' };
  const sent: { etag?: string; displayName?: string; region?: string }[] = [];
  server.use(
    answer('InstanceService.GetInstance', {
      ...changed,
      bootstrapServers: [...prod.bootstrapServers],
    }),
    answer('InstanceService.UpdateInstance', async (request) => {
      sent.push((await request.json()) as object);
      if (sent.length > 1) return Response.json({});
      return status({ code: 10, message: 'it has changed', reason: 'ETAG_MISMATCH' });
    }),
  );
  world();
  const { user, client } = renderPage(<InstancesPage />, { at: '/?edit=prod' });
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByLabelText('Display name'), 'Mine');
  // The list learns of the change while the form is open.
  act(() => client.setQueryData(['instances'], [changed]));

  await user.click(within(dialog).getByRole('button', { name: 'Save' }));

  expect(await within(dialog).findByText(/Somebody else has changed this instance/)).toBeTruthy();
  expect(within(dialog).getByText('Theirs')).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toMatchObject([
    { etag: 'i1', displayName: 'Mine' },
    { etag: 'i2', displayName: 'Mine', region: 'cn-beijing' },
  ]);
});

test('what nobody answered is sent under the same id again, what was changed since is not', async () => {
  world();
  const ids: (string | null)[] = [];
  server.use(
    answer('InstanceService.CreateInstance', (request) => {
      ids.push(new URL(request.url).searchParams.get('request_id'));
      return status({ code: 13, message: 'broken' });
    }),
  );
  const { user } = renderPage(<InstancesPage />, { at: '/?new=true' });
  await user.type(await screen.findByLabelText('Name'), 'staging');
  await user.type(screen.getByLabelText('Bootstrap servers'), 'kafka:9092');
  const save = async () => {
    const before = ids.length;
    await user.click(screen.getByRole('button', { name: /Create$/ }));
    await waitFor(() => expect(ids).toHaveLength(before + 1));
    await screen.findByText('broken');
  };

  await save();
  await save();
  await user.type(screen.getByLabelText('Region'), 'cn-beijing');
  await save();

  expect(ids[0]).toMatch(/^console-/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test('who may not change instances gets no form, not even by its URL', async () => {
  world();
  server.use(http.get('*/v1/caller', () => HttpResponse.json(reader)));
  const { client } = renderPage(<InstancesPage />, { at: '/?edit=prod' });
  client.setQueryData(['caller'], reader);

  const edit = await screen.findByRole('button', { name: 'Edit prod' });

  expect(edit.matches(':disabled')).toBe(true);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a reader sees everything and changes nothing', async () => {
  world();
  server.use(http.get('*/v1/caller', () => HttpResponse.json(reader)));
  const { client } = renderPage(<InstancesPage />);
  client.setQueryData(['caller'], reader);

  const add = await screen.findByRole('button', { name: 'Add an instance' });
  expect(add.matches(':disabled')).toBe(true);
  expect(add.getAttribute('title')).toContain('instances.create');
});

test('without instances the page says what one is', async () => {
  server.use(answer('InstanceService.ListInstances', {}));
  renderPage(<InstancesPage />);

  expect(await screen.findByText(/An instance is a Kafka cluster/)).toBeTruthy();
});
