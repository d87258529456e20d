// The instant at which a clock in a zone shows a time. Pure.
import { clockIn } from '../../parts/zones';

// `clock` as `2026-11-23 14:03:22`. Where clocks were put forward and never showed it: the instant at which they would have.
export function instantOf(clock: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${clock.replace(' ', 'T')}Z`);
  if (!Number.isFinite(asUtc)) return undefined;
  let instant = asUtc;
  // Twice: the offset may be another one on the other side of a change of clocks.
  for (let round = 0; round < 2; round++) {
    const shown = Date.parse(`${clockIn(zone, new Date(instant)).replace(' ', 'T')}Z`);
    instant += asUtc - shown;
  }
  return instant;
}
