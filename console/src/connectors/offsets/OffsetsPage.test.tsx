import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import {
  answerOperation,
  connector,
  orders,
  reader,
  renderConnectorPage,
} from '../../test/connector_page';
import { answer, refuse, server, status } from '../../test/server';
import { OffsetsPage } from './OffsetsPage';

const partitions = [
  {
    committedOffset: '918250',
    endOffset: '918310',
    lagRecords: '60',
    inFlight: { nextOffset: '918300', sessions: 1, rows: '50' },
  },
  { partition: 1, committedOffset: '-1', endOffset: '-1', lagRecords: '-1', task: -1 },
];

function plan(readAgain: string) {
  return {
    name: orders,
    etag: 'p1',
    createTime: new Date().toISOString(),
    moves: [{ fromOffset: '918250', toOffset: '917750', readAgain }],
    readAgain,
    warnings: [{ reason: 'ROWS_REPEATED', message: 'their rows come a second time' }],
  };
}

function world() {
  server.use(answer('OffsetService.GetOffsets', { partitions, lagRecords: '60' }));
}

test('each partition tells where it stands; what is not known is a dash', async () => {
  world();
  renderConnectorPage(<OffsetsPage />, { at: '/offsets' });

  expect(
    await screen.findByRole('row', {
      name: /^0 918,250 to 918,300 \(50 rows, 1 session\) 0 918,310 60/,
    }),
  ).toBeTruthy();
  expect(screen.getByRole('row', { name: /^1 not pinned yet none 0 – –/ })).toBeTruthy();
});

test('moving back is planned in numbers, asks for the name, and is then carried out', async () => {
  world();
  let applied: unknown;
  server.use(
    answer('OffsetService.PlanOffsetChange', async (request) => {
      expect(await request.json()).toEqual({ target: { shift: '-500' } });
      return Response.json(plan('500'));
    }),
    answer('OffsetService.ApplyOffsetChange', async (request) => {
      applied = await request.json();
      return Response.json({ name: 'operations/7' });
    }),
    answerOperation({
      name: 'operations/7',
      done: true,
      metadata: { kind: 'OFFSET_CHANGE', target: orders },
      response: { moves: [{}] },
    }),
  );
  const { user, router } = renderConnectorPage(<OffsetsPage />, { at: '/offsets?move=shift' });

  await user.type(await screen.findByLabelText('Records'), '-500');
  await user.click(screen.getByRole('button', { name: 'Show what it does' }));
  expect(await screen.findByRole('row', { name: /^0 918,250 917,750 back 500 0/ })).toBeTruthy();
  expect(screen.getByText('their rows come a second time')).toBeTruthy();

  const apply = screen.getByRole('button', { name: 'Move offsets now' });
  expect(apply.matches(':disabled')).toBe(true);
  await user.type(screen.getByLabelText('Why (kept with the events)'), 'a bad deploy');
  await user.type(screen.getByLabelText('Type orders to go on'), 'orders');
  await user.click(apply);

  expect(await screen.findByText('Move of offsets: Done')).toBeTruthy();
  expect(screen.getByText('1 partition has moved.')).toBeTruthy();
  expect(applied).toMatchObject({ plan: { etag: 'p1' }, changeReason: 'a bad deploy' });
  expect(router.state.location.search).toBe('?operation=operations%2F7');
});

test('a plan that no longer holds is refused, and made anew', async () => {
  world();
  let plans = 0;
  server.use(
    answer('OffsetService.PlanOffsetChange', () => Response.json(plan(String(++plans * 100)))),
    answer('OffsetService.ApplyOffsetChange', () =>
      status({ code: 9, message: 'the connector has changed', reason: 'PLAN_STALE' }),
    ),
  );
  const { user } = renderConnectorPage(<OffsetsPage />, { at: '/offsets?move=earliest' });
  await user.click(await screen.findByRole('button', { name: 'Show what it does' }));
  await user.type(await screen.findByLabelText('Type orders to go on'), 'orders');
  await user.click(screen.getByRole('button', { name: 'Move offsets now' }));

  expect(await screen.findByText('The plan no longer holds')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Move offsets now' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Plan again' }));

  expect(await screen.findByRole('row', { name: /back 200/ })).toBeTruthy();
  expect((screen.getByLabelText('Type orders to go on') as HTMLInputElement).value).toBe('');
});

test('what was typed wrong is told before anything is asked', async () => {
  world();
  const { user } = renderConnectorPage(<OffsetsPage />, { at: '/offsets?move=offsets' });

  await user.click(await screen.findByRole('button', { name: 'Show what it does' }));

  expect((await screen.findByRole('alert')).textContent).toContain('Name at least one partition.');
});

test('before the first Deploy, and for a reader, nothing can be moved', async () => {
  world();
  const draft = renderConnectorPage(<OffsetsPage />, {
    at: '/offsets?move=time',
    about: connector({ state: 'DRAFT', desiredState: 'DRAFT' }),
  });
  expect((await screen.findByRole('button', { name: 'Move offsets' })).matches(':disabled')).toBe(
    true,
  );
  expect(screen.queryByRole('dialog')).toBeNull();
  draft.unmount();

  renderConnectorPage(<OffsetsPage />, { at: '/offsets', caller: reader });
  const button = await screen.findByRole('button', { name: 'Move offsets' });
  expect(button.matches(':disabled')).toBe(true);
  expect(button.getAttribute('title')).toContain('offsets.change');
});

test('brokers that do not answer are an error with a way to try again', async () => {
  server.use(
    refuse('OffsetService.GetOffsets', {
      code: 9,
      message: 'topic is gone',
      reason: 'SOURCE_TOPIC_NOT_FOUND',
    }),
  );
  renderConnectorPage(<OffsetsPage />, { at: '/offsets' });

  expect(await screen.findByText('topic is gone')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
});

test('an operation that is under way tells how far it is and what it waits for', async () => {
  world();
  server.use(
    answerOperation({
      name: 'operations/7',
      metadata: {
        kind: 'OFFSET_CHANGE',
        target: orders,
        step: 'waits for the tasks',
        doneCount: '3',
        totalCount: '12',
        waitingFor: 'task 1 of worker w1',
      },
    }),
  );
  renderConnectorPage(<OffsetsPage />, {
    at: '/offsets',
    about: connector({ operation: 'operations/7' }),
  });

  expect(await screen.findByText('waits for the tasks')).toBeTruthy();
  expect(screen.getByText('task 1 of worker w1')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: '3 of 12' })).toBeTruthy();
});
