import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Caller, Operation } from '../api/generated/types';
import { reader } from '../test/connector_page';
import { renderPage } from '../test/render';
import { server } from '../test/server';
import { OperationsDrawer } from './OperationsDrawer';

const running: Operation = {
  name: 'operations/9',
  metadata: {
    kind: 'OFFSET_CHANGE',
    target: 'instances/i/connectors/orders',
    waitingFor: 'the group of evil\u202etxt',
  } as object,
};

function show(caller: Caller) {
  server.use(http.get('*/v1/caller', () => HttpResponse.json(caller)));
  const view = renderPage(
    <OperationsDrawer
      open
      operations={[running]}
      error={null}
      onRetry={() => undefined}
      onClose={() => undefined}
    />,
  );
  view.client.setQueryData(['caller'], caller);
  return view;
}

test('who may not end operations sees the button disabled, with what is missing', async () => {
  show(reader);

  const end = await screen.findByRole('button', { name: 'End early' });

  expect(end.matches(':disabled')).toBe(true);
  expect(end.getAttribute('title')).toContain('operations.cancel');
});

test('what the server says shows what would not be seen', async () => {
  show({});

  expect(await screen.findByText('U+202E')).toBeTruthy();
});

test('a refusal to end early is told', async () => {
  const { user } = show({});
  server.use(
    http.post('*/v1/operations/*', () =>
      HttpResponse.json({ code: 9, message: 'it has ended' }, { status: 400 }),
    ),
  );

  await user.click(await screen.findByRole('button', { name: 'End early' }));

  expect(await screen.findByText('it has ended')).toBeTruthy();
});
