// A page in a made-up world. Each test ends in: no error on the console, nothing that the page's policy refused, no request to
// anybody else.
import { test as base, expect as baseExpect } from '@playwright/test';
import { makeWorld, type World } from './world';

interface Fixtures {
  world: World;
  // What the console of the browser may say: a test that provokes an error allows it.
  allowed: RegExp;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs out of it
  allowed: async ({}, use) => use(/^$/),
  world: [
    async ({ page, allowed, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(baseURL ?? '') && !/^(data|blob):/.test(url))
          complaints.push(`asked ${url}`);
      });
      const world = await makeWorld(page);
      await use(world);
      baseExpect(complaints.filter((each) => !allowed.test(each))).toEqual([]);
    },
    { auto: true },
  ],
});

export const expect = baseExpect;
