import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Caller } from '../api/generated/types';
import { reader } from '../test/connector_page';
import { renderPage } from '../test/render';
import { answer, server, status } from '../test/server';
import { AccessPage } from './AccessPage';

const admin: Caller = {
  authenticationRequired: true,
  permissions: ['apiTokens.read', 'apiTokens.create', 'apiTokens.revoke'],
};

function show(caller: Caller, at = '/') {
  server.use(
    http.get('*/v1/caller', () => HttpResponse.json(caller)),
    answer('AccessService.ListApiTokens', {
      apiTokens: [
        { name: 'apiTokens/ci', state: 'ACTIVE', roleBindings: [{ role: 'OPERATOR' }] },
        { name: 'apiTokens/old', state: 'REVOKED', kind: 'WORKER' },
      ],
    }),
  );
  const view = renderPage(<AccessPage />, { at });
  view.client.setQueryData(['caller'], caller);
  return view;
}

test('tokens tell whether they let in and what they may do', async () => {
  show(admin);

  expect(await screen.findByRole('row', { name: /^ci Lets in OPERATOR/ })).toBeTruthy();
  expect(screen.getByRole('row', { name: /^old Revoked/ })).toBeTruthy();
});

test('the secret of a new token is shown once and kept nowhere', async () => {
  let sent: unknown;
  const { user, client } = show(admin, '/?new=true');
  server.use(
    answer('AccessService.CreateApiToken', async (request) => {
      sent = await request.json();
      return Response.json({ apiToken: { name: 'apiTokens/li' }, secret: 'slc_once' });
    }),
  );

  await user.type(await screen.findByLabelText('Name'), 'li');
  await user.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: 'Create a token' }),
  );
  expect(await screen.findByText('slc_once')).toBeTruthy();
  expect(sent).toMatchObject({ kind: 'USER', roleBindings: [{ role: 'VIEWER', resource: '*' }] });
  await user.click(screen.getByRole('button', { name: 'I have kept it' }));

  const cached = JSON.stringify(
    client
      .getQueryCache()
      .getAll()
      .map((each) => each.state.data),
  );
  expect(cached).not.toContain('slc_once');
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('slc_once');
});

test('a token whose secret was lost on the way is asked for under the same id again', async () => {
  const ids: (string | null)[] = [];
  const { user } = show(admin, '/?new=true');
  server.use(
    answer('AccessService.CreateApiToken', (request) => {
      ids.push(new URL(request.url).searchParams.get('request_id'));
      if (ids.length === 1) return status({ code: 4, message: 'no answer in time' });
      return Response.json({ apiToken: { name: 'apiTokens/li' }, secret: 'slc_second' });
    }),
  );
  await user.type(await screen.findByLabelText('Name'), 'li');
  const dialog = within(screen.getByRole('dialog'));

  await user.click(dialog.getByRole('button', { name: 'Create a token' }));
  await screen.findByText('no answer in time');
  await user.click(dialog.getByRole('button', { name: 'Create a token' }));

  expect(await screen.findByText('slc_second')).toBeTruthy();
  expect(ids[0]).toMatch(/^console-/);
  expect(ids[1]).toBe(ids[0]);
});

test('revoking asks for the name', async () => {
  let revoked = '';
  const { user } = show(admin);
  server.use(
    answer('AccessService.RevokeApiToken', (request) => {
      revoked = new URL(request.url).pathname;
      return Response.json({});
    }),
  );

  await user.click(await screen.findByRole('button', { name: 'Revoke ci' }));
  await user.type(await screen.findByLabelText('Type ci to go on'), 'ci{Enter}');

  await screen.findByRole('row', { name: /^ci/ });
  expect(revoked).toBe('/v1/apiTokens/ci:revoke');
});

test('who may not see tokens is told which permission that needs', async () => {
  show(reader);

  expect(await screen.findByText(/apiTokens.read/)).toBeTruthy();
});
