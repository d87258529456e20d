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
  // Why not: a StatusCode, a reason, or `tooMany`.
  why: string;
}

// The streams are full: what this tab wants has no room.
export const tooMany = 'TOO_MANY_WATCHED';

export type ToTab =
  | { type: 'event'; id: string; event: WatchResponse }
  | ({ type: 'status' } & LiveStatus);
