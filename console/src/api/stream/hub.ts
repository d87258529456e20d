// Gathers what all tabs want to watch into as few streams as there can be, and hands each tab its events. Lives in a
// SharedWorker: browsers open six connections to a host, so a stream for each tab would hang the seventh.
import type { WatchResponse } from '../generated/types';
import { Connection, type Surroundings } from './connection';
import type { LiveStatus, ToHub, ToTab, Wanted } from './messages';

export interface Port {
  postMessage(message: ToTab): void;
}

// What one stream may carry, and how many streams at most: the others are left to calls.
const subscriptionsPerStream = 16;
const streamsMax = 3;
// A row of changes (a page turned, a filter typed) makes one new stream.
const settleTime = 250;
// A tab in the background still says something once a minute.
const tabSilenceMax = 180_000;

interface Tab {
  port: Port;
  heard: number;
  // Which key each of its subscriptions has.
  keys: Map<string, string>;
}

export class Hub {
  private readonly tabs = new Set<Tab>();
  private url = '';
  private connections: Connection[] = [];
  private wired = '';
  private settling: ReturnType<typeof setTimeout> | undefined;
  private status: LiveStatus = { live: false, since: 0, why: '' };
  private readonly down = new Set<number>();

  constructor(private readonly surroundings: Surroundings) {}

  // A new tab. Answers what takes its messages.
  connect(port: Port): (message: ToHub) => void {
    const tab: Tab = { port, heard: this.surroundings.now(), keys: new Map() };
    this.tabs.add(tab);
    return (message) => this.hear(tab, message);
  }

  private hear(tab: Tab, message: ToHub): void {
    tab.heard = this.surroundings.now();
    this.tabs.add(tab);
    switch (message.type) {
      case 'hello':
        this.url = message.url;
        tab.port.postMessage({ type: 'status', ...this.status });
        return;
      case 'subscribe':
        tab.keys.set(message.id, keyOf(message.wanted));
        // Another tab may watch the same already; this one still needs to hear what is there.
        this.settle(true);
        return;
      case 'unsubscribe':
        if (tab.keys.delete(message.id)) this.settle(false);
        return;
      case 'retry':
        for (const connection of this.connections) connection.retry();
        return;
      case 'alive':
        this.dropSilent();
        return;
      case 'bye':
        this.tabs.delete(tab);
        this.settle(false);
    }
  }

  private dropSilent(): void {
    for (const tab of this.tabs) {
      if (this.surroundings.now() - tab.heard > tabSilenceMax) this.tabs.delete(tab);
    }
    this.settle(false);
  }

  private settle(anew: boolean): void {
    if (anew) this.wired = '';
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.wire(), settleTime);
  }

  private wire(): void {
    const keys = [...new Set([...this.tabs].flatMap((tab) => [...tab.keys.values()]))];
    const wanted = keys.join('\n');
    if (wanted === this.wired) return;
    this.wired = wanted;
    for (const connection of this.connections) connection.stop();
    this.connections = [];
    this.down.clear();
    for (let lane = 0; lane < streamsMax && lane * subscriptionsPerStream < keys.length; lane++) {
      const mine = keys.slice(lane * subscriptionsPerStream, (lane + 1) * subscriptionsPerStream);
      this.connections.push(this.open(lane, mine));
    }
  }

  private open(lane: number, keys: string[]): Connection {
    const subscriptions = keys.map((key, index) => ({
      id: `s${index}`,
      ...(JSON.parse(key) as Wanted),
    }));
    const listener = {
      event: (event: WatchResponse) => this.hand(event, keys),
      live: (live: boolean, why: string) => this.tell(lane, live, why),
    };
    return new Connection(this.url, subscriptions, listener, this.surroundings);
  }

  // RESYNC concerns every subscription of the stream.
  private hand(event: WatchResponse, keys: string[]): void {
    const only = event.subscriptionId ? keys[Number(event.subscriptionId.slice(1))] : undefined;
    for (const tab of this.tabs) {
      for (const [id, key] of tab.keys) {
        if (key === only || (only === undefined && keys.includes(key)))
          tab.port.postMessage({ type: 'event', id, event });
      }
    }
  }

  private tell(lane: number, live: boolean, why: string): void {
    if (live) this.down.delete(lane);
    else this.down.add(lane);
    const all = this.down.size === 0;
    if (all === this.status.live && why === this.status.why) return;
    const since = all === this.status.live ? this.status.since : this.surroundings.now();
    this.status = { live: all, since, why };
    for (const tab of this.tabs) tab.port.postMessage({ type: 'status', ...this.status });
  }
}

function keyOf(wanted: Wanted): string {
  return JSON.stringify({
    parent: wanted.parent,
    ...(wanted.filter ? { filter: wanted.filter } : {}),
    ...(wanted.names?.length ? { names: wanted.names } : {}),
    ...(wanted.counts ? { counts: true } : {}),
    ...(wanted.countsOnly ? { countsOnly: true } : {}),
  });
}
