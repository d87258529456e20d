// From a call and its request to a verb, a URL and a body. Pure.
import { type Calls, type Route, routes } from './generated/routes';

export type Method = keyof Calls;

export interface HttpRequest {
  verb: Route['verb'];
  // Begins with a slash.
  path: string;
  body: string | undefined;
}

export function toHttp<M extends Method>(method: M, request: Calls[M]['request']): HttpRequest {
  const route: Route = routes[method];
  const fields = request as Record<string, unknown>;
  const path = route.path.replace(/\{([^}]+)\}/g, (_, field: string) =>
    segments(method, field, at(fields, field)),
  );
  const query = new URLSearchParams();
  for (const [json, name] of Object.entries(route.query)) append(query, name, fields[json]);
  const search = query.toString();
  return {
    verb: route.verb,
    path: search ? `${path}?${search}` : path,
    body: bodyOf(route, fields),
  };
}

function bodyOf(route: Route, fields: Record<string, unknown>): string | undefined {
  if (route.body === '') return undefined;
  if (route.body !== '*') return JSON.stringify(fields[route.body] ?? {});
  const inPath = new Set([...route.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]));
  return JSON.stringify(
    Object.fromEntries(Object.entries(fields).filter(([key]) => !inPath.has(key))),
  );
}

// A name's slashes part its segments; everything else in it is data.
function segments(method: string, field: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${method} needs ${field}`);
  return value.split('/').map(encodeURIComponent).join('/');
}

function at(fields: Record<string, unknown>, path: string): unknown {
  let value: unknown = fields;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

function append(query: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '') return;
  if (Array.isArray(value)) {
    for (const each of value) append(query, name, each);
  } else {
    query.append(name, String(value));
  }
}
