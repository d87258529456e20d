// Renders a page as the console would: with cache, routes, words and antd's surroundings.
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { newQueryClient } from '../shell/query_client';

interface Options {
  // The pattern of the page's route, and where one is.
  path?: string;
  at?: string;
}

export function renderPage(page: ReactNode, { path = '/', at = '/' }: Options = {}) {
  const client = newQueryClient();
  client.setQueryData(['caller'], {});
  const router = createMemoryRouter(
    [
      { path, element: page },
      { path: '*', element: <p>elsewhere</p> },
    ],
    { initialEntries: [at] },
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
