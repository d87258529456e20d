// Where the things of the stories are: what //tests/e2e:in_a_browser_test tells.
import { readFileSync } from 'node:fs';

export function told(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run //tests/e2e:in_a_browser_test`);
  return value;
}

export const place = {
  console: told('SLUICE_CONSOLE_URL'),
  instance: 'instances/local',
  kafka: told('SLUICE_STORY_KAFKA'),
  topic: told('SLUICE_STORY_TOPIC'),
  table: told('SLUICE_STORY_TABLE'),
  project: told('SLUICE_STORY_PROJECT'),
  endpoint: told('SLUICE_STORY_ENDPOINT'),
  account: told('SLUICE_STORY_ACCOUNT'),
  role: told('SLUICE_STORY_ROLE'),
  // The role, as grants name it.
  principal: told('SLUICE_STORY_PRINCIPAL'),
};

export const tokenFiles = {
  admin: told('SLUICE_STORY_ADMIN_TOKEN_FILE'),
  reader: told('SLUICE_STORY_READER_TOKEN_FILE'),
};

export const tokens = {
  admin: readFileSync(tokenFiles.admin, 'utf8').trim(),
  reader: readFileSync(tokenFiles.reader, 'utf8').trim(),
};

// A name that nobody else has: the brokers serve other tests, too.
export function named(word: string): string {
  return `${word}-${told('SLUICE_STORY_STEM')}`;
}
