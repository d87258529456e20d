// Calls about definitions that are being written: whether a name is taken, how they are written down, what they would do.
import { queryOptions } from '@tanstack/react-query';
import type { Connector, ConnectorRevision } from './generated/types';
import { type CallOptions, call } from './transport';

// NOT_FOUND where the name is free.
export function getConnector(name: string, options?: CallOptions): Promise<Connector> {
  return call('ConnectorService.GetConnector', { name }, options);
}

export function listTablePartitions(name: string, pageToken: string, options?: CallOptions) {
  return call('ConnectorService.ListTablePartitions', { name, pageSize: 200, pageToken }, options);
}

// The newest revision: who changed it last, and why.
export async function newestRevision(
  name: string,
  options?: CallOptions,
): Promise<ConnectorRevision | undefined> {
  const page = await call(
    'ConnectorService.ListConnectorRevisions',
    { parent: name, pageSize: 1 },
    options,
  );
  return page.revisions?.[0];
}

// As a manifest and as a command. No secret goes there, and none comes back.
export function renderQuery(parent: string, connectorId: string, connector: Connector) {
  return queryOptions({
    queryKey: ['definitions', 'rendered', parent, connectorId, connector] as const,
    queryFn: ({ signal }) =>
      call('ConnectorService.RenderConnector', { parent, connectorId, connector }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
