// Calls about API tokens: who may call, and what they may do.
import { queryOptions } from '@tanstack/react-query';
import type { Calls } from './generated/routes';
import type { ApiToken } from './generated/types';
import { call } from './transport';

export const tokenKeys = { all: ['tokens'] as const };

// All of them: there are few, for people, pipelines and workers.
export const tokensQuery = queryOptions({
  queryKey: tokenKeys.all,
  queryFn: async ({ signal }): Promise<ApiToken[]> => {
    const tokens: ApiToken[] = [];
    let pageToken = '';
    do {
      const page = await call(
        'AccessService.ListApiTokens',
        { pageSize: 1000, pageToken },
        { signal },
      );
      tokens.push(...(page.apiTokens ?? []));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    return tokens;
  },
});

export function createToken(request: Calls['AccessService.CreateApiToken']['request']) {
  return call('AccessService.CreateApiToken', request);
}

export function revokeToken(request: Calls['AccessService.RevokeApiToken']['request']) {
  return call('AccessService.RevokeApiToken', request);
}
