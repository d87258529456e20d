import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hub } from './hub';
import type { ToHub, ToTab } from './messages';

// A server whose streams the test holds in its hands.
class FakeServer {
  readonly bodies: { subscriptions: { id: string; names?: string[] }[]; resumeToken?: string }[] =
    [];
  readonly streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  refuseWith: Response | undefined;

  readonly fetch = (async (_url: string, init: RequestInit) => {
    this.bodies.push(JSON.parse(String(init.body)));
    if (this.refuseWith) return this.refuseWith;
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
      },
    });
    if (own) this.streams.push(own);
    init.signal?.addEventListener('abort', () => {
      try {
        own?.error(new DOMException('aborted', 'AbortError'));
      } catch {
        // It had ended.
      }
    });
    return new Response(body);
  }) as typeof fetch;

  say(event: object, stream = this.streams.length - 1): void {
    this.streams[stream]?.enqueue(
      new TextEncoder().encode(`event: X\ndata: ${JSON.stringify(event)}\n\n`),
    );
  }
}

function tab(hub: Hub): { heard: ToTab[]; say: (message: ToHub) => void; events: () => ToTab[] } {
  const heard: ToTab[] = [];
  const say = hub.connect({ postMessage: (message) => heard.push(message) });
  say({ type: 'hello', url: 'http://c/v1:watch' });
  return { heard, say, events: () => heard.filter((each) => each.type === 'event') };
}

const settle = () => vi.advanceTimersByTimeAsync(300);

describe('the hub of the streams', () => {
  let server: FakeServer;
  let hub: Hub;
  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    hub = new Hub({ fetch: server.fetch, now: () => Date.now(), random: () => 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has one stream for ten tabs', async () => {
    for (let index = 0; index < 10; index++) {
      tab(hub).say({
        type: 'subscribe',
        id: 'w1',
        wanted: { parent: 'instances/i', names: [`n${index}`] },
      });
    }
    await settle();

    expect(server.bodies).toHaveLength(1);
    expect(server.bodies[0]?.subscriptions).toHaveLength(10);
  });

  it('hands an event to the tab that wants it, and to no other', async () => {
    const first = tab(hub);
    const second = tab(hub);
    first.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['a'] } });
    second.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['b'] } });
    await settle();

    server.say({ type: 'CHANGED', subscriptionId: 's1', connectors: [{ name: 'b' }] });
    await settle();

    expect(first.events()).toHaveLength(0);
    expect(second.events()).toMatchObject([{ id: 'w1', event: { type: 'CHANGED' } }]);
  });

  it('goes on for the others when the first tab is closed', async () => {
    const first = tab(hub);
    const second = tab(hub);
    first.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['a'] } });
    second.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['b'] } });
    await settle();

    first.say({ type: 'bye' });
    await settle();
    server.say({ type: 'CHANGED', subscriptionId: 's0', connectors: [{ name: 'b' }] });
    await settle();

    expect(server.bodies.at(-1)?.subscriptions).toMatchObject([{ names: ['b'] }]);
    expect(second.events()).toHaveLength(1);
  });

  it('tells that it is not live when the stream breaks, and resumes with the last token', async () => {
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i' } });
    await settle();
    server.say({ type: 'SNAPSHOT', subscriptionId: 's0', resumeToken: 'r7' });
    await settle();
    expect(one.heard.at(-1)).toMatchObject({ type: 'event' });

    server.streams[0]?.error(new TypeError('cut'));
    await vi.advanceTimersByTimeAsync(50);
    expect(one.heard.at(-1)).toMatchObject({ type: 'status', live: false, why: 'NETWORK' });
    await vi.advanceTimersByTimeAsync(2000);

    expect(server.bodies.at(-1)?.resumeToken).toBe('r7');
    expect(one.heard.at(-1)).toMatchObject({ type: 'status', live: true });
  });

  it('gives a silent stream up', async () => {
    tab(hub).say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i' } });
    await settle();
    expect(server.bodies).toHaveLength(1);

    await vi.advanceTimersByTimeAsync(42_000);

    expect(server.bodies).toHaveLength(2);
  });

  it('waits for somebody to sign in when nobody is', async () => {
    server.refuseWith = new Response(JSON.stringify({ code: 16, message: 'who?' }), {
      status: 401,
    });
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i' } });
    await settle();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.bodies).toHaveLength(1);
    expect(one.heard.at(-1)).toMatchObject({ type: 'status', live: false, why: 'UNAUTHENTICATED' });

    server.refuseWith = undefined;
    one.say({ type: 'retry' });
    await settle();

    expect(server.bodies).toHaveLength(2);
  });
});
