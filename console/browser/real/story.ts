// A page of a real Sluice, and where its things are. Each test ends in: no error on the console, nothing that the page's policy
// refused, no request to anybody else.
import { test as base, expect as baseExpect, type Page } from '@playwright/test';

function told(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run //tests/e2e:in_a_browser_test`);
  return value;
}

export const place = {
  instance: 'instances/local',
  topic: told('SLUICE_STORY_TOPIC'),
  table: told('SLUICE_STORY_TABLE'),
  project: told('SLUICE_STORY_PROJECT'),
  connector: told('SLUICE_STORY_CONNECTOR'),
  endpoint: told('SLUICE_STORY_ENDPOINT'),
  account: told('SLUICE_STORY_ACCOUNT'),
  role: told('SLUICE_STORY_ROLE'),
};

// By the API, for stories that do not begin with the wizard.
export async function createConnector(page: Page, id: string): Promise<string> {
  const answer = await page.request.post(`/v1/${place.instance}/connectors?connector_id=${id}`, {
    data: {
      source: { topic: place.topic, startOffset: 'LATEST' },
      sink: {
        endpoint: place.endpoint,
        project: place.project,
        table: place.table,
        accountUid: place.account,
        roleName: place.role,
        timeZone: 'GMT 08:00',
      },
    },
    timeout: 60_000,
  });
  baseExpect(answer.ok(), await answer.text()).toBe(true);
  return `${place.instance}/connectors/${id}`;
}

export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(baseURL ?? '') && !/^(data|blob):/.test(url))
          complaints.push(`asked ${url}`);
      });
      await use(complaints);
      baseExpect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export const expect = baseExpect;
