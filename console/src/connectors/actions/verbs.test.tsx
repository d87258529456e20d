import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { connector, orders } from '../../test/connector_page';
import { renderPage } from '../../test/render';
import { answer, server, status } from '../../test/server';
import { useSetState } from './verbs';

function Verbs() {
  const { mutate } = useSetState();
  return (['pause', 'restart'] as const).map((verb) => (
    <button key={verb} type="button" onClick={() => mutate({ verb, name: orders })}>
      {verb}
    </button>
  ));
}

test('a verb that nobody answered is asked for under the same id again, until it is answered', async () => {
  const ids: unknown[] = [];
  const take = async (request: Request) => {
    ids.push(((await request.json()) as { requestId: string }).requestId);
    if (ids.length === 1) return status({ code: 13, message: 'evil\u202etxt' });
    return Response.json(connector());
  };
  server.use(
    answer('ConnectorService.RestartConnector', take),
    answer('ConnectorService.PauseConnector', take),
  );
  const { user } = renderPage(<Verbs />);
  const press = async (verb: string) => {
    const before = ids.length;
    await user.click(screen.getByRole('button', { name: verb }));
    await waitFor(() => expect(ids).toHaveLength(before + 1));
  };

  await press('restart');
  expect(await screen.findByText(/evilU\+202Etxt/)).toBeTruthy();
  await press('restart');
  await screen.findByText(/tasks begin anew/);
  await press('restart');
  await press('pause');

  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});
