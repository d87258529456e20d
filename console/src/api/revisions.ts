// Calls about a connector's revisions.
import { queryOptions } from '@tanstack/react-query';
import { connectorKeys } from './connectors';
import type { Calls } from './generated/routes';
import { type CallOptions, call } from './transport';

export function revisionsQuery(name: string, pageToken = '') {
  return queryOptions({
    queryKey: connectorKeys.part(name, 'revisions', pageToken),
    queryFn: ({ signal }) =>
      call(
        'ConnectorService.ListConnectorRevisions',
        { parent: name, pageSize: 50, pageToken },
        { signal },
      ),
  });
}

export function listRevisions(
  request: Calls['ConnectorService.ListConnectorRevisions']['request'],
  options?: CallOptions,
) {
  return call('ConnectorService.ListConnectorRevisions', request, options);
}

export function revisionQuery(name: string) {
  return queryOptions({
    queryKey: ['revisions', name] as const,
    queryFn: ({ signal }) => call('ConnectorService.GetConnectorRevision', { name }, { signal }),
    // A revision never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function diffQuery(name: string, from: string, to: string) {
  return queryOptions({
    queryKey: connectorKeys.part(name, 'diff', from, to),
    queryFn: ({ signal }) =>
      call('ConnectorService.DiffConnectorRevisions', { name, from, to }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function rollback(request: Calls['ConnectorService.RollbackConnector']['request']) {
  return call('ConnectorService.RollbackConnector', request);
}
