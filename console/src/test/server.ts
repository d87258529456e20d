// Answers of the API in tests: `server.use(answer('ConnectorService.GetConnector', connector))`.
import { type DefaultBodyType, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { type Calls, routes } from '../api/generated/routes';

export const server = setupServer();

type Method = keyof Calls;
type Reply<M extends Method> =
  | Calls[M]['response']
  | ((request: Request) => Promise<Response> | Response);

// A handler for a call: with an answer, or with what makes one.
export function answer<M extends Method>(method: M, reply: Reply<M>) {
  return on(method, async (request) => {
    if (typeof reply === 'function') return await reply(request);
    return HttpResponse.json(reply as DefaultBodyType);
  });
}

// A handler that refuses, as the API does.
export function refuse(
  method: Method,
  error: { code: number; message: string; reason?: string; metadata?: object },
) {
  return on(method, () => status(error));
}

export function status(error: {
  code: number;
  message: string;
  reason?: string;
  metadata?: object;
}): Response {
  const http =
    { 3: 400, 5: 404, 6: 409, 7: 403, 8: 429, 9: 400, 10: 409, 14: 503, 16: 401 }[error.code] ??
    500;
  return HttpResponse.json(
    {
      code: error.code,
      message: error.message,
      details: error.reason
        ? [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: error.reason,
              domain: 'sluice',
              metadata: error.metadata ?? {},
            },
          ]
        : [],
    },
    { status: http },
  );
}

function on(method: Method, reply: (request: Request) => Promise<Response> | Response) {
  const { verb, path } = routes[method];
  // A name has slashes, so the path is matched as a whole.
  const pattern = new RegExp(
    `^https?://[^/]+${path.replace(/[.:]/g, '\\$&').replace(/\{[^}]+\}/g, '[^?:]+')}(\\?.*)?$`,
  );
  const make = {
    GET: http.get,
    POST: http.post,
    PATCH: http.patch,
    PUT: http.put,
    DELETE: http.delete,
  }[verb];
  return make(pattern, ({ request }) => reply(request));
}
