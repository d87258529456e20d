import { configure, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Connector, Finding, Instance } from '../../api/generated/types';
import { renderPage } from '../../test/render';
import { answer, refuse, server, status } from '../../test/server';
import { WizardPage } from './WizardPage';

// A machine with much to do draws slowly.
configure({ asyncUtilTimeout: 10_000 });

const instance: Instance = {
  name: 'instances/prod',
  region: 'cn-hangzhou',
  connectorFeature: 'ENABLED',
};

const answers = {
  'source.topic': 'orders',
  'sink.endpoint': 'http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api',
  'sink.account_uid': '123',
  'sink.role_name': 'Role',
  'sink.project': 'p',
  'sink.table': 't',
};

function keep(draft: object): void {
  sessionStorage.setItem(
    'sluice.draft.prod.',
    JSON.stringify({ id: 'orders-sink', answers, seen: [], again: [], ...draft }),
  );
}

function world(findings: Finding[] = []): { created: { id: string | null; body: unknown }[] } {
  const seen: { created: { id: string | null; body: unknown }[] } = { created: [] };
  server.use(
    answer('InstanceService.GetInstance', instance),
    answer('InstanceService.ListTopics', { topics: [{ topic: 'orders', partitions: 3 }] }),
    answer('ConnectorService.ValidateConnector', { findings, deployable: findings.length === 0 }),
    answer('ConnectorService.RenderConnector', {
      manifest: 'kind: Connector',
      command: 'sluicectl',
    }),
    refuse('ConnectorService.GetConnector', {
      code: 5,
      message: 'no such connector',
      reason: 'CONNECTOR_NOT_FOUND',
    }),
    answer('ConnectorService.CreateConnector', async (request) => {
      const query = new URL(request.url).searchParams;
      const body = (await request.json()) as Connector;
      seen.created.push({ id: query.get('request_id') ?? query.get('requestId'), body });
      return HttpResponse.json({
        ...body,
        name: 'instances/prod/connectors/orders-sink',
        state: 'DRAFT',
        desiredState: 'DRAFT',
      });
    }),
  );
  return seen;
}

// What is answered for the connector that the name would make: other names share its path's form.
function atTheName(reply: () => Response): void {
  server.use(http.get('*/v1/instances/prod/connectors/orders-sink', reply));
}

function open(at = '') {
  return renderPage(<WizardPage />, {
    path: '/instances/:instance/connectors/new',
    at: `/instances/prod/connectors/new${at}`,
  });
}

test('an instance whose feature is off says so, and where it is switched on', async () => {
  world();
  server.use(answer('InstanceService.GetInstance', { ...instance, connectorFeature: 'DISABLED' }));
  open();
  expect(await screen.findByText(/Connectors are switched off/)).toBeTruthy();
  expect(screen.getByRole('link', { name: /settings of the instance/ })).toBeTruthy();
});

test('a name is not scolded before it is left', async () => {
  world();
  const { user } = open();
  const name = await screen.findByLabelText('Connector Name');
  await user.type(name, 'A');
  expect(screen.queryByText(/Write 1 to 48 digits/)).toBeNull();
  await user.tab();
  expect(await screen.findByText(/Write 1 to 48 digits/)).toBeTruthy();
});

test.each([
  ['is there', { state: 'RUNNING' }, /There is a connector of this name on prod already/],
  ['is being deleted', { state: 'DELETING' }, /is still being deleted from prod/],
  [
    'can be undeleted',
    { state: 'DELETED', purgeTime: '2030-01-02T03:04:05Z' },
    /A deleted connector keeps this name on prod until/,
  ],
] satisfies [string, Connector, RegExp][])(
  'a name is not free while a connector that has it %s',
  async (_, holder, said) => {
    world();
    atTheName(() => Response.json(holder));
    keep({});
    const { user } = open();
    expect(await screen.findByText(said)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(screen.getByRole('heading', { name: 'Enter Basic Information' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Take orders-sink-2' })).toBeTruthy();
  },
);

test.each([
  [
    {
      code: 7,
      message: 'no',
      reason: 'NOT_PERMITTED',
      metadata: { permission: 'connectors.read' },
    },
    /needs the permission connectors.read\. Submit finds it out/,
  ],
  [
    { code: 13, message: 'the database is confused' },
    /could not be asked: the database is confused/,
  ],
])('a name that cannot be asked for is called neither free nor taken', async (error, said) => {
  world();
  atTheName(() => status(error));
  keep({});
  const { user } = open();
  expect(await screen.findByText(said)).toBeTruthy();
  expect(screen.queryByText('The name is free.')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(await screen.findByRole('heading', { name: 'Configure Source Instance' })).toBeTruthy();
});

test('a name that Submit finds taken is said to be at its field', async () => {
  world();
  atTheName(() => status({ code: 7, message: 'no', reason: 'NOT_PERMITTED' }));
  server.use(
    refuse('ConnectorService.CreateConnector', {
      code: 6,
      message: 'connector orders-sink exists already',
      reason: 'CONNECTOR_EXISTS',
    }),
  );
  keep({});
  const { user } = open('?step=preview');
  await user.click(await screen.findByRole('button', { name: 'Submit' }));
  expect(await screen.findByText(/There is a connector of this name on prod already/)).toBeTruthy();
});

test('Next with something wrong stays and leads to the field', async () => {
  world();
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Next' }));
  expect(screen.getByLabelText('Connector Name')).toBe(document.activeElement);
  expect(screen.getByRole('heading', { name: 'Enter Basic Information' })).toBeTruthy();
});

test('a finding stands at its field with what mends it', async () => {
  world([
    {
      severity: 'ERROR',
      field: 'connector.sink.role_name',
      reason: 'PERMISSION_MISSING',
      message: 'the role may not alter the table',
      remedy: 'grant Alter on table t to user r;',
    },
  ]);
  keep({});
  open('?step=destination');
  const remedy = await screen.findByText(
    'grant Alter on table t to user r;',
    {},
    { timeout: 3000 },
  );
  const field = remedy.closest('[data-place]');
  expect(field?.getAttribute('data-place')).toBe('sink.role_name');
  expect(screen.getByText('1 thing stands in the way')).toBeTruthy();
});

test('submitting twice at once makes one connector', async () => {
  const seen = world();
  keep({});
  const { user } = open('?step=preview');
  await user.dblClick(await screen.findByRole('button', { name: 'Submit' }));
  await waitFor(() => expect(seen.created.length).toBe(1));
  expect(seen.created[0]?.id).toMatch(/^console-/);
});

test('a refusal is shown, what was typed stays, and the next attempt is the same intent', async () => {
  const seen = world();
  const ids: (string | null)[] = [];
  server.use(
    answer('ConnectorService.CreateConnector', (request) => {
      const query = new URL(request.url).searchParams;
      ids.push(query.get('request_id') ?? query.get('requestId'));
      return HttpResponse.json(
        { code: 9, message: 'the table is gone', details: [] },
        { status: 400 },
      );
    }),
  );
  keep({});
  const { user } = open('?step=preview');
  await user.click(await screen.findByRole('button', { name: 'Submit' }));
  expect(await screen.findByText('the table is gone')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Submit' }));
  await waitFor(() => expect(ids.length).toBe(2));
  expect(ids[0]).toBe(ids[1]);
  expect(seen.created).toEqual([]);
  expect(sessionStorage.getItem('sluice.draft.prod.')).toContain('orders-sink');
});

test('Submit with a field that is wrong leads to it and sends nothing', async () => {
  const seen = world();
  keep({ answers: { ...answers, 'sink.table': 'a b' } });
  const { user } = open('?step=preview');
  await user.click(await screen.findByRole('button', { name: 'Submit' }));
  expect(
    await screen.findByRole('heading', { name: 'Configure Destination Instance' }),
  ).toBeTruthy();
  expect(screen.getByLabelText('Table')).toBe(document.activeElement);
  expect(seen.created).toEqual([]);
});

test('a clone has the answers of the other, but not its names', async () => {
  world();
  server.use(
    answer('ConnectorService.GetConnector', {
      name: 'instances/prod/connectors/old',
      description: 'of the old one',
      source: { topic: 'orders' },
      resources: { creation: 'AUTOMATIC', offsetTopic: 'connect-offset-old' },
      sink: { project: 'p', table: 't' },
    }),
  );
  open('?from=old');
  expect(await screen.findByDisplayValue('of the old one')).toBeTruthy();
  expect((screen.getByLabelText('Connector Name') as HTMLInputElement).value).toBe('');
  const made = screen.getByRole('region', { name: 'What will be made' });
  expect(within(made).queryByText(/connect-offset-old/)).toBeNull();
});

test('who may not create sees what is missing', async () => {
  world();
  const { client } = open();
  client.setQueryData(['caller'], { authenticationRequired: true, permissions: [] });
  expect(await screen.findByText(/connectors.create/)).toBeTruthy();
});
