import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, test, vi } from 'vitest';
import type { BatchSetConnectorStateRequest, Caller, Connector } from '../../api/generated/types';
import { reader } from '../../test/connector_page';
import { renderPage } from '../../test/render';
import { answer, refuse, server } from '../../test/server';
import { ListPage } from './ListPage';

// What the page watches; the stream says nothing.
const watched: { filter?: string; countsOnly?: boolean }[] = [];
vi.mock('../../api/stream/watch', () => ({
  watch: (wanted: object) => {
    watched.push(wanted);
    return () => undefined;
  },
  liveStatus: () => live,
  onLiveStatus: () => () => undefined,
}));
const live = { live: true, since: 1, why: '' };

beforeEach(() => {
  watched.length = 0;
});

const nameOf = (index: number) => `instances/i/connectors/c${String(index).padStart(4, '0')}`;

// An instance with so many connectors, all of which run.
function world(count: number) {
  const all: Connector[] = Array.from({ length: count }, (_, index) => ({
    name: nameOf(index),
    state: 'RUNNING',
  }));
  server.use(
    answer('ConnectorService.ListConnectors', (request) => {
      const query = new URL(request.url).searchParams;
      const from = Number(query.get('page_token') ?? 0);
      const to = from + Number(query.get('page_size'));
      return Response.json({
        connectors: all.slice(from, to),
        ...(to < count ? { nextPageToken: String(to) } : {}),
      });
    }),
    answer('ConnectorService.CountConnectors', {
      counts: [{ state: 'RUNNING', count: String(count) }],
      totalCount: String(count),
    }),
    answer('InstanceService.GetInstance', { name: 'instances/i', connectorFeature: 'ENABLED' }),
  );
}

// Does whatever it is asked, and remembers it. `fail`: which call, counted from 0, nobody answers.
function batches(fail = -1) {
  const tried: BatchSetConnectorStateRequest[] = [];
  const done: BatchSetConnectorStateRequest[] = [];
  server.use(
    answer('ConnectorService.BatchSetConnectorState', async (request) => {
      const asked = (await request.json()) as BatchSetConnectorStateRequest;
      const calls = asked.validateOnly ? tried : done;
      calls.push(asked);
      if (!asked.validateOnly && calls.length - 1 === fail)
        return Response.json({ code: 4, message: 'no answer in time' }, { status: 504 });
      return Response.json({ results: (asked.names ?? []).map((name) => ({ name, done: true })) });
    }),
  );
  return { tried, done };
}

function show(search = '', caller: Caller = {}) {
  server.use(http.get('*/v1/caller', () => HttpResponse.json(caller)));
  const view = renderPage(<ListPage />, {
    path: '/instances/:instance/connectors',
    at: `/instances/i/connectors${search}`,
  });
  view.client.setQueryData(['caller'], caller);
  return view;
}

async function takeAll(user: ReturnType<typeof show>['user'], total: string) {
  await user.click(await screen.findByRole('checkbox', { name: 'Tick all on this page' }));
  await user.click(await screen.findByRole('button', { name: `Take all ${total} that match` }));
}

async function pause(user: ReturnType<typeof show>['user']) {
  const bar = screen.getByRole('region', { name: 'Many at once' });
  await user.click(within(bar).getByRole('button', { name: 'Pause' }));
  return screen.findByRole('dialog');
}

test('all that match without a filter are asked for by name: the API takes no empty filter', async () => {
  world(25);
  const { tried, done } = batches();
  const { user } = show('?size=20');
  await takeAll(user, '25');

  const dialog = await pause(user);
  await user.click(await within(dialog).findByRole('button', { name: 'Pause 25' }));

  expect(await within(dialog).findByText('25 were taken.')).toBeTruthy();
  expect(tried).toMatchObject([{ validateOnly: true }]);
  expect(done).toHaveLength(1);
  expect(done[0]?.filter).toBeUndefined();
  expect(done[0]?.names).toHaveLength(25);
});

test('more than the API takes at once go in portions, and on from where an answer was lost', async () => {
  world(2100);
  const { done } = batches(1);
  const { user } = show('?size=20');
  await takeAll(user, '2,100');

  const dialog = await pause(user);
  await user.click(await within(dialog).findByRole('button', { name: 'Pause 2100' }));
  expect(await within(dialog).findByText('no answer in time')).toBeTruthy();
  expect(within(dialog).getByText('1000 were taken.')).toBeTruthy();
  await user.click(
    within(dialog).getByRole('button', { name: 'Go on with the 1100 that are left' }),
  );

  expect(await within(dialog).findByText('2100 were taken.')).toBeTruthy();
  expect(done.map((each) => each.names?.length)).toEqual([1000, 1000, 1000, 100]);
  expect(done.map((each) => each.names?.[0])).toEqual([0, 1000, 1000, 2000].map(nameOf));
  // What nobody answered is asked with the same id again.
  expect(done[2]?.requestId).toBe(done[1]?.requestId);
  expect(new Set(done.map((each) => each.requestId)).size).toBe(3);
});

test('when all is done the cursor is at Close: the button that had it is gone', async () => {
  world(3);
  batches();
  const { user } = show();
  await user.click(await screen.findByRole('checkbox', { name: 'Tick all on this page' }));
  const dialog = await pause(user);
  await user.click(await within(dialog).findByRole('button', { name: 'Pause 3' }));

  const close = await within(dialog).findByText('Close');

  await waitFor(() => expect(close.closest('button')).toBe(document.activeElement));
});

test('what is ticked is forgotten when the filter changes', async () => {
  world(25);
  const { user } = show('?size=20');
  await takeAll(user, '25');
  expect(screen.getByText('All 25 that match are taken')).toBeTruthy();

  await user.type(screen.getByRole('searchbox', { name: 'Filter by text' }), 'orders{Enter}');

  expect(await screen.findByText('0 ticked')).toBeTruthy();
});

test('what is shown is watched', async () => {
  world(1);
  show('?q=orders');

  await screen.findByRole('row', { name: /c0000/ });

  await waitFor(() =>
    expect(watched).toMatchObject([
      { filter: 'q = "orders"', countsOnly: true },
      { filter: 'q = "orders"', names: [nameOf(0)] },
    ]),
  );
});

test('rows stay when those of another filter cannot be loaded, and say that they are of before', async () => {
  world(2);
  const { user, router } = show();
  await screen.findByText('c0000');
  const refusal = { code: 13, message: 'the database is confused', reason: 'INTERNAL_BUG' };
  server.use(refuse('ConnectorService.ListConnectors', refusal));
  watched.length = 0;

  await act(() => router.navigate('/instances/i/connectors?q=orders'));

  expect(await screen.findByText('the database is confused')).toBeTruthy();
  expect(screen.getByText(/What you see is what was asked for before/)).toBeTruthy();
  expect(screen.getByText('c0000')).toBeTruthy();
  // Of rows that need not fit the filter nobody pages on, and none is watched under it.
  expect(screen.queryByLabelText('Pages')).toBeNull();
  expect(watched.filter((each) => !each.countsOnly)).toEqual([]);

  world(1);
  await user.click(screen.getByText('Retry'));
  expect(await screen.findByLabelText('Pages')).toBeTruthy();
  expect(screen.queryByText('the database is confused')).toBeNull();
});

test('no rows of another instance stand in for those that cannot be loaded', async () => {
  world(1);
  const { router } = show();
  await screen.findByText('c0000');
  const refusal = { code: 7, message: 'no', reason: 'NOT_PERMITTED' };
  server.use(refuse('ConnectorService.ListConnectors', refusal));

  await act(() => router.navigate('/instances/other/connectors'));

  expect(await screen.findByText('You may not see this')).toBeTruthy();
  expect(screen.queryByText('c0000')).toBeNull();
});

test('a filter that the API refuses is not watched: it would end the stream of every page', async () => {
  world(1);
  const refusal = { code: 3, message: 'the filter is too long', reason: 'FILTER_INVALID' };
  server.use(
    refuse('ConnectorService.ListConnectors', refusal),
    refuse('ConnectorService.CountConnectors', refusal),
  );
  show('?q=orders');

  expect(await screen.findByText('the filter is too long')).toBeTruthy();
  expect(watched).toEqual([]);
});

test('who may not make connectors sees the button of an empty list disabled, with the reason', async () => {
  world(0);
  show('', reader);

  await screen.findByRole('heading', { name: 'No connectors yet' });
  for (const create of screen.getAllByRole('button', { name: 'Create connector' }))
    expect(create.matches(':disabled')).toBe(true);
  expect(screen.getByTitle(/Needs the permission connectors.create/)).toBeTruthy();
});

test('where connectors are switched off, the button leads to the instance itself', async () => {
  world(0);
  server.use(
    answer('InstanceService.GetInstance', { name: 'instances/i', connectorFeature: 'DISABLED' }),
  );
  const { user, router } = show();

  await user.click(await screen.findByRole('button', { name: "To the instance's settings" }));

  expect(router.state.location.pathname + router.state.location.search).toBe(
    '/settings/instances?edit=i',
  );
});
