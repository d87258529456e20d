// Pages that move by themselves: many at once, without the stream, without a worker.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Page } from '@playwright/test';
import { named, place } from './place';
import { act, createConnector, get, until, untilState } from './sluice';
import { killWorker, startWorker, write } from './stage';
import { test as base, expect, rowOf } from './story';

// A wire between browser and Sluice that can be cut. A shared worker's requests pass it, too.
class Wire {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private readonly server = createServer((near) => this.join(near));

  async begin(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  end(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    if (this.isCut) {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(place.console);
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}

const test = base.extend<{ wire: { wire: Wire; url: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs out of it
  wire: async ({}, use) => {
    const wire = new Wire();
    await use({ wire, url: await wire.begin() });
    wire.end();
  },
});

test('21: ten tabs are live on one connection, also after the first is closed', async ({
  page,
  context,
}) => {
  const name = await createConnector(named('tabs'));
  await untilState(name, 'DRAFT');
  const tabs = [page];
  for (let index = 1; index < 10; index++) tabs.push(await context.newPage());
  for (const tab of tabs) await tab.goto(`/${name}`);
  await page.close();
  await act(name, 'stop');
  for (const tab of tabs.slice(1))
    await expect(tab.getByText('Stopped').first()).toBeVisible({ timeout: 60_000 });
});

test.describe('over a wire that is cut', () => {
  test.use({
    baseURL: async ({ wire }, use) => use(wire.url),
    allowed: /net::ERR_/,
  });

  test('22: without its stream a page says since when it is not live, and then shows what it has missed', async ({
    page,
    wire: { wire },
    running,
  }) => {
    await page.goto(`/${place.instance}/connectors?q=${running.id}`);
    const row = rowOf(page, running.id);
    await expect(row.getByText(/^Running/)).toBeVisible();
    wire.cut();
    const strip = page.getByText(/^Not live since \d\d:\d\d:\d\d; trying again/);
    await expect(strip).toBeVisible();
    await act(running.name, 'pause');
    await untilState(running.name, 'PAUSED');
    await expect(row.getByText(/^Running/)).toBeVisible();

    wire.mend();
    await expect(row.getByText('Paused')).toBeVisible({ timeout: 40_000 });
    await expect(strip).toBeHidden();
    await act(running.name, 'resume');
    await expect(row.getByText(/^Running/)).toBeVisible({ timeout: 40_000 });
  });
});

// Notes each state that the badge beside the connector's name has from now on; what comes back tells them.
async function statesShown(page: Page): Promise<() => Promise<(string | null)[]>> {
  const badge = page.locator('[data-state]').first();
  const notes = await badge.evaluateHandle((element) => {
    const states = [element.getAttribute('data-state')];
    const note = () => {
      const state = element.getAttribute('data-state');
      if (states.at(-1) !== state) states.push(state);
    };
    new MutationObserver(note).observe(element, { attributes: true });
    return states;
  });
  return () => notes.jsonValue();
}

test('25: without its worker a connector is shown as degraded with the cause, and as running only after progress', async ({
  page,
  running,
}) => {
  test.setTimeout(180_000);
  await untilState(running.name, 'RUNNING');
  await page.goto(`/${place.instance}/connectors?q=${running.id}`);
  const row = rowOf(page, running.id);
  await expect(row.getByText(/^Running/)).toBeVisible();
  await killWorker();
  await write(running.topic, [{ value: 'unattended', partition: 0 }]);
  await expect(row.getByText(/^(Degraded|Stalled)/)).toBeVisible({ timeout: 60_000 });
  await expect(row.getByText(/worker/)).toBeVisible();
  await row.getByRole('link', { name: running.id }).click();
  const panel = page.getByRole('region', { name: 'First cause' });
  await expect(panel.getByText(/WORKER_SILENT|NO_WORKER/)).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Copy report' })).toBeVisible();

  const commits = (await get(running.name)).status?.lastCommitTime;
  const shown = await statesShown(page);
  await startWorker();
  await expect(page.getByText(/^Running/).first()).toBeVisible({ timeout: 60_000 });
  await expect(panel).toBeHidden();
  await until(
    running.name,
    'its record is written',
    ({ status }) => (status?.lagRecords ?? '0') === '0' && status?.lastCommitTime !== commits,
  );
  const states = await shown();
  expect(states.filter((each) => each === 'RUNNING')).toHaveLength(1);
  expect(states.at(-1)).toBe('RUNNING');
  await page.goto(`/${running.name}/data`);
  await expect(page.getByRole('cell', { name: 'unattended' })).toBeVisible();
});

test('26: a chart is there as a table, too, and its range is in the address', async ({
  page,
  running,
}) => {
  await page.goto(`/${running.name}?range=1h`);
  const figure = page.getByRole('figure').filter({ hasText: 'Lag in records' });
  await expect(figure.locator('canvas')).toBeVisible({ timeout: 60_000 });
  await figure.getByRole('button', { name: 'As a table' }).click();
  await expect(figure.getByRole('row').nth(1)).toBeVisible();
  await page.getByText('24 h', { exact: true }).click();
  await expect(page).toHaveURL(/range=24h$/);
});
