// Calls about workers.
import { queryOptions } from '@tanstack/react-query';
import { call } from './transport';

export function workersQuery(pageToken = '') {
  return queryOptions({
    queryKey: ['workers', 'list', pageToken] as const,
    queryFn: ({ signal }) =>
      call('FleetService.ListWorkers', { pageSize: 200, pageToken }, { signal }),
  });
}

export function workerQuery(name: string) {
  return queryOptions({
    queryKey: ['workers', 'one', name] as const,
    queryFn: ({ signal }) => call('FleetService.GetWorker', { name }, { signal }),
  });
}
