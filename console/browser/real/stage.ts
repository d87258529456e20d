// What happens to the world around Sluice: tests/e2e/stage.h does it. Beside it sluicectl, for what people do elsewhere.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { named, place, tokenFiles, told } from './place';

async function ask(path: string, body: string): Promise<void> {
  const answer = await fetch(`${told('SLUICE_STORY_STAGE')}${path}`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`${path} ${body}: ${await answer.text()}`);
}

// As the owner of the MaxCompute project.
export const sql = (statement: string) => ask('/sql', statement);

export const killWorker = () => ask('/worker/kill', '');
export const startWorker = () => ask('/worker/start', '');

export interface SourceRecord {
  key?: string;
  value: string;
  partition?: number;
  timestampMs?: number;
}

export const write = (topic: string, records: SourceRecord[]) =>
  ask('/records', JSON.stringify({ topic, records }));

export async function makeTopic(
  word: string,
  partitions = 1,
  configs: Record<string, string> = {},
): Promise<string> {
  const topic = named(word);
  await ask('/topics', JSON.stringify({ topic, partitions, configs }));
  return topic;
}

export const everyColumn = 'topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING';

// With what a connector needs of it, and what it takes to be shown rows.
export async function makeTable(
  word: string,
  columns = everyColumn,
  actions = 'Describe, Alter, Update, Select',
): Promise<string> {
  const table = named(word).replaceAll('-', '_');
  await sql(`CREATE TABLE ${table} (${columns}) PARTITIONED BY (pt STRING);`);
  if (actions !== '') await grant(actions, table);
  return table;
}

export const grant = (actions: string, table: string) =>
  sql(`grant ${actions} on table ${table} to user \`${place.principal}\`;`);
export const revoke = (actions: string, table: string) =>
  sql(`revoke ${actions} on table ${table} from user \`${place.principal}\`;`);

// What it prints.
export async function sluicectl(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(told('SLUICE_STORY_SLUICECTL'), [
    ...words,
    '--server',
    told('SLUICE_STORY_SERVER'),
    '--token-file',
    tokenFiles.admin,
  ]);
  return stdout;
}
