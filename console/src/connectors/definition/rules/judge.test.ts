import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Connector, Instance } from '../../../api/generated/types';
import { at } from '../definition';
import { judge } from './judge';

// The cases that the control plane judges alike. Where a copy of the console is tested, SLUICE_GOLDEN says where they are.
const folder = `${process.env.SLUICE_GOLDEN ?? '../tests/golden'}/validation/`;

interface Row {
  case: string;
  id?: unknown;
  set: Record<string, unknown>;
  instance?: Record<string, unknown>;
  verdict: 'taken' | 'refused';
  violations?: string[];
}

interface Base {
  instance: Record<string, unknown>;
  connector: Record<string, unknown>;
}

// Rows that a browser cannot judge, each with the reason. None today: every row runs.
const notJudgedHere: Record<string, string> = {};

function rows(): Row[] {
  const lines = readFileSync(`${folder}connector_rules.jsonl`, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

// Texts that the file abbreviates, `{"text": "a", "times": 1000}`, also inside objects.
function writtenOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const object = value as Record<string, unknown>;
  if ('times' in object)
    return `${object.prefix ?? ''}${String(object.text).repeat(Number(object.times))}`;
  return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, writtenOut(each)]));
}

function change(into: Record<string, unknown>, changes: Record<string, unknown>): void {
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let place = into;
    for (const step of steps) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    if (value === null) delete place[last];
    else place[last] = writtenOut(value);
  }
}

function judged(row: Row): string[] {
  const base = JSON.parse(readFileSync(`${folder}base.json`, 'utf8')) as Base;
  change(base.connector, row.set);
  change(base.instance, row.instance ?? {});
  const id = row.id === undefined ? 'orders' : String(writtenOut(row.id));
  return judge(base.connector as Connector, id, base.instance as Instance)
    .map(({ field, reason }) => `${field} ${reason}`)
    .sort();
}

test.each(rows().map((row) => [row.case, row] as const))('%s', (name, row) => {
  if (name in notJudgedHere) return;
  expect(judged(row)).toEqual(row.verdict === 'taken' ? [] : [...(row.violations ?? [])].sort());
});

test('there are enough cases', () => {
  expect(rows().length).toBeGreaterThan(200);
  for (const name of Object.keys(notJudgedHere))
    expect(rows().map((row) => row.case)).toContain(name);
});

test('without the instance, what depends on it is left out', () => {
  const base = JSON.parse(readFileSync(`${folder}base.json`, 'utf8')) as Base;
  change(base.connector, { vpcId: 'vpc-2' });
  expect(at(base.connector, ['vpcId'])).toBe('vpc-2');
  expect(judge(base.connector as Connector, 'orders', undefined)).toEqual([]);
});
