// Calls about long-running operations.
import { queryOptions } from '@tanstack/react-query';
import type { Operation, OperationMetadata } from './generated/types';
import { call } from './transport';

export const operationKeys = { all: ['operations'] as const };

export function operationsQuery(filter: string) {
  return queryOptions({
    queryKey: ['operations', 'list', filter] as const,
    queryFn: ({ signal }) =>
      call('Operations.ListOperations', { name: 'operations', filter, pageSize: 50 }, { signal }),
  });
}

export function operationQuery(name: string) {
  return queryOptions({
    queryKey: ['operations', 'one', name] as const,
    queryFn: ({ signal }) => call('Operations.GetOperation', { name }, { signal }),
  });
}

export function cancelOperation(name: string) {
  return call('Operations.CancelOperation', { name });
}

// An Any as JSON: the message's fields beside its type.
export function metadataOf(operation: Operation): OperationMetadata {
  return (operation.metadata ?? {}) as OperationMetadata;
}
