import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import {
  answerOperation,
  connector,
  orders,
  reader,
  renderConnectorPage,
} from '../../test/connector_page';
import { answer, refuse, server, status } from '../../test/server';
import { DeadLettersPage } from './DeadLettersPage';

const letter = (id: string, reason: string) => ({
  name: `${orders}/deadLetters/${id}`,
  topic: 'connect-error-orders',
  sourceTopic: 'orders-events',
  sourceOffset: '41',
  reason,
  message: 'has 6 bytes; VARCHAR(4) takes 4 characters',
  keyBytes: '-1',
  valueBytes: '7',
  replayedOffset: '-1',
});

const all = [letter('abnormal-0-2', 'FIELD_COUNT'), letter('abnormal-0-1', 'VALUE_TOO_LONG')];
const counts = [
  { reason: 'FIELD_COUNT', count: '412' },
  { reason: 'VALUE_TOO_LONG', count: '12' },
];

function world() {
  server.use(
    answer('DeadLetterService.ListDeadLetters', (request) => {
      const reason = new URL(request.url).searchParams.get('reason');
      return Response.json({
        deadLetters: all.filter((each) => !reason || each.reason === reason),
        counts,
      });
    }),
  );
}

test('reasons come with their counts; one of them is a filter, and in the URL', async () => {
  world();
  const { user, router } = renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters' });

  expect(await screen.findByText('All that match: 424')).toBeTruthy();
  await user.click(
    screen.getByRole('button', { name: /^A value is too long for its column · 12/ }),
  );

  expect(await screen.findByText('All that match: 12')).toBeTruthy();
  expect(screen.getByText('abnormal-0-1')).toBeTruthy();
  expect(screen.queryByText('abnormal-0-2')).toBeNull();
  expect(router.state.location.search).toBe('?reason=VALUE_TOO_LONG');
});

test('those that are ticked are replayed, and the operation is shown', async () => {
  world();
  let sent: unknown;
  server.use(
    answer('DeadLetterService.ReplayDeadLetters', async (request) => {
      sent = await request.json();
      return Response.json({ name: 'operations/9' });
    }),
    answerOperation({
      name: 'operations/9',
      done: true,
      metadata: { kind: 'DEAD_LETTER_REPLAY', target: orders },
      response: { replayedCount: '1' },
    }),
  );
  const { user } = renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters' });

  await user.click(await screen.findByRole('checkbox', { name: 'Tick abnormal-0-1' }));
  expect(screen.getByText('1 ticked')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Replay' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/written to orders-events again/)).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: 'Replay' }));

  expect(await screen.findByText('Replay of dead letters: Done')).toBeTruthy();
  expect(sent).toMatchObject({ choice: { names: [`${orders}/deadLetters/abnormal-0-1`] } });
});

test('to put all aside the name is typed, and it goes on where the call before ended', async () => {
  world();
  const sent: { choice?: unknown; pageToken?: string }[] = [];
  server.use(
    answer('DeadLetterService.DiscardDeadLetters', async (request) => {
      sent.push((await request.json()) as { choice: unknown; pageToken: string });
      return Response.json(sent.length === 1 ? { more: true, nextPageToken: 'on' } : {});
    }),
  );
  const { user } = renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters' });

  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  await user.type(await screen.findByLabelText('Type orders to go on'), 'orders{Enter}');

  await screen.findByText('All that match: 424');
  expect(sent).toMatchObject([
    { choice: { all: true } },
    { choice: { all: true }, pageToken: 'on' },
  ]);
});

test('putting aside goes on with the call that failed, under its id', async () => {
  world();
  const sent: { pageToken?: string; requestId?: string }[] = [];
  server.use(
    answer('DeadLetterService.DiscardDeadLetters', async (request) => {
      sent.push((await request.json()) as object);
      if (sent.length === 1) return Response.json({ more: true, nextPageToken: 'on' });
      if (sent.length === 2) return status({ code: 4, message: 'no answer in time' });
      return Response.json({});
    }),
  );
  const { user } = renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters' });
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  await user.type(await screen.findByLabelText('Type orders to go on'), 'orders{Enter}');
  await screen.findByText('no answer in time');

  await user.type(screen.getByLabelText('Type orders to go on'), '{Enter}');

  await waitFor(() => expect(sent.map((each) => each.pageToken)).toEqual(['', 'on', 'on']));
  expect(sent[2]?.requestId).toBe(sent[1]?.requestId);
  expect(sent[1]?.requestId).not.toBe(sent[0]?.requestId);
});

test('what somebody has replayed meanwhile is ticked no more, and a dialog for it is not for all', async () => {
  world();
  const { user, client } = renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters' });
  await user.click(await screen.findByRole('checkbox', { name: 'Tick abnormal-0-1' }));
  await user.click(screen.getByRole('button', { name: 'Replay' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText('1 ticked')).toBeTruthy();

  server.use(answer('DeadLetterService.ListDeadLetters', { deadLetters: [all[0] ?? {}], counts }));
  await act(() => client.invalidateQueries());

  expect(await screen.findByText(/Somebody has seen to all that were ticked/)).toBeTruthy();
  expect(within(screen.getByRole('dialog')).queryByRole('button', { name: 'Replay' })).toBeNull();
});

test('offsets beyond what a number holds are shown digit by digit', async () => {
  server.use(
    answer('DeadLetterService.ListDeadLetters', {
      deadLetters: [{ ...letter('abnormal-0-1', 'FIELD_COUNT'), sourceOffset: '9007199254740993' }],
    }),
    answer('DeadLetterService.GetDeadLetter', {
      ...letter('abnormal-0-1', 'FIELD_COUNT'),
      mark: 'REPLAYED',
      replayedOffset: '9007199254740995',
    }),
  );
  renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters?letter=abnormal-0-1' });

  expect(await screen.findByText('partition 0, offset 9,007,199,254,740,993')).toBeTruthy();
  expect(await screen.findByText('9,007,199,254,740,995')).toBeTruthy();
});

test('a letter opens from its URL: cause, bytes as text or hex, headers', async () => {
  world();
  server.use(
    answer('DeadLetterService.GetDeadLetter', {
      ...letter('abnormal-0-1', 'VALUE_TOO_LONG'),
      stage: 'TASK_PUT',
      column: 'name',
      value: btoa('<b>\u0000'),
      headers: [{ name: 'trace', value: btoa('4bf9') }],
    }),
  );
  const { user } = renderConnectorPage(<DeadLettersPage />, {
    at: '/dead-letters?letter=abnormal-0-1',
  });

  const drawer = await screen.findByRole('dialog');
  expect(await within(drawer).findByText(/<b>/)).toBeTruthy();
  expect(within(drawer).getByText('␀')).toBeTruthy();
  expect(within(drawer).getByText('NULL: the record has none.')).toBeTruthy();
  expect(within(drawer).getByText('4bf9')).toBeTruthy();
  await user.click(within(drawer).getByText('Hex'));
  expect(within(drawer).getByText(/000000 3c 62 3e 00/)).toBeTruthy();
});

test('no dead letters, and none under the filter, are two things', async () => {
  server.use(answer('DeadLetterService.ListDeadLetters', {}));
  const none = renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters' });
  expect(await screen.findByRole('heading', { name: 'There are no dead letters' })).toBeTruthy();
  none.unmount();

  renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters?reason=NOT_UTF8' });
  expect(await screen.findByRole('heading', { name: 'No dead letter matches' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Clear the filter' })).toBeTruthy();
});

test('who may not see them is told which permission that needs', async () => {
  server.use(
    refuse('DeadLetterService.ListDeadLetters', {
      code: 7,
      message: 'not permitted',
      reason: 'NOT_PERMITTED',
      metadata: { permission: 'deadLetters.read' },
    }),
  );
  renderConnectorPage(<DeadLettersPage />, { at: '/dead-letters', caller: reader });

  expect(await screen.findByText(/needs the permission deadLetters.read/)).toBeTruthy();
});

test('while an operation is at work nothing else is replayed', async () => {
  world();
  server.use(answerOperation({ name: 'operations/9', metadata: {} }));
  renderConnectorPage(<DeadLettersPage />, {
    at: '/dead-letters',
    about: connector({ operation: 'operations/9' }),
  });

  const replay = await screen.findByRole('button', { name: 'Replay' });
  expect(replay.matches(':disabled')).toBe(true);
  expect(replay.getAttribute('title')).toBe('An operation is at work on the connector');
});
