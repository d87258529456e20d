// The only place that fetches. Every call has a deadline, an id, and an end: UNAVAILABLE is tried again three times, an
// expired session asks for a new one over the page and goes on; everything else is the caller's ApiError.
import { apiUrl } from './base';
import { ApiError, isApiError, parseError } from './error';
import type { Calls } from './generated/routes';
import { newRequestId } from './ids';
import { type HttpRequest, type Method, toHttp } from './request';
import { waitForSignIn } from './session_gate';

export interface CallOptions {
  signal?: AbortSignal | undefined;
  // How long to wait for one answer, in milliseconds. Above the server's own 30 s, so that its reason is seen.
  timeout?: number;
}

const retriesMax = 3;
const timeoutDefault = 35_000;

export async function call<M extends Method>(
  method: M,
  request: Calls[M]['request'],
  options: CallOptions = {},
): Promise<Calls[M]['response']> {
  return (await send(toHttp(method, request), options)) as Calls[M]['response'];
}

// For the two calls that are no RPC: sessions.
export function callHttp(
  request: HttpRequest,
  options: CallOptions & { anonymous?: boolean } = {},
): Promise<unknown> {
  return send(request, options);
}

async function send(
  request: HttpRequest,
  options: CallOptions & { anonymous?: boolean },
): Promise<unknown> {
  const requestId = newRequestId();
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(request, requestId, options);
    } catch (error) {
      if (!isApiError(error)) throw error;
      if (error.status === 'UNAUTHENTICATED' && !options.anonymous) {
        if ((await waitForSignIn(options.signal)) === 'given-up') throw error;
      } else if (error.status === 'UNAVAILABLE' && attempt < retriesMax) {
        await pause(error.retryDelay ?? jittered(500 * 2 ** attempt), options.signal);
      } else {
        throw error;
      }
    }
  }
}

async function once(
  request: HttpRequest,
  requestId: string,
  options: CallOptions,
): Promise<unknown> {
  const deadline = AbortSignal.timeout(options.timeout ?? timeoutDefault);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'X-Sluice-Request': requestId,
    'X-Request-Id': requestId,
  };
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  let answer: Response;
  let body: string;
  try {
    answer = await fetch(apiUrl(request.path), {
      method: request.verb,
      headers,
      credentials: 'same-origin',
      ...(request.body === undefined ? {} : { body: request.body }),
      signal,
    });
    body = await answer.text();
  } catch (error) {
    if (options.signal?.aborted) throw new DOMException('the caller has gone', 'AbortError');
    throw deadline.aborted
      ? new ApiError({ status: 'DEADLINE_EXCEEDED', message: 'no answer in time', requestId })
      : new ApiError({
          status: 'UNAVAILABLE',
          reason: 'NETWORK',
          message: String(error),
          requestId,
        });
  }
  if (!answer.ok) throw parseError(answer.status, body, requestId);
  return body === '' ? {} : JSON.parse(body);
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(new DOMException('the caller has gone', 'AbortError'));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      },
      Math.min(milliseconds, 10_000),
    );
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  });
}

// Between half and all of it, so that a thousand consoles do not come back at once.
export function jittered(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}
