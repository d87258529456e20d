// Renders a page of one connector as its frame does.
import { HttpResponse, http } from 'msw';
import type { ReactNode } from 'react';
import { Route, Routes } from 'react-router';
import type { Caller } from '../api/access';
import type { Connector } from '../api/generated/types';
import { ConnectorContext } from '../connectors/state/connector_context';
import { ConnectorZone } from '../parts/ConnectorZone';
import { renderPage } from './render';
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
  const routes = (
    <ConnectorContext value={about}>
      <ConnectorZone value={about.sink?.timeZone ?? ''}>
        <Routes>
          <Route path="instances/:instance/connectors/:connector">
            <Route index element={page} />
            <Route path="*" element={page} />
          </Route>
        </Routes>
      </ConnectorZone>
    </ConnectorContext>
  );
  const view = renderPage(routes, { path: '/instances/*', at: `/${orders}${at}` });
  view.client.setQueryData(['caller'], caller);
  return view;
}

export const reader: Caller = {
  authenticationRequired: true,
  roles: ['VIEWER'],
  permissions: ['connectors.read', 'offsets.read', 'workers.read', 'instances.read'],
};
