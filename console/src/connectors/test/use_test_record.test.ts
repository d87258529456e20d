import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { answer, server, status } from '../../test/server';
import { useTestRecord } from './use_test_record';

test('a record that nobody answered for is not sent twice', async () => {
  const ids: unknown[] = [];
  server.use(
    answer('ConnectorService.SendTestRecord', async (request) => {
      ids.push(((await request.json()) as { requestId: string }).requestId);
      if (ids.length === 1) return status({ code: 4, message: 'no answer in time' });
      return Response.json({ arrived: true });
    }),
  );
  const { result } = renderHook(() => useTestRecord('instances/i/connectors/c', false));
  const send = async (at: string) => {
    act(() => result.current.send({ partition: 0, key: 'k', value: 'v' }));
    await waitFor(() => expect(result.current.state.at).toBe(at));
  };

  await send('failed');
  await send('stored');
  act(() => result.current.reset());
  await send('stored');

  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});
