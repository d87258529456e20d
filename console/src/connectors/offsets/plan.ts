// What a move of offsets would do, made ready to be read. Pure.
import { bigintOf } from '../../api/figures';
import type { OffsetPlan, PartitionOffsets } from '../../api/generated/types';

// As the server has it: a plan holds for so long.
export const planLife = 10 * 60_000;

export type Direction = 'back' | 'on' | 'stays' | 'unknown';

export interface Move {
  partition: number;
  // Undefined: the group holds no offset of it, so nobody can count.
  from: bigint | undefined;
  to: bigint;
  readAgain: bigint;
  leftOut: bigint;
  direction: Direction;
}

export function movesOf(plan: OffsetPlan): Move[] {
  return (plan.moves ?? []).map((move) => {
    const from = bigintOf(move.fromOffset);
    const to = bigintOf(move.toOffset);
    return {
      partition: move.partition ?? 0,
      from: from < 0n ? undefined : from,
      to,
      readAgain: bigintOf(move.readAgain),
      leftOut: bigintOf(move.leftOut),
      direction: directionOf(from, to),
    };
  });
}

function directionOf(from: bigint, to: bigint): Direction {
  if (from < 0n) return 'unknown';
  if (to < from) return 'back';
  return to > from ? 'on' : 'stays';
}

// Whether there is anything to apply.
export function movesAnything(plan: OffsetPlan): boolean {
  return movesOf(plan).some((move) => move.direction !== 'stays');
}

// How long the plan still holds, in milliseconds; 0: no more.
export function timeLeft(plan: OffsetPlan, now: number): number {
  const made = Date.parse(plan.createTime ?? '');
  return Number.isFinite(made) ? Math.max(0, made + planLife - now) : 0;
}

// One source partition, as the table shows it. What is not known is undefined.
export interface PartitionRow {
  partition: number;
  committed: bigint | undefined;
  inFlight: { next: bigint; sessions: number; rows: bigint } | undefined;
  begin: bigint;
  end: bigint | undefined;
  lag: bigint | undefined;
  // As the API writes a duration.
  lagTime: string | undefined;
  freshUntil: string | undefined;
  lastCommit: string | undefined;
  task: number | undefined;
}

export function partitionRowOf(told: PartitionOffsets): PartitionRow {
  const task = told.task ?? 0;
  return {
    partition: told.partition ?? 0,
    committed: known(told.committedOffset),
    inFlight: told.inFlight && {
      next: bigintOf(told.inFlight.nextOffset),
      sessions: told.inFlight.sessions ?? 0,
      rows: bigintOf(told.inFlight.rows),
    },
    begin: bigintOf(told.beginOffset),
    end: known(told.endOffset),
    lag: known(told.lagRecords),
    lagTime: told.lagTime,
    freshUntil: told.freshUntil,
    lastCommit: told.lastCommitTime,
    task: task < 0 ? undefined : task,
  };
}

function known(offset: string | undefined): bigint | undefined {
  const value = bigintOf(offset);
  return value < 0n ? undefined : value;
}
