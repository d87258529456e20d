import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { connector, orders, reader, renderConnectorPage } from '../../test/connector_page';
import { answer, refuse, server, status } from '../../test/server';
import { RevisionsPage } from './RevisionsPage';

const revisions = [3, 2, 1].map((number) => ({
  name: `${orders}/revisions/${number}`,
  number: String(number),
  author: 'li',
  reason: number === 3 ? 'another table' : '',
  ...(number === 2 ? {} : { healthyTime: '2026-03-04T10:00:00Z' }),
}));

function world(): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    answer('ConnectorService.ListConnectorRevisions', { revisions }),
    answer('ConnectorService.DiffConnectorRevisions', (request) => {
      asked.push(new URL(request.url).searchParams);
      return Response.json({
        differences: [
          { field: 'sink.table', from: '"old"', to: '"new"', effect: 'RESTART' },
          { field: 'sink.access_key.access_key_secret', secret: true, effect: 'RESTART' },
        ],
      });
    }),
  );
  return asked;
}

test('the newest two are compared, field by field, with what that means to tasks', async () => {
  world();
  renderConnectorPage(<RevisionsPage />, { at: '/revisions' });

  const diff = await screen.findByLabelText('From revision 2 to revision 3');
  expect(
    await within(diff).findByText('sink.table · tasks go on by the new definition'),
  ).toBeTruthy();
  expect(within(diff).getByText('old')).toBeTruthy();
  expect(within(diff).getByText('new')).toBeTruthy();
  expect(within(diff).getByText('(another secret)')).toBeTruthy();
  expect(screen.getByRole('row', { name: /2 never li – never/ })).toBeTruthy();
});

test('which two is in the URL', async () => {
  const asked = world();
  const { user, router } = renderConnectorPage(<RevisionsPage />, { at: '/revisions' });

  await user.click(await screen.findByRole('radio', { name: 'Before 1' }));

  expect(await screen.findByLabelText('From revision 1 to revision 3')).toBeTruthy();
  expect(router.state.location.search).toBe('?from=1&to=3');
  expect(asked.at(-1)?.get('from')).toBe('1');
});

test('rolling back shows what changes and is bound to what was seen', async () => {
  world();
  let sent: unknown;
  server.use(
    answer('ConnectorService.RollbackConnector', async (request) => {
      sent = await request.json();
      return Response.json(connector({ revision: '4' }));
    }),
  );
  const { user } = renderConnectorPage(<RevisionsPage />, { at: '/revisions' });

  await user.click(await screen.findByRole('button', { name: 'Roll back to revision 1' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/becomes current again, as revision 4/)).toBeTruthy();
  await user.type(within(dialog).getByLabelText('Why (kept with the revision)'), 'wrong table');
  await user.click(within(dialog).getByRole('button', { name: 'Roll back' }));

  await screen.findByText('another table');
  expect(sent).toMatchObject({ revision: '1', etag: 'e1', reason: 'wrong table' });
});

test('somebody else was faster: it is said, and nothing has changed', async () => {
  world();
  server.use(
    answer('ConnectorService.RollbackConnector', () =>
      status({ code: 10, message: 'changed by li', reason: 'ETAG_MISMATCH' }),
    ),
  );
  const { user } = renderConnectorPage(<RevisionsPage />, { at: '/revisions' });

  await user.click(await screen.findByRole('button', { name: 'Roll back to revision 1' }));
  await user.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Roll back' }),
  );

  expect(await screen.findByText('changed by li')).toBeTruthy();
});

test('a reader may compare but not go back', async () => {
  world();
  renderConnectorPage(<RevisionsPage />, { at: '/revisions', caller: reader });

  const button = await screen.findByRole('button', { name: 'Roll back to revision 1' });
  expect(button.matches(':disabled')).toBe(true);
  expect(button.getAttribute('title')).toContain('connectors.update');
});

test('the only revision has nothing to be compared with', async () => {
  server.use(answer('ConnectorService.ListConnectorRevisions', { revisions: revisions.slice(2) }));
  renderConnectorPage(<RevisionsPage />, { at: '/revisions', about: connector({ revision: '1' }) });

  expect(await screen.findByText(/only one revision/)).toBeTruthy();
});

test('an error says what, with a way to try again', async () => {
  server.use(refuse('ConnectorService.ListConnectorRevisions', { code: 13, message: 'broken' }));
  renderConnectorPage(<RevisionsPage />, { at: '/revisions' });

  expect(await screen.findByText('broken')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
});
