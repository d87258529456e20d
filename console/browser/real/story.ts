// A page of a real Sluice, and somebody who is signed in to it. Each test ends in: no error on the console, nothing that the
// page's policy refused, no request to anybody else.
import {
  type BrowserContextOptions,
  test as base,
  expect as baseExpect,
  type Locator,
  type Page,
  request,
} from '@playwright/test';
import { still } from '../wizard_steps';
import { named, place, tokens } from './place';
import { runConnector } from './sluice';
import { makeTable, makeTopic, write } from './stage';

type Session = Exclude<BrowserContextOptions['storageState'], string | undefined>;

// Of one token there can be many sessions; the stories share one each.
const sessions = new Map<string, Session>();

async function sessionOf(person: 'admin' | 'reader'): Promise<Session> {
  const kept = sessions.get(person);
  if (kept) return kept;
  const context = await request.newContext({ baseURL: place.console });
  const answer = await context.post('/v1/sessions', {
    data: { token: tokens[person] },
    headers: { Origin: place.console, 'X-Sluice-Request': 'story' },
  });
  baseExpect(answer.ok(), await answer.text()).toBe(true);
  const session = await context.storageState();
  await context.dispose();
  sessions.set(person, session);
  return session;
}

interface Told {
  // Who has signed in.
  person: 'admin' | 'reader' | 'nobody';
  // What the console of the browser may say: a test that provokes an error allows it.
  allowed: RegExp;
  complaints: string[];
}

// A connector that has written rows into a table of its own.
interface Running {
  id: string;
  name: string;
  topic: string;
  table: string;
}

export const test = base.extend<Told, { running: Running }>({
  person: ['admin', { option: true }],
  allowed: [/^$/, { option: true }],
  storageState: async ({ person }, use) =>
    use(person === 'nobody' ? { cookies: [], origins: [] } : await sessionOf(person)),
  complaints: [
    async ({ page, baseURL, allowed }, use) => {
      clickWhenStill(page);
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (each) => {
        const url = each.url();
        if (!url.startsWith(baseURL ?? '') && !/^(data|blob):/.test(url))
          complaints.push(`asked ${url}`);
      });
      await use(complaints);
      baseExpect(complaints.filter((each) => !allowed.test(each))).toEqual([]);
    },
    { auto: true },
  ],
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs out of it
    async ({}, use, { workerIndex }) => {
      const id = named(`runs${workerIndex}`);
      const topic = await makeTopic(`runs${workerIndex}`, 2);
      const table = await makeTable(`runs${workerIndex}`);
      const day = 24 * 3_600_000;
      await write(topic, [
        { key: 'old', value: 'of yesterday', partition: 0, timestampMs: Date.now() - day },
        { key: 'hostile', value: '<img src=x onerror=alert(1)>', partition: 1 },
      ]);
      const name = await runConnector(id, {
        source: { topic, startOffset: 'EARLIEST' },
        sink: { table },
      });
      await use({ id, name, topic, table });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

// Every click waits until nothing moves; see still.
function clickWhenStill(page: Page): void {
  const locators: { click: Locator['click']; waits?: true } = Object.getPrototypeOf(
    page.locator('html'),
  );
  if (locators.waits) return;
  const { click } = locators;
  locators.click = async function (this: Locator, options) {
    await this.waitFor();
    await still(this.page());
    return click.call(this, options);
  };
  locators.waits = true;
}

export const expect = baseExpect;

export async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('API token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export const rowOf = (page: Page, id: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: id, exact: true }) });

export async function choose(page: Page, id: string, action: RegExp): Promise<void> {
  await page.getByRole('button', { name: `Actions of ${id}`, exact: true }).click();
  await pick(page, action);
}

// Of the menu that was opened.
export async function pick(page: Page, name: RegExp | string): Promise<void> {
  const item = page.getByRole('menuitem', { name });
  await item.click();
  await expect(item).toBeHidden();
}
