// Which page is at which URL. Pages are loaded when they are gone to.
import {
  createBrowserRouter,
  type LazyRouteFunction,
  Navigate,
  type RouteObject,
} from 'react-router';
import { Loading } from '../parts/Screens';
import { Broken, BrokenRoute } from './ErrorBoundary';
import { Frame } from './Frame';
import { Home } from './Home';
import { NoSuchPage } from './NoSuchPage';

type Page = () => Promise<{ Component: () => React.ReactNode }>;

// The router shows an empty page where a page's code does not come: say why instead.
function lazily(load: Page) {
  return (async () => {
    try {
      return await load();
    } catch (error) {
      return { Component: () => <Broken error={error} /> };
    }
  }) as LazyRouteFunction<RouteObject>;
}

function page(path: string, load: Page, children?: RouteObject[]): RouteObject {
  const lazy = lazily(load);
  return children
    ? { path, lazy, children, errorElement: <BrokenRoute /> }
    : { path, lazy, errorElement: <BrokenRoute /> };
}

function indexPage(load: Page): RouteObject {
  return { index: true, lazy: lazily(load), errorElement: <BrokenRoute /> };
}

export const pages: RouteObject[] = [
  { index: true, element: <Home /> },
  { path: 'instances/:instance', element: <Navigate to="connectors" replace /> },
  page('instances/:instance/connectors', async () => ({
    Component: (await import('../connectors/list/ListPage')).ListPage,
  })),
  page('instances/:instance/connectors/new', async () => ({
    Component: (await import('../connectors/wizard/WizardPage')).WizardPage,
  })),
  page(
    'instances/:instance/connectors/:connector',
    async () => ({
      Component: (await import('../connectors/frame/ConnectorFrame')).ConnectorFrame,
    }),
    [
      indexPage(async () => ({
        Component: (await import('../connectors/overview/OverviewPage')).OverviewPage,
      })),
      page('tasks', async () => ({
        Component: (await import('../connectors/tasks/TasksPage')).TasksPage,
      })),
      page('offsets', async () => ({
        Component: (await import('../connectors/offsets/OffsetsPage')).OffsetsPage,
      })),
      page('data', async () => ({
        Component: (await import('../connectors/data/DataPage')).DataPage,
      })),
      page('dead-letters', async () => ({
        Component: (await import('../connectors/deadletters/DeadLettersPage')).DeadLettersPage,
      })),
      page('revisions', async () => ({
        Component: (await import('../connectors/revisions/RevisionsPage')).RevisionsPage,
      })),
      page('events', async () => ({
        Component: (await import('../connectors/events/EventsPage')).EventsPage,
      })),
      page('edit', async () => ({
        Component: (await import('../connectors/edit/EditPage')).EditPage,
      })),
    ],
  ),
  page('workers', async () => ({
    Component: (await import('../workers/WorkersPage')).WorkersPage,
  })),
  page('workers/:worker', async () => ({
    Component: (await import('../workers/WorkerPage')).WorkerPage,
  })),
  page(
    'settings',
    async () => ({ Component: (await import('../settings/SettingsPage')).SettingsPage }),
    [
      { index: true, element: <Navigate to="instances" replace /> },
      page('instances', async () => ({
        Component: (await import('../settings/InstancesPage')).InstancesPage,
      })),
      page('access', async () => ({
        Component: (await import('../settings/AccessPage')).AccessPage,
      })),
      page('preferences', async () => ({
        Component: (await import('../settings/PreferencesPage')).PreferencesPage,
      })),
    ],
  ),
  { path: '*', element: <NoSuchPage /> },
];

const basename = new URL(document.baseURI).pathname.replace(/\/$/, '');

export const router = createBrowserRouter(
  [
    {
      path: '/',
      element: <Frame />,
      errorElement: <BrokenRoute />,
      hydrateFallbackElement: <Loading />,
      children: pages,
    },
  ],
  { basename },
);
