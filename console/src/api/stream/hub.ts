// Gathers what all tabs want to watch into as few streams as there can be, and hands each tab its events. Lives in a
// SharedWorker: browsers open six connections to a host, so a stream for each tab would hang the seventh.
import type { Subscription, WatchResponse } from '../generated/types';
import { Connection, refusalOf, type Surroundings } from './connection';
import { type LiveStatus, type ToHub, type ToTab, tooMany, type Wanted } from './messages';

export interface Port {
  postMessage(message: ToTab): void;
}

// What one stream may carry, and how many streams at most: the others are left to calls, and their tabs told so.
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
  // The status that it was told last, as JSON.
  told: string;
}

interface Lane {
  keys: string[];
  connection: Connection;
  broken: boolean;
  // Its tabs have missed something, which they hear of as soon as it is live.
  behind: boolean;
}

// Nobody listens.
const quiet: LiveStatus = { live: false, since: 0, why: '' };

export class Hub {
  private readonly tabs = new Set<Tab>();
  private url = '';
  private lanes: Lane[] = [];
  private wired = '';
  private settling: ReturnType<typeof setTimeout> | undefined;
  private status: LiveStatus = quiet;
  private behind = false;
  // What the server does not take, by key. Their tabs have to ask.
  private readonly refused = new Map<string, LiveStatus>();
  // What no stream has room for, by key. So have theirs.
  private left = new Map<string, LiveStatus>();
  private sifting = false;

  constructor(private readonly surroundings: Surroundings) {}

  // A new tab. Answers what takes its messages.
  connect(port: Port): (message: ToHub) => void {
    const tab: Tab = { port, heard: this.surroundings.now(), keys: new Map(), told: '' };
    this.tabs.add(tab);
    return (message) => this.hear(tab, message);
  }

  private hear(tab: Tab, message: ToHub): void {
    tab.heard = this.surroundings.now();
    if (!this.tabs.has(tab) && message.type !== 'bye') this.takeBack(tab);
    switch (message.type) {
      case 'hello':
        this.url = message.url;
        this.tell(tab);
        return;
      case 'subscribe':
        tab.keys.set(message.id, keyOf(message.wanted));
        // What was refused may be there by now.
        this.refused.delete(keyOf(message.wanted));
        // Another tab may watch the same already; this one still needs to hear what is there.
        this.settle(true);
        return;
      case 'unsubscribe':
        if (tab.keys.delete(message.id)) this.settle(false);
        return;
      case 'retry':
        for (const lane of this.lanes) lane.connection.retry();
        return;
      case 'alive':
        this.dropSilent();
        return;
      case 'bye':
        this.tabs.delete(tab);
        this.settle(false);
    }
  }

  // It was given up while it or the machine slept.
  private takeBack(tab: Tab): void {
    this.tabs.add(tab);
    this.behind = true;
    this.settle(true);
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
    const wanted = new Set([...this.tabs].flatMap((tab) => [...tab.keys.values()]));
    for (const key of this.refused.keys()) if (!wanted.has(key)) this.refused.delete(key);
    const keys = [...wanted].filter((key) => !this.refused.has(key));
    const wiring = keys.join('\n');
    if (wiring !== this.wired) this.rewire(keys);
    this.wired = wiring;
    this.tellAll();
  }

  private rewire(keys: string[]): void {
    // A new stream does not know what a broken one has missed.
    if (this.lanes.some((lane) => lane.broken || lane.behind)) this.behind = true;
    for (const lane of this.lanes) lane.connection.stop();
    this.lanes = [];
    const taken = keys.slice(0, subscriptionsPerStream * streamsMax);
    // Nor does it know what went while there was no room.
    if (taken.some((key) => this.left.has(key))) this.behind = true;
    const now = { live: false, since: this.surroundings.now(), why: tooMany };
    this.left = new Map(
      keys.slice(taken.length).map((key) => [key, this.left.get(key) ?? now] as const),
    );
    for (let first = 0; first < taken.length; first += subscriptionsPerStream)
      this.lanes.push(this.open(taken.slice(first, first + subscriptionsPerStream)));
    this.behind = false;
    if (keys.length === 0) this.status = quiet;
    else if (this.status.since === 0) this.status = { ...quiet, since: this.surroundings.now() };
  }

  private open(keys: string[]): Lane {
    const lane: Lane = {
      keys,
      broken: false,
      behind: this.behind,
      connection: new Connection(
        this.url,
        keys.map(subscriptionOf),
        {
          event: (event) => this.hand(event, keys),
          live: (live, why) => this.laneIs(lane, live, why),
          refused: () => void this.sift(keys),
        },
        this.surroundings,
      ),
    };
    return lane;
  }

  // One subscription that the server refuses takes the stream of all with it, and which one that is the answer does not always
  // say: each is asked for alone.
  private async sift(keys: string[]): Promise<void> {
    if (this.sifting) return;
    this.sifting = true;
    let found = false;
    for (const [index, key] of keys.entries()) {
      const why = await refusalOf(this.url, subscriptionOf(key, index), this.surroundings);
      if (why === undefined) continue;
      this.refused.set(key, { live: false, since: this.surroundings.now(), why });
      found = true;
    }
    this.sifting = false;
    if (found) this.settle(true);
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

  private laneIs(lane: Lane, live: boolean, why: string): void {
    lane.broken = !live;
    if (live && lane.behind) {
      lane.behind = false;
      this.hand({ type: 'RESYNC' }, lane.keys);
    }
    const all = !this.lanes.some((each) => each.broken);
    if (all === this.status.live && why === this.status.why) return;
    const since = all === this.status.live ? this.status.since : this.surroundings.now();
    this.status = { live: all, since, why };
    this.tellAll();
  }

  private tellAll(): void {
    for (const tab of this.tabs) this.tell(tab);
  }

  // A tab whose subscription is refused or left out is not live, however the streams are.
  private tell(tab: Tab): void {
    const without = [...tab.keys.values()]
      .map((key) => this.refused.get(key) ?? this.left.get(key))
      .find(Boolean);
    const status = without ?? this.status;
    const told = JSON.stringify(status);
    if (told === tab.told) return;
    tab.told = told;
    tab.port.postMessage({ type: 'status', ...status });
  }
}

function subscriptionOf(key: string, index: number): Subscription {
  return { id: `s${index}`, ...(JSON.parse(key) as Wanted) };
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
