import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { http } from 'msw';
import { expect, test } from 'vitest';
import { newQueryClient } from '../../shell/query_client';
import { answer, server } from '../../test/server';
import { connectorQuery, connectorsQuery } from '../connectors';
import { useWatch } from './use_watch';

const name = 'instances/i/connectors/a';

function Page() {
  useQuery(connectorsQuery({ parent: 'instances/i' }));
  useQuery(connectorQuery(name));
  useWatch({ parent: 'instances/i', names: [name] }, () => undefined);
  useWatch({ parent: 'instances/i', countsOnly: true }, () => undefined);
  return <p>there</p>;
}

test('when the stream has lost its thread, lists and single ones are asked for again, once', async () => {
  const asked = { list: 0, one: 0 };
  let say: (event: object) => void = () => undefined;
  server.use(
    answer('ConnectorService.ListConnectors', () => {
      asked.list++;
      return Response.json({ connectors: [{ name }] });
    }),
    answer('ConnectorService.GetConnector', () => {
      asked.one++;
      return Response.json({ name });
    }),
    http.post(/\/v1:watch$/, () => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          say = (event) =>
            controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
        },
      });
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
    }),
  );
  let streaming = false;
  server.events.on('response:mocked', ({ request }) => {
    if (request.url.endsWith(':watch')) streaming = true;
  });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <Page />
    </QueryClientProvider>,
  );
  await screen.findByText('there');
  await waitFor(() => expect(streaming && asked.list === 1 && asked.one === 1).toBe(true));

  say({ type: 'RESYNC' });

  await waitFor(() => expect(asked).toEqual({ list: 2, one: 2 }));
});
