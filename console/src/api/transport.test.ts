import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { answer, server, status } from '../test/server';
import { endWait, isSignInNeeded } from './session_gate';
import { call } from './transport';

const name = 'instances/i/connectors/c';

describe('a call', () => {
  it('goes to the path of its route, with the rest of the request in the query', async () => {
    let asked = new URL('http://none');
    server.use(
      answer('ConnectorService.ListConnectors', (request) => {
        asked = new URL(request.url);
        return HttpResponse.json({ connectors: [{ name }] });
      }),
    );

    const page = await call('ConnectorService.ListConnectors', {
      parent: 'instances/i',
      pageSize: 20,
      filter: 'q = "a&b"',
    });

    expect(page.connectors?.[0]?.name).toBe(name);
    expect(asked.pathname).toBe('/v1/instances/i/connectors');
    expect(asked.searchParams.get('page_size')).toBe('20');
    expect(asked.searchParams.get('filter')).toBe('q = "a&b"');
  });

  it('sends the field that is the body, and an id that says it comes from here', async () => {
    let sent: unknown;
    let marked: string | null = null;
    server.use(
      answer('ConnectorService.UpdateConnector', async (request) => {
        sent = await request.json();
        marked = request.headers.get('X-Sluice-Request');
        expect(new URL(request.url).searchParams.get('update_mask')).toBe('description');
        return HttpResponse.json({ name });
      }),
    );

    await call('ConnectorService.UpdateConnector', {
      connector: { name, description: 'd' },
      updateMask: 'description',
    });

    expect(sent).toEqual({ name, description: 'd' });
    expect(marked).toMatch(/^console-[0-9a-f]{32}$/);
  });

  it('is tried three times more while the server is away, under the same id', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ids: (string | null)[] = [];
    server.use(
      answer('ConnectorService.GetConnector', (request) => {
        ids.push(request.headers.get('X-Sluice-Request'));
        return status({ code: 14, message: 'away', reason: 'DATABASE_UNAVAILABLE' });
      }),
    );

    const outcome = call('ConnectorService.GetConnector', { name }).catch(
      (error: unknown) => error,
    );
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(5000);
      expect(ids).toHaveLength(4);
    });
    vi.useRealTimers();

    expect(await outcome).toMatchObject({ status: 'UNAVAILABLE', reason: 'DATABASE_UNAVAILABLE' });
    expect(new Set(ids).size).toBe(1);
  });

  it('is not tried again when it is refused', async () => {
    let calls = 0;
    server.use(
      answer('ConnectorService.GetConnector', () => {
        calls++;
        return status({ code: 9, message: 'no', reason: 'VERB_NOT_ALLOWED' });
      }),
    );

    await expect(call('ConnectorService.GetConnector', { name })).rejects.toMatchObject({
      status: 'FAILED_PRECONDITION',
    });
    expect(calls).toBe(1);
  });

  it('whose session is over waits for somebody to sign in, then goes on', async () => {
    let signedIn = false;
    server.use(
      answer('ConnectorService.GetConnector', () =>
        signedIn
          ? HttpResponse.json({ name })
          : status({ code: 16, message: 'over', reason: 'SESSION_ENDED' }),
      ),
    );

    const outcome = call('ConnectorService.GetConnector', { name });
    await vi.waitFor(() => expect(isSignInNeeded()).toBe(true));
    signedIn = true;
    endWait('signed-in');

    await expect(outcome).resolves.toEqual({ name });
    expect(isSignInNeeded()).toBe(false);
  });

  it('that its caller leaves ends as an abort', async () => {
    server.use(http.get(/.*/, () => new Promise<never>(() => undefined)));
    const caller = new AbortController();

    const outcome = call('ConnectorService.GetConnector', { name }, { signal: caller.signal });
    caller.abort();

    await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
  });
});
