import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPage } from '../test/render';
import { answer, refuse, server } from '../test/server';
import { WorkerPage } from './WorkerPage';
import { WorkersPage } from './WorkersPage';

const workers = [
  { name: 'workers/w1', state: 'CONNECTED', tasks: 3, tasksMax: 8, memoryBytesMax: '1073741824' },
  { name: 'workers/w2', state: 'LOST', tasksMax: 8, vpcId: 'vpc-1', vswitchId: 'vsw-1' },
] as const;

test('each worker tells whether it is heard, how full it is, and where', async () => {
  server.use(answer('FleetService.ListWorkers', { workers: [...workers] }));
  renderPage(<WorkersPage />);

  expect(await screen.findByText('1 of 2 heard; 3 tasks, room for 5 more')).toBeTruthy();
  expect(screen.getByRole('row', { name: /w1 Connected 38 3 of 8 1 GiB any/ })).toBeTruthy();
  expect(screen.getByRole('row', { name: /w2 Silent 0 0 of 8 0 B vpc-1 \/ vsw-1/ })).toBeTruthy();
});

test('without workers the page says how one makes itself known', async () => {
  server.use(answer('FleetService.ListWorkers', {}));
  renderPage(<WorkersPage />);

  expect(await screen.findByText('sluice-worker --control_plane_addresses=HOST:PORT')).toBeTruthy();
});

test('a failure has a way to try again', async () => {
  server.use(refuse('FleetService.ListWorkers', { code: 13, message: 'broken' }));
  renderPage(<WorkersPage />);

  expect(await screen.findByText('broken')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
});

test('a silent worker says what becomes of its tasks', async () => {
  server.use(
    answer('FleetService.GetWorker', {
      ...workers[1],
      assignmentRevision: '7',
      acknowledgedRevision: '5',
    }),
  );
  renderPage(<WorkerPage />, { path: '/workers/:worker', at: '/workers/w2' });

  expect(await screen.findByText(/its tasks go to other workers/)).toBeTruthy();
  expect(screen.getByText('revision 7 was sent, 5 is carried out')).toBeTruthy();
});

test('a worker that nobody knows is not found', async () => {
  server.use(
    refuse('FleetService.GetWorker', {
      code: 5,
      message: 'no worker w9',
      reason: 'WORKER_NOT_FOUND',
    }),
  );
  renderPage(<WorkerPage />, { path: '/workers/:worker', at: '/workers/w9' });

  expect(await screen.findByText('no worker w9')).toBeTruthy();
});
