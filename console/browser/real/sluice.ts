// The API, as an administrator calls it: for what a story does not do by the console, or looks up.
import { expect } from '@playwright/test';
import type { Connector, ListTablePartitionsResponse } from '../../src/api/generated/types';
import { place, tokens } from './place';

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${place.console}/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${tokens.admin}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

export type Definition = Omit<Connector, 'source' | 'sink'> & {
  source?: Partial<Connector['source']>;
  sink?: Partial<Connector['sink']>;
};

// R0's connector, but for what the definition says; its name.
export async function createConnector(id: string, definition: Definition = {}): Promise<string> {
  await call('POST', `${place.instance}/connectors?connector_id=${id}`, {
    ...definition,
    source: { topic: place.topic, startOffset: 'LATEST', ...definition.source },
    sink: {
      endpoint: place.endpoint,
      project: place.project,
      table: place.table,
      accountUid: place.account,
      roleName: place.role,
      timeZone: 'GMT 08:00',
      ...definition.sink,
    },
  });
  return `${place.instance}/connectors/${id}`;
}

export const get = (name: string) => call<Connector>('GET', name);
export const act = (name: string, verb: string, body: object = {}) =>
  call<Connector>('POST', `${name}:${verb}`, body);

// Waits until the connector is so.
export async function until(
  name: string,
  what: string,
  is: (connector: Connector) => boolean,
): Promise<void> {
  await expect
    .poll(async () => is(await get(name)), {
      message: `${name}: ${what}`,
      timeout: 60_000,
      intervals: [200],
    })
    .toBe(true);
}

export const untilState = (name: string, ...states: Connector['state'][]) =>
  until(name, states.join(' or '), ({ state }) => states.includes(state));

export async function runConnector(id: string, definition: Definition = {}): Promise<string> {
  const name = await createConnector(id, definition);
  await untilState(name, 'DRAFT');
  await act(name, 'deploy');
  await untilState(name, 'RUNNING');
  return name;
}

export async function partitionsOf(name: string): Promise<string[]> {
  const { partitions = [] } = await call<ListTablePartitionsResponse>(
    'GET',
    `${name}:listTablePartitions`,
  );
  return partitions.map(({ spec = '' }) => spec);
}
