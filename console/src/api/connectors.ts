// Calls about connectors, and the keys under which their answers are kept.
import { queryOptions } from '@tanstack/react-query';
import type { Calls } from './generated/routes';
import type { Connector } from './generated/types';
import { type CallOptions, call } from './transport';

type Request<M extends keyof Calls> = Calls[M]['request'];

export const connectorKeys = {
  all: ['connectors'] as const,
  lists: ['connectors', 'list'] as const,
  list: (request: Request<'ConnectorService.ListConnectors'>) =>
    ['connectors', 'list', request] as const,
  count: (parent: string, filter: string) => ['connectors', 'count', parent, filter] as const,
  ones: ['connectors', 'one'] as const,
  one: (name: string) => ['connectors', 'one', name] as const,
  // Whatever else hangs on a connector: its tasks, offsets, events, …
  part: (name: string, part: string, ...rest: unknown[]) =>
    ['connectors', 'part', name, part, ...rest] as const,
};

export function connectorsQuery(request: Request<'ConnectorService.ListConnectors'>) {
  return queryOptions({
    queryKey: connectorKeys.list(request),
    queryFn: ({ signal }) => call('ConnectorService.ListConnectors', request, { signal }),
  });
}

export function listConnectors(
  request: Request<'ConnectorService.ListConnectors'>,
  options?: CallOptions,
) {
  return call('ConnectorService.ListConnectors', request, options);
}

export function countsQuery(parent: string, filter: string) {
  return queryOptions({
    queryKey: connectorKeys.count(parent, filter),
    queryFn: ({ signal }) =>
      call('ConnectorService.CountConnectors', { parent, filter }, { signal }),
  });
}

export function connectorQuery(name: string) {
  return queryOptions({
    queryKey: connectorKeys.one(name),
    queryFn: ({ signal }) => call('ConnectorService.GetConnector', { name }, { signal }),
  });
}

export function tasksQuery(name: string, pageToken = '') {
  return queryOptions({
    queryKey: connectorKeys.part(name, 'tasks', pageToken),
    queryFn: ({ signal }) =>
      call('ConnectorService.ListTasks', { parent: name, pageSize: 200, pageToken }, { signal }),
  });
}

export function eventsQuery(request: Request<'ConnectorService.ListConnectorEvents'>) {
  return queryOptions({
    queryKey: connectorKeys.part(request.parent ?? '', 'events', request),
    queryFn: ({ signal }) => call('ConnectorService.ListConnectorEvents', request, { signal }),
  });
}

export function listEvents(
  request: Request<'ConnectorService.ListConnectorEvents'>,
  options?: CallOptions,
) {
  return call('ConnectorService.ListConnectorEvents', request, options);
}

export function metricsQuery(request: Request<'ConnectorService.QueryConnectorMetrics'>) {
  return queryOptions({
    queryKey: connectorKeys.part(request.name ?? '', 'metrics', request),
    queryFn: ({ signal }) => call('ConnectorService.QueryConnectorMetrics', request, { signal }),
  });
}

// The verbs that take only a name. `update`, `rollback`, `delete` and moves of offsets have requests of their own.
export type PlainVerb = 'deploy' | 'pause' | 'resume' | 'stop' | 'restart' | 'undelete';

const plain = {
  deploy: 'ConnectorService.DeployConnector',
  pause: 'ConnectorService.PauseConnector',
  resume: 'ConnectorService.ResumeConnector',
  stop: 'ConnectorService.StopConnector',
  restart: 'ConnectorService.RestartConnector',
  undelete: 'ConnectorService.UndeleteConnector',
} as const;

export function setState({
  verb,
  ...request
}: {
  verb: PlainVerb;
  name: string;
  requestId?: string;
}): Promise<Connector> {
  return call(plain[verb], request);
}

export function restartTasks(
  request: Request<'ConnectorService.RestartConnector'>,
): Promise<Connector> {
  return call('ConnectorService.RestartConnector', request);
}

export function deleteConnector(
  request: Request<'ConnectorService.DeleteConnector'>,
): Promise<Connector> {
  return call('ConnectorService.DeleteConnector', request);
}

export function batchSetState(
  request: Request<'ConnectorService.BatchSetConnectorState'>,
  options?: CallOptions,
) {
  return call('ConnectorService.BatchSetConnectorState', request, { timeout: 120_000, ...options });
}

export function createConnector(
  request: Request<'ConnectorService.CreateConnector'>,
): Promise<Connector> {
  return call('ConnectorService.CreateConnector', request);
}

export function updateConnector(
  request: Request<'ConnectorService.UpdateConnector'>,
): Promise<Connector> {
  return call('ConnectorService.UpdateConnector', request);
}

export function validateConnector(
  request: Request<'ConnectorService.ValidateConnector'>,
  options?: CallOptions,
) {
  return call('ConnectorService.ValidateConnector', request, options);
}

export function previewRecords(
  request: Request<'ConnectorService.PreviewRecords'>,
  options?: CallOptions,
) {
  return call('ConnectorService.PreviewRecords', request, options);
}

export function sendTestRecord(
  request: Request<'ConnectorService.SendTestRecord'>,
  options?: CallOptions,
) {
  return call('ConnectorService.SendTestRecord', request, options);
}

export function tablePartitionsQuery(name: string, pageToken = '') {
  return queryOptions({
    queryKey: connectorKeys.part(name, 'tablePartitions', pageToken),
    queryFn: ({ signal }) =>
      call('ConnectorService.ListTablePartitions', { name, pageSize: 200, pageToken }, { signal }),
  });
}

export function tableRowsQuery(name: string, partition: string, limit: number) {
  return queryOptions({
    queryKey: connectorKeys.part(name, 'tableRows', partition, limit),
    queryFn: ({ signal }) =>
      call('ConnectorService.PreviewTableRows', { name, partition, limit }, { signal }),
  });
}

export function setLogLevel(request: Request<'ConnectorService.SetConnectorLogLevel'>) {
  return call('ConnectorService.SetConnectorLogLevel', request);
}
