import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, type StatusCode } from './error';
import { Intent } from './intent';

// A server that answers in turn, and remembers the ids that it was asked with.
function serverOf(...answers: (StatusCode | 'OK')[]) {
  const ids: string[] = [];
  const write = async (request: { requestId?: string; name: string }) => {
    ids.push(request.requestId ?? '');
    const answer = answers.shift() ?? 'OK';
    if (answer !== 'OK') throw new ApiError({ status: answer, message: 'no' });
    return request.name;
  };
  const ask = (intent: Intent, name: string) =>
    intent.carryOut(write, { name }).catch(() => undefined);
  return { ids, ask };
}

describe('the id of a write', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  for (const status of ['DEADLINE_EXCEEDED', 'INTERNAL', 'UNKNOWN', 'UNAVAILABLE'] as const) {
    it(`stays when nobody knows what became of it: ${status}`, async () => {
      const { ids, ask } = serverOf(status);
      const intent = new Intent();

      await ask(intent, 'a');
      await ask(intent, 'a');

      expect(ids[1]).toBe(ids[0]);
    });
  }

  it('is one for a double click', async () => {
    const { ids, ask } = serverOf();
    const intent = new Intent();

    await Promise.all([ask(intent, 'a'), ask(intent, 'a')]);

    expect(ids[1]).toBe(ids[0]);
  });

  it('is another after a definite answer, be it yes or no', async () => {
    const { ids, ask } = serverOf('OK', 'FAILED_PRECONDITION');
    const intent = new Intent();

    await ask(intent, 'a');
    await ask(intent, 'a');
    await ask(intent, 'a');

    expect(new Set(ids).size).toBe(3);
  });

  it('is another for another request', async () => {
    const { ids, ask } = serverOf('DEADLINE_EXCEEDED');
    const intent = new Intent();

    await ask(intent, 'a');
    await ask(intent, 'b');

    expect(ids[1]).not.toBe(ids[0]);
  });

  it('is another after a while: whoever comes back means it anew', async () => {
    const { ids, ask } = serverOf('DEADLINE_EXCEEDED');
    const intent = new Intent();

    await ask(intent, 'a');
    vi.advanceTimersByTime(11 * 60_000);
    await ask(intent, 'a');

    expect(ids[1]).not.toBe(ids[0]);
  });
});
