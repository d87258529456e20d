// Calls about instances.
import { queryOptions } from '@tanstack/react-query';
import type { Calls } from './generated/routes';
import type { Instance } from './generated/types';
import { type CallOptions, call } from './transport';

export const instanceKeys = {
  all: ['instances'] as const,
  one: (name: string) => ['instances', 'one', name] as const,
};

// All of them; there are few, and the switcher searches through them.
export const instancesQuery = queryOptions({
  queryKey: instanceKeys.all,
  queryFn: async ({ signal }): Promise<Instance[]> => {
    const instances: Instance[] = [];
    let pageToken = '';
    do {
      const page = await call(
        'InstanceService.ListInstances',
        { pageSize: 1000, pageToken },
        { signal },
      );
      instances.push(...(page.instances ?? []));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    return instances;
  },
  staleTime: 30_000,
});

export function instanceQuery(name: string) {
  return queryOptions({
    queryKey: instanceKeys.one(name),
    queryFn: ({ signal }) => call('InstanceService.GetInstance', { name }, { signal }),
  });
}

export function topicsQuery(parent: string, filter: string, all = false) {
  return queryOptions({
    queryKey: ['topics', parent, filter, all] as const,
    queryFn: ({ signal }) =>
      call('InstanceService.ListTopics', { parent, filter, all, pageSize: 100 }, { signal }),
  });
}

export function listTables(
  request: Calls['InstanceService.ListTables']['request'],
  options?: CallOptions,
) {
  return call('InstanceService.ListTables', request, options);
}

export function createInstance(
  request: Calls['InstanceService.CreateInstance']['request'],
): Promise<Instance> {
  return call('InstanceService.CreateInstance', request);
}

export function updateInstance(
  request: Calls['InstanceService.UpdateInstance']['request'],
): Promise<Instance> {
  return call('InstanceService.UpdateInstance', request);
}

export function checkInstance(name: string): Promise<Instance> {
  return call('InstanceService.CheckInstance', { name });
}

export function deleteInstance(request: Calls['InstanceService.DeleteInstance']['request']) {
  return call('InstanceService.DeleteInstance', request);
}
