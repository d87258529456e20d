// Renders a page of one connector as its frame does.
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import { type DefaultBodyType, HttpResponse, http } from 'msw';
import type { ReactNode } from 'react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router';
import type { Caller, Connector } from '../api/generated/types';
import { ConnectorContext } from '../connectors/state/connector_context';
import { ConnectorZone } from '../parts/ConnectorZone';
import { newQueryClient } from '../shell/query_client';
import { server } from './server';

export const orders = 'instances/i/connectors/orders';

const verbs = ['deploy', 'pause', 'resume', 'stop', 'restart', 'update', 'rollback', 'delete'];

// A connector that runs, with what a test says otherwise of it.
export function connector(changes: Partial<Connector> = {}): Connector {
  return {
    name: orders,
    uid: 'u1',
    etag: 'e1',
    state: 'RUNNING',
    desiredState: 'RUNNING',
    revision: '3',
    taskRevision: '3',
    source: { topic: 'orders-events' },
    sink: { project: 'dw', table: 'ods_orders', timeZone: 'GMT 08:00' },
    status: { tasks: 2, tasksRunning: 2, lagRecords: '12' },
    allowedActions: verbs.map((verb) => ({ verb, allowed: true })),
    ...changes,
  };
}

interface Shown {
  // What comes after the connector in the URL: `/offsets?move=time`.
  at?: string;
  about?: Connector;
  caller?: Caller;
}

export function renderConnectorPage(
  page: ReactNode,
  { at = '', about = connector(), caller = {} }: Shown = {},
) {
  server.use(http.get('*/v1/caller', () => HttpResponse.json(caller)));
  const client = newQueryClient();
  client.setQueryData(['caller'], caller);
  const frame = (
    <ConnectorContext value={about}>
      <ConnectorZone value={about.sink?.timeZone ?? ''}>
        <Outlet />
      </ConnectorZone>
    </ConnectorContext>
  );
  const router = createMemoryRouter(
    [
      {
        path: '/instances/:instance/connectors/:connector',
        element: frame,
        children: [
          { index: true, element: page },
          { path: ':tab', element: page },
        ],
      },
    ],
    { initialEntries: [`/${orders}${at}`] },
  );
  const view = render(
    <App>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </App>,
  );
  return { ...view, client, router, user: userEvent.setup() };
}

// Who may only look.
export const reader: Caller = {
  authenticationRequired: true,
  roles: ['VIEWER'],
  permissions: ['connectors.read', 'offsets.read', 'workers.read', 'instances.read'],
};

// Operations share their path's form with everything that has a name.
export function answerOperation(operation: object) {
  return http.get('*/v1/operations/*', () => HttpResponse.json(operation as DefaultBodyType));
}
