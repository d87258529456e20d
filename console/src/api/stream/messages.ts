// What tabs and the stream hub say to each other.
import type { Subscription, WatchResponse } from '../generated/types';

export type Wanted = Omit<Subscription, 'id'>;

export type ToHub =
  | { type: 'hello'; url: string }
  | { type: 'subscribe'; id: string; wanted: Wanted }
  | { type: 'unsubscribe'; id: string }
  // Somebody has signed in, or the network is back: do not wait any longer.
  | { type: 'retry' }
  | { type: 'alive' }
  | { type: 'bye' };

export interface LiveStatus {
  live: boolean;
  // Since when, as Date.now(); 0: never yet.
  since: number;
  // Why not: a StatusCode or a reason.
  why: string;
}

export type ToTab =
  | { type: 'event'; id: string; event: WatchResponse }
  | ({ type: 'status' } & LiveStatus);
