// Calls about a connector's offsets.
import { queryOptions } from '@tanstack/react-query';
import { connectorKeys } from './connectors';
import type { Calls } from './generated/routes';
import { call } from './transport';

export function offsetsQuery(name: string) {
  return queryOptions({
    queryKey: connectorKeys.part(name, 'offsets'),
    queryFn: ({ signal }) => call('OffsetService.GetOffsets', { name }, { signal }),
  });
}

export function planOffsetChange(request: Calls['OffsetService.PlanOffsetChange']['request']) {
  return call('OffsetService.PlanOffsetChange', request);
}

export function applyOffsetChange(request: Calls['OffsetService.ApplyOffsetChange']['request']) {
  return call('OffsetService.ApplyOffsetChange', request);
}
