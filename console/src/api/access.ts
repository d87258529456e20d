// Signing in and out, and who is signed in.
import { queryOptions } from '@tanstack/react-query';
import { isApiError } from './error';
import type { Caller } from './generated/types';
import { callHttp } from './transport';

// A token's secret, or the code of a link that signs in once.
export type Credential = { token: string } | { code: string };

// UNAUTHENTICATED (TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_REVOKED, SIGN_IN_CODE_INVALID), RESOURCE_EXHAUSTED
// (TOO_MANY_SIGN_INS). The session is a cookie that no script can read.
export async function signIn(credential: Credential): Promise<void> {
  await callHttp(
    { verb: 'POST', path: '/v1/sessions', body: JSON.stringify(credential) },
    { anonymous: true },
  );
}

export async function signOut(): Promise<void> {
  await callHttp(
    { verb: 'DELETE', path: '/v1/sessions/current', body: undefined },
    { anonymous: true },
  );
}

export const callerKey = ['caller'] as const;

// Who calls. Asked anonymously: at the start an UNAUTHENTICATED is the answer "nobody yet", not a reason to wait.
export const callerQuery = queryOptions({
  queryKey: callerKey,
  queryFn: async ({ signal }): Promise<Caller> => {
    try {
      return (await callHttp(
        { verb: 'GET', path: '/v1/caller', body: undefined },
        { signal, anonymous: true },
      )) as Caller;
    } catch (error) {
      // A control plane that knows no callers lets everybody do everything.
      if (isApiError(error) && (error.status === 'UNIMPLEMENTED' || error.status === 'NOT_FOUND'))
        return {};
      throw error;
    }
  },
  staleTime: 60_000,
});

// Whether the caller's roles permit it. Where nobody is asked who they are, everything is permitted.
export function permits(caller: Caller | undefined, permission: string): boolean {
  return !caller?.authenticationRequired || (caller.permissions ?? []).includes(permission);
}
