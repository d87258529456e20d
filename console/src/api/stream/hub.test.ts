import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hub } from './hub';
import type { ToHub, ToTab } from './messages';

interface Body {
  subscriptions: { id: string; parent?: string; names?: string[] }[];
  resumeToken?: string;
}

function refusal(code: number, reason: string): Response {
  const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason };
  return Response.json({ code, message: 'no', details: [info] }, { status: 400 });
}

// A server whose streams the test holds in its hands.
class FakeServer {
  readonly bodies: Body[] = [];
  readonly streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  refuseWith: Response | undefined;
  // A stream that holds a subscription of this parent is refused as a whole.
  refuseParent: { parent: string; code: number; reason: string } | undefined;
  refuseTogether = false;
  hangs = false;
  private readonly streaming = new Set<Body>();

  // What the streams that are open were asked with.
  open(): Body[] {
    return [...this.streaming];
  }

  readonly fetch = (async (_url: string, init: RequestInit) => {
    const asked = JSON.parse(String(init.body)) as Body;
    this.bodies.push(asked);
    if (this.hangs) return new Promise<Response>(() => undefined);
    if (this.refuseWith) return this.refuseWith.clone();
    const refused = this.refuseParent;
    if (refused && asked.subscriptions.some((each) => each.parent === refused.parent))
      return refusal(refused.code, refused.reason);
    if (this.refuseTogether && asked.subscriptions.length > 1)
      return refusal(3, 'VALIDATION_FAILED');
    this.streaming.add(asked);
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
      },
    });
    if (own) this.streams.push(own);
    init.signal?.addEventListener('abort', () => {
      this.streaming.delete(asked);
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

  it('tells since when it is not live when not even the first connection came about', async () => {
    server.refuseWith = new Response('away', { status: 502 });
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i' } });
    await settle();

    const told = one.heard.filter((each) => each.type === 'status').at(-1);
    expect(told).toMatchObject({ live: false, why: 'UNAVAILABLE' });
    expect(told?.since).toBeGreaterThan(0);
  });

  it('tells since when it is not live while the first connection hangs', async () => {
    server.hangs = true;
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i' } });
    await settle();

    const told = one.heard.filter((each) => each.type === 'status').at(-1);
    expect(told).toMatchObject({ live: false });
    expect(told?.since).toBeGreaterThan(0);
  });

  it('goes on without a subscription that the server refuses, and tells its tab alone', async () => {
    server.refuseParent = { parent: 'instances/none', code: 5, reason: 'INSTANCE_NOT_FOUND' };
    const good = tab(hub);
    const bad = tab(hub);
    good.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['a'] } });
    bad.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/none' } });
    await vi.advanceTimersByTimeAsync(2000);

    expect(server.open()).toMatchObject([{ subscriptions: [{ names: ['a'] }] }]);
    expect(good.heard.at(-1)).toMatchObject({ type: 'status', live: true });
    expect(bad.heard.at(-1)).toMatchObject({
      type: 'status',
      live: false,
      why: 'INSTANCE_NOT_FOUND',
    });
    const asked = server.bodies.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.bodies).toHaveLength(asked);
  });

  it('asks again for what was refused when somebody subscribes anew', async () => {
    server.refuseParent = { parent: 'instances/new', code: 5, reason: 'INSTANCE_NOT_FOUND' };
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/new' } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.open()).toEqual([]);

    server.refuseParent = undefined;
    one.say({ type: 'unsubscribe', id: 'w1' });
    one.say({ type: 'subscribe', id: 'w2', wanted: { parent: 'instances/new' } });
    await vi.advanceTimersByTimeAsync(2000);

    expect(server.open()).toMatchObject([{ subscriptions: [{ parent: 'instances/new' }] }]);
    expect(one.heard.at(-1)).toMatchObject({ type: 'status', live: true });
  });

  it('tries again slowly when each is taken alone but not together', async () => {
    server.refuseTogether = true;
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['a'] } });
    one.say({ type: 'subscribe', id: 'w2', wanted: { parent: 'instances/i', names: ['b'] } });

    await vi.advanceTimersByTimeAsync(60_000);

    expect(server.bodies.length).toBeLessThan(40);
  });

  it('tells the tab that no stream has room for, until there is', async () => {
    const tabs = Array.from({ length: 49 }, (_, index) => {
      const each = tab(hub);
      const wanted = { parent: 'instances/i', names: [`n${index}`] };
      each.say({ type: 'subscribe', id: 'w1', wanted });
      return each;
    });
    await settle();
    const [first, last] = [tabs[0], tabs.at(-1)];

    expect(server.open().map((each) => each.subscriptions.length)).toEqual([16, 16, 16]);
    expect(first?.heard.at(-1)).toMatchObject({ type: 'status', live: true });
    expect(last?.heard.at(-1)).toMatchObject({
      type: 'status',
      live: false,
      since: Date.now() - 50,
      why: 'TOO_MANY_WATCHED',
    });

    first?.say({ type: 'bye' });
    await settle();
    expect(last?.heard).toContainEqual(expect.objectContaining({ type: 'status', live: true }));
    // What went meanwhile no stream tells.
    expect(last?.events()).toMatchObject([{ id: 'w1', event: { type: 'RESYNC' } }]);
  });

  it('takes a tab back that was silent for long, with all that it missed', async () => {
    const awake = tab(hub);
    const asleep = tab(hub);
    const wanted = { parent: 'instances/i', names: ['a'] };
    awake.say({ type: 'subscribe', id: 'w1', wanted });
    asleep.say({ type: 'subscribe', id: 'w1', wanted });
    await settle();
    for (let minute = 0; minute < 4; minute++) {
      await vi.advanceTimersByTimeAsync(30_000);
      server.say({ type: 'HEARTBEAT' });
      await vi.advanceTimersByTimeAsync(30_000);
      server.say({ type: 'HEARTBEAT' });
      awake.say({ type: 'alive' });
    }
    await settle();
    server.say({ type: 'DELETED', subscriptionId: 's0', deletedNames: ['a'] });
    await settle();
    expect(awake.events()).toHaveLength(1);
    expect(asleep.events()).toHaveLength(0);

    asleep.say({ type: 'alive' });
    await settle();
    expect(asleep.events()).toMatchObject([{ id: 'w1', event: { type: 'RESYNC' } }]);
    server.say({ type: 'SNAPSHOT', subscriptionId: 's0', connectors: [] });
    await settle();

    expect(asleep.events().at(-1)).toMatchObject({ event: { type: 'SNAPSHOT' } });
  });

  it('has everything asked for again when a new stream takes the place of a broken one', async () => {
    const one = tab(hub);
    one.say({ type: 'subscribe', id: 'w1', wanted: { parent: 'instances/i', names: ['a'] } });
    await settle();
    server.streams[0]?.error(new TypeError('cut'));
    server.refuseWith = new Response('away', { status: 502 });
    await vi.advanceTimersByTimeAsync(5_000);

    server.refuseWith = undefined;
    one.say({ type: 'subscribe', id: 'w2', wanted: { parent: 'instances/i', names: ['b'] } });
    await settle();

    expect(one.events()).toMatchObject([
      { id: 'w1', event: { type: 'RESYNC' } },
      { id: 'w2', event: { type: 'RESYNC' } },
    ]);
  });
});
