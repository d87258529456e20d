import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ConnectorEvent } from '../../api/generated/types';
import { reader, renderConnectorPage } from '../../test/connector_page';
import { answer, refuse, server } from '../../test/server';
import { EventsPage } from './EventsPage';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const events: ConnectorEvent[] = [
  {
    sequence: '5',
    time: ago(1),
    type: 'STATE',
    fromState: 'DEGRADED',
    toState: 'RUNNING',
    task: -1,
  },
  {
    sequence: '4',
    time: ago(2),
    type: 'TROUBLE',
    reason: 'KAFKA_BUSY',
    message: 'electing',
    task: 1,
  },
  {
    sequence: '3',
    time: ago(3),
    type: 'TROUBLE',
    reason: 'KAFKA_BUSY',
    message: 'electing',
    task: 1,
  },
  {
    sequence: '2',
    time: ago(4),
    type: 'CHANGE',
    verb: 'update',
    actor: 'li',
    revision: '3',
    task: -1,
  },
  { sequence: '1', time: ago(4_000), type: 'CHANGE', verb: 'deploy', actor: 'li', task: -1 },
];

function world() {
  server.use(
    answer('ConnectorService.ListConnectorEvents', (request) => {
      const types = new URL(request.url).searchParams.getAll('types');
      return Response.json({
        events: events.filter((event) => types.length === 0 || types.includes(event.type ?? '')),
      });
    }),
  );
}

test('the same trouble is told once, and unfolds', async () => {
  world();
  const { user } = renderConnectorPage(<EventsPage />, { at: '/events' });

  const entry = (await screen.findByText('A broker is busy')).closest('li') as HTMLElement;
  await user.click(within(entry).getByRole('button', { name: '2 times' }));

  expect(within(entry).getAllByRole('listitem')).toHaveLength(2);
});

test('types are asked of the server and are in the URL', async () => {
  world();
  const { user, router } = renderConnectorPage(<EventsPage />, { at: '/events' });

  await user.click(await screen.findByRole('checkbox', { name: 'State' }));

  expect(router.state.location.search).toBe('?type=STATE');
  expect(await screen.findByText(/That is all/)).toBeTruthy();
  expect(screen.queryByText('deploy')).toBeNull();
});

test('a period leaves out what is older', async () => {
  world();
  renderConnectorPage(<EventsPage />, { at: '/events?since=24h' });

  expect(await screen.findByText('update')).toBeTruthy();
  expect(screen.queryByText('deploy')).toBeNull();
});

test('a link to an event shows which one is meant', async () => {
  world();
  renderConnectorPage(<EventsPage />, { at: '/events?event=2' });

  const entry = (await screen.findByText('update')).closest('li');
  expect(entry?.getAttribute('aria-current')).toBe('true');
});

test('nothing yet, and nothing under the filter, are two things', async () => {
  server.use(answer('ConnectorService.ListConnectorEvents', {}));
  const none = renderConnectorPage(<EventsPage />, { at: '/events' });
  expect(await screen.findByRole('heading', { name: 'Nothing has happened yet' })).toBeTruthy();
  none.unmount();

  renderConnectorPage(<EventsPage />, { at: '/events?type=STATE' });
  expect(await screen.findByRole('heading', { name: 'No event matches' })).toBeTruthy();
});

test('the log level is set for a while', async () => {
  world();
  let sent: unknown;
  server.use(
    answer('ConnectorService.SetConnectorLogLevel', async (request) => {
      sent = await request.json();
      return Response.json({ level: 'debug', expireTime: '2026-03-04T11:00:00Z' });
    }),
  );
  const { user } = renderConnectorPage(<EventsPage />, { at: '/events' });

  await user.click(await screen.findByRole('button', { name: 'Log level' }));
  await user.click(await screen.findByRole('button', { name: 'Apply' }));

  expect(await screen.findByText(/DEBUG until/)).toBeTruthy();
  expect(sent).toEqual({ level: 'debug', duration: '3600s' });
});

test('a reader may not set it', async () => {
  world();
  renderConnectorPage(<EventsPage />, { at: '/events', caller: reader });

  const button = await screen.findByRole('button', { name: 'Log level' });
  expect(button.matches(':disabled')).toBe(true);
  expect(button.getAttribute('title')).toContain('connectors.setLogLevel');
});

test('an error says what, with a way to try again', async () => {
  server.use(refuse('ConnectorService.ListConnectorEvents', { code: 13, message: 'broken' }));
  renderConnectorPage(<EventsPage />, { at: '/events' });

  expect(await screen.findByText('broken')).toBeTruthy();
});
