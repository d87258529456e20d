import { expect, test } from 'vitest';
import { readTarget, type TargetForm } from './target';

const form = (changes: Partial<TargetForm>): TargetForm => ({
  kind: 'earliest',
  time: undefined,
  shift: '',
  offsets: '',
  partitions: '',
  ...changes,
});

test.each([
  [{ kind: 'earliest' }, { earliest: true }],
  [
    { kind: 'latest', partitions: '0, 2-4' },
    { latest: true, partitions: [0, 2, 3, 4] },
  ],
  [{ kind: 'time', time: Date.UTC(2026, 0, 31, 15, 4, 5) }, { time: '2026-01-31T15:04:05.000Z' }],
  [{ kind: 'shift', shift: '-500' }, { shift: '-500' }],
  [{ kind: 'shift', shift: '+1,000' }, { shift: '1000' }],
  [
    { kind: 'offsets', offsets: '0=1200, 1:1150', partitions: '7' },
    { offsets: { byPartition: { '0': '1200', '1': '1150' } } },
  ],
  // Beyond what a JavaScript number can tell apart.
  [
    { kind: 'offsets', offsets: '3=9007199254740993' },
    { offsets: { byPartition: { '3': '9007199254740993' } } },
  ],
] as [Partial<TargetForm>, unknown][])('%o is taken', (changes, target) => {
  expect(readTarget(form(changes))).toEqual({ ok: true, value: target });
});

test.each([
  [{ kind: 'time' }, 'timeMissing'],
  [{ kind: 'shift', shift: 'some' }, 'shiftForm'],
  [{ kind: 'shift', shift: '0' }, 'shiftZero'],
  [{ kind: 'shift', shift: '9999999999999999999' }, 'shiftForm'],
  [{ kind: 'offsets', offsets: '' }, 'offsetsMissing'],
  [{ kind: 'offsets', offsets: '0=1,0=2' }, 'offsetsTwice'],
  [{ kind: 'offsets', offsets: '0=-1' }, 'offsetsForm'],
  [{ kind: 'latest', partitions: '4-2' }, 'partitionsForm'],
] as [Partial<TargetForm>, string][])('%o is refused: %s', (changes, problem) => {
  expect(readTarget(form(changes))).toEqual({ ok: false, problem });
});
