// This tab's end of the stream.
import { apiUrl } from '../base';
import { routes } from '../generated/routes';
import type { WatchResponse } from '../generated/types';
import { endWait, waitForSignIn } from '../session_gate';
import { Hub } from './hub';
import type { LiveStatus, ToHub, ToTab, Wanted } from './messages';

type Listener = (event: WatchResponse) => void;

const subscribers = new Map<string, Listener>();
const wanted = new Map<string, Wanted>();
const statusListeners = new Set<() => void>();
let status: LiveStatus = { live: false, since: 0, why: '' };
let say: ((message: ToHub) => void) | undefined;
let asked = false;
let last = 0;

// Calls `listener` with what is there and with each change, until the answer is called.
export function watch(subscription: Wanted, listener: Listener): () => void {
  const id = `w${++last}`;
  subscribers.set(id, listener);
  wanted.set(id, subscription);
  hub()({ type: 'subscribe', id, wanted: subscription });
  return () => {
    subscribers.delete(id);
    wanted.delete(id);
    hub()({ type: 'unsubscribe', id });
  };
}

export function liveStatus(): LiveStatus {
  return status;
}

export function onLiveStatus(listener: () => void): () => void {
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
}

export function retryStream(): void {
  say?.({ type: 'retry' });
}

function hub(): (message: ToHub) => void {
  if (say) return say;
  say = typeof SharedWorker === 'undefined' ? inPage() : inWorker();
  say({ type: 'hello', url: apiUrl(routes['WatchService.Watch'].path) });
  setInterval(() => say?.({ type: 'alive' }), 30_000);
  addEventListener('pagehide', () => say?.({ type: 'bye' }));
  // Out of the back-forward cache: the hub has forgotten this tab.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const [id, each] of wanted) say?.({ type: 'subscribe', id, wanted: each });
  });
  addEventListener('online', retryStream);
  return say;
}

function inWorker(): (message: ToHub) => void {
  const worker = new SharedWorker(new URL('./hub.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sluice',
  });
  worker.port.onmessage = (message: MessageEvent<ToTab>) => hear(message.data);
  return (message) => worker.port.postMessage(message);
}

// Where there are no shared workers this tab has a stream of its own.
function inPage(): (message: ToHub) => void {
  const own = new Hub({
    fetch: (...all) => fetch(...all),
    now: () => Date.now(),
    random: () => Math.random(),
  });
  return own.connect({ postMessage: hear });
}

function hear(message: ToTab): void {
  if (message.type === 'event') {
    subscribers.get(message.id)?.(message.event);
    return;
  }
  status = { live: message.live, since: message.since, why: message.why };
  for (const listener of statusListeners) listener();
  if (
    !status.live &&
    ['UNAUTHENTICATED', 'TOKEN_MISSING', 'SESSION_ENDED', 'TOKEN_EXPIRED'].includes(status.why)
  ) {
    void askToSignIn();
  }
}

async function askToSignIn(): Promise<void> {
  if (asked) return;
  asked = true;
  const outcome = await waitForSignIn();
  asked = false;
  if (outcome === 'signed-in') retryStream();
}

// Somebody has signed in: what waits goes on, and so does the stream.
export function signedIn(): void {
  endWait('signed-in');
  retryStream();
}
