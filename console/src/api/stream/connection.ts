// One POST /v1:watch that goes on for as long as it is wanted: it resumes where it broke, comes back with backoff, and is
// given up for dead when not even a heartbeat comes.
import { isApiError, parseError } from '../error';
import type { Subscription, WatchRequest, WatchResponse } from '../generated/types';
import { FrameReader } from './frames';

export interface Surroundings {
  fetch: typeof fetch;
  now: () => number;
  random: () => number;
}

export interface Listener {
  event(event: WatchResponse): void;
  live(live: boolean, why: string): void;
  // The server does not take what is asked for. It is tried again all the same, ever more slowly.
  refused(): void;
}

// The server says something at least every 15 s.
const silenceMax = 40_000;
const backoffFirst = 1_000;
const backoffMax = 30_000;

export class Connection {
  private resumeToken = '';
  private failures = 0;
  private stopped = false;
  private current: AbortController | undefined;
  private wake: (() => void) | undefined;
  // Nobody is signed in: only `retry` goes on.
  private refused = false;

  constructor(
    private readonly url: string,
    private readonly subscriptions: Subscription[],
    private readonly listener: Listener,
    private readonly surroundings: Surroundings,
  ) {
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.current?.abort();
    this.wake?.();
  }

  // Does not wait any longer.
  retry(): void {
    this.refused = false;
    this.failures = 0;
    this.wake?.();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let why = 'ENDED';
      try {
        await this.once();
      } catch (error) {
        why = this.judge(error);
      }
      if (this.stopped) return;
      this.listener.live(false, why);
      await this.pause();
    }
  }

  private async once(): Promise<void> {
    const aborter = new AbortController();
    this.current = aborter;
    let watchdog = setTimeout(() => aborter.abort(), silenceMax);
    try {
      const body = await ask(
        this.url,
        {
          subscriptions: this.subscriptions,
          ...(this.resumeToken ? { resumeToken: this.resumeToken } : {}),
        },
        aborter.signal,
        this.surroundings,
      );
      this.listener.live(true, '');
      const frames = new FrameReader();
      const decoder = new TextDecoder();
      const reader = body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => aborter.abort(), silenceMax);
        for (const frame of frames.push(decoder.decode(value, { stream: true })))
          this.take(frame.event, frame.data);
      }
    } finally {
      clearTimeout(watchdog);
      aborter.abort();
    }
  }

  private take(kind: string, data: string): void {
    if (this.stopped) return;
    if (kind === 'error') throw parseError(503, data, '');
    const event = JSON.parse(data) as WatchResponse;
    if (event.resumeToken) this.resumeToken = event.resumeToken;
    this.failures = 0;
    this.listener.live(true, '');
    if (event.type !== 'HEARTBEAT') this.listener.event(event);
  }

  private judge(error: unknown): string {
    this.failures++;
    if (!isApiError(error)) return 'NETWORK';
    const { status, reason } = error;
    // The server's hour is over, or the replica goes: the next one goes on.
    if (reason === 'SHUTTING_DOWN') this.failures = 0;
    if (status === 'UNAUTHENTICATED') this.refused = true;
    if (isRefusal(status)) {
      // What it does not like may be the token, which is only a shortcut.
      if (this.resumeToken === '') this.listener.refused();
      this.resumeToken = '';
    }
    return reason || status;
  }

  private pause(): Promise<void> {
    const longest = Math.min(backoffMax, backoffFirst * 2 ** Math.max(0, this.failures - 1));
    const wait = longest * (0.5 + this.surroundings.random() / 2);
    return new Promise((resolve) => {
      const timer = this.refused ? undefined : setTimeout(() => this.wake?.(), wait);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}

// Why the server takes no stream with this subscription alone; undefined: it does, or does not say.
export async function refusalOf(
  url: string,
  subscription: Subscription,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const aborter = new AbortController();
  const watchdog = setTimeout(() => aborter.abort(), silenceMax);
  try {
    await ask(url, { subscriptions: [subscription] }, aborter.signal, surroundings);
    return undefined;
  } catch (error) {
    return isApiError(error) && isRefusal(error.status) ? error.reason || error.status : undefined;
  } finally {
    clearTimeout(watchdog);
    aborter.abort();
  }
}

function isRefusal(status: string): boolean {
  return status === 'INVALID_ARGUMENT' || status === 'NOT_FOUND';
}

async function ask(
  url: string,
  request: WatchRequest,
  signal: AbortSignal,
  surroundings: Surroundings,
): Promise<ReadableStream<Uint8Array>> {
  const answer = await surroundings.fetch(url, {
    method: 'POST',
    headers: {
      Accept: 'text/event-stream',
      'Content-Type': 'application/json',
      'X-Sluice-Request': 'console-watch',
    },
    credentials: 'same-origin',
    body: JSON.stringify(request),
    signal,
  });
  if (!answer.ok || !answer.body) throw parseError(answer.status, await answer.text(), '');
  return answer.body;
}
