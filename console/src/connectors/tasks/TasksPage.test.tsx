import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { connector, orders, reader, renderConnectorPage } from '../../test/connector_page';
import { answer, refuse, server, status } from '../../test/server';
import { TasksPage } from './TasksPage';

const tasks = [
  { name: `${orders}/tasks/0`, state: 'RUNNING', worker: 'workers/w1' },
  {
    name: `${orders}/tasks/1`,
    index: 1,
    state: 'FAILED',
    worker: 'workers/w2',
    trouble: {
      reason: 'TABLE_NOT_FOUND',
      message: 'table ods_orders does not exist',
      remedy: 'create it',
    },
  },
] as const;

function restarts(): unknown[] {
  const sent: unknown[] = [];
  server.use(
    answer('ConnectorService.RestartConnector', async (request) => {
      sent.push(await request.json());
      return Response.json(connector());
    }),
  );
  return sent;
}

test('each task says where it runs and what is wrong with it', async () => {
  server.use(answer('ConnectorService.ListTasks', { tasks: [...tasks] }));
  renderConnectorPage(<TasksPage />);

  expect(await screen.findByText('1 of 2 tasks run')).toBeTruthy();
  expect(screen.getByText('The table does not exist')).toBeTruthy();
  expect(screen.getByText('create it')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'w2' }).getAttribute('href')).toBe('/workers/w2');
});

test('one task, the failed ones, or all begin anew', async () => {
  server.use(answer('ConnectorService.ListTasks', { tasks: [...tasks] }));
  const sent = restarts();
  const { user } = renderConnectorPage(<TasksPage />);

  await user.click(await screen.findByRole('button', { name: 'Restart task 0' }));
  expect(await screen.findByText('Task 0 begins anew.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Restart 1 failed task' }));
  expect(await screen.findByText('The failed tasks begin anew.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Restart all' }));
  expect(await screen.findByText('All tasks begin anew.')).toBeTruthy();

  expect(sent).toMatchObject([{ tasks: [0] }, { onlyFailed: true }, {}]);
  expect(sent[2]).not.toHaveProperty('tasks');
});

test('a restart that nobody answered is asked for under the same id again', async () => {
  server.use(answer('ConnectorService.ListTasks', { tasks: [...tasks] }));
  const ids: unknown[] = [];
  server.use(
    answer('ConnectorService.RestartConnector', async (request) => {
      ids.push(((await request.json()) as { requestId: string }).requestId);
      if (ids.length === 1) return status({ code: 4, message: 'no answer in time' });
      return Response.json(connector());
    }),
  );
  const { user } = renderConnectorPage(<TasksPage />);

  await user.click(await screen.findByRole('button', { name: 'Restart all' }));
  await screen.findByText('no answer in time');
  await user.click(screen.getByRole('button', { name: 'Restart all' }));
  await screen.findByText('All tasks begin anew.');
  await user.click(screen.getByRole('button', { name: 'Restart all' }));
  await waitFor(() => expect(ids).toHaveLength(3));

  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test('a refusal is told with its reason', async () => {
  server.use(
    answer('ConnectorService.ListTasks', { tasks: [...tasks] }),
    refuse('ConnectorService.RestartConnector', {
      code: 9,
      message: 'resume it first',
      reason: 'VERB_NOT_ALLOWED',
    }),
  );
  const { user } = renderConnectorPage(<TasksPage />);

  await user.click(await screen.findByRole('button', { name: 'Restart all' }));

  expect(await screen.findByText('resume it first')).toBeTruthy();
});

test('a reader sees the buttons, disabled, with what is missing', async () => {
  server.use(answer('ConnectorService.ListTasks', { tasks: [...tasks] }));
  renderConnectorPage(<TasksPage />, { caller: reader });

  const button = await screen.findByRole('button', { name: 'Restart all' });
  expect(button.matches(':disabled')).toBe(true);
  expect(button.getAttribute('title')).toContain('connectors.operate');
});

test('without tasks the page says why', async () => {
  server.use(answer('ConnectorService.ListTasks', {}));
  renderConnectorPage(<TasksPage />);

  expect(await screen.findByRole('heading', { name: 'There are no tasks' })).toBeTruthy();
});

test('an error says what, with a way to try again, and keeps what was there', async () => {
  server.use(answer('ConnectorService.ListTasks', { tasks: [...tasks] }));
  const { client } = renderConnectorPage(<TasksPage />);
  await screen.findByText('1 of 2 tasks run');

  server.use(
    refuse('ConnectorService.ListTasks', { code: 13, message: 'broken', reason: 'INTERNAL_ERROR' }),
  );
  await client.invalidateQueries({ queryKey: ['connectors', 'part'] });

  expect(await screen.findByText('broken')).toBeTruthy();
  expect(screen.getByText('1 of 2 tasks run')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
});
