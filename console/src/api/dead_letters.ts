// Calls about dead letters.
import { queryOptions } from '@tanstack/react-query';
import { connectorKeys } from './connectors';
import type { Calls } from './generated/routes';
import { type CallOptions, call } from './transport';

export function deadLettersQuery(request: Calls['DeadLetterService.ListDeadLetters']['request']) {
  return queryOptions({
    queryKey: connectorKeys.part(request.parent ?? '', 'deadLetters', request),
    queryFn: ({ signal }) => call('DeadLetterService.ListDeadLetters', request, { signal }),
  });
}

export function listDeadLetters(
  request: Calls['DeadLetterService.ListDeadLetters']['request'],
  options?: CallOptions,
) {
  return call('DeadLetterService.ListDeadLetters', request, options);
}

export function deadLetterQuery(name: string) {
  return queryOptions({
    queryKey: ['deadLetters', name] as const,
    queryFn: ({ signal }) => call('DeadLetterService.GetDeadLetter', { name }, { signal }),
  });
}

export function replayDeadLetters(
  request: Calls['DeadLetterService.ReplayDeadLetters']['request'],
) {
  return call('DeadLetterService.ReplayDeadLetters', request);
}

export function discardDeadLetters(
  request: Calls['DeadLetterService.DiscardDeadLetters']['request'],
) {
  return call('DeadLetterService.DiscardDeadLetters', request);
}
