// Where offsets shall go, from what a person has typed to what the server takes. Pure.
import type { OffsetTarget } from '../../api/generated/types';

export type TargetKind = 'time' | 'earliest' | 'latest' | 'shift' | 'offsets';

export interface TargetForm {
  kind: TargetKind;
  // With `time`: the instant, in milliseconds since 1970.
  time: number | undefined;
  // With `shift`: so many records back (negative) or on.
  shift: string;
  // With `offsets`: `0=1200, 1=1150`.
  offsets: string;
  // `0, 2-5`; empty: all. Not with `offsets`.
  partitions: string;
}

export type TargetProblem =
  | 'timeMissing'
  | 'shiftForm'
  | 'shiftZero'
  | 'offsetsForm'
  | 'offsetsTwice'
  | 'offsetsMissing'
  | 'partitionsForm';

export type Read<T> = { ok: true; value: T } | { ok: false; problem: TargetProblem };

const int64Max = 9_223_372_036_854_775_807n;
const partitionsMax = 100_000;

export function readTarget(form: TargetForm): Read<OffsetTarget> {
  const target = readWhere(form);
  if (!target.ok || form.kind === 'offsets') return target;
  const partitions = readPartitions(form.partitions);
  if (!partitions.ok) return partitions;
  return {
    ok: true,
    value:
      partitions.value.length > 0
        ? { ...target.value, partitions: partitions.value }
        : target.value,
  };
}

function readWhere(form: TargetForm): Read<OffsetTarget> {
  switch (form.kind) {
    case 'earliest':
      return { ok: true, value: { earliest: true } };
    case 'latest':
      return { ok: true, value: { latest: true } };
    case 'time':
      if (form.time === undefined || !Number.isFinite(form.time))
        return { ok: false, problem: 'timeMissing' };
      return { ok: true, value: { time: new Date(form.time).toISOString() } };
    case 'shift':
      return readShift(form.shift);
    case 'offsets':
      return readOffsets(form.offsets);
  }
}

function readShift(text: string): Read<OffsetTarget> {
  const match = /^([+-]?)(\d{1,19})$/.exec(text.replace(/[\s,_]/g, ''));
  if (!match) return { ok: false, problem: 'shiftForm' };
  const size = BigInt(match[2] ?? '0');
  if (size > int64Max) return { ok: false, problem: 'shiftForm' };
  if (size === 0n) return { ok: false, problem: 'shiftZero' };
  return { ok: true, value: { shift: String(match[1] === '-' ? -size : size) } };
}

function readOffsets(text: string): Read<OffsetTarget> {
  const byPartition: Record<string, string> = {};
  for (const part of text.split(/[,\s]+/).filter(Boolean)) {
    const match = /^(\d{1,9})[=:](\d{1,19})$/.exec(part);
    if (!match || BigInt(match[2] ?? '0') > int64Max) return { ok: false, problem: 'offsetsForm' };
    const partition = String(Number(match[1]));
    if (partition in byPartition) return { ok: false, problem: 'offsetsTwice' };
    byPartition[partition] = String(BigInt(match[2] ?? '0'));
  }
  if (Object.keys(byPartition).length === 0) return { ok: false, problem: 'offsetsMissing' };
  return { ok: true, value: { offsets: { byPartition } } };
}

function readPartitions(text: string): Read<number[]> {
  const partitions = new Set<number>();
  for (const part of text.split(/[,\s]+/).filter(Boolean)) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (!match) return { ok: false, problem: 'partitionsForm' };
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (to < from || to - from >= partitionsMax) return { ok: false, problem: 'partitionsForm' };
    for (let partition = from; partition <= to; partition++) partitions.add(partition);
  }
  return { ok: true, value: [...partitions].sort((a, b) => a - b) };
}
