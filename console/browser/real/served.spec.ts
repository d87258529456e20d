// What is served, and what a page does when answers are slow, wrong or gone.

import { named, place } from './place';
import { createConnector, until } from './sluice';
import { expect, test } from './story';

const list = `/${place.instance}/connectors`;

test('44: the index is new each time, what is hashed never changes, and pages reload', async ({
  page,
}) => {
  const first = await page.request.get(list, { headers: { Accept: 'text/html' } });
  const second = await page.request.get('/', { headers: { Accept: 'text/html' } });
  const nonce = /'nonce-([^']+)'/;

  expect(first.headers()['cache-control']).toBe('no-cache');
  const policy = first.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(nonce.exec(policy)?.[1]).not.toBe(
    nonce.exec(second.headers()['content-security-policy'] ?? '')?.[1],
  );
  expect(await first.text()).toContain(`content="${nonce.exec(policy)?.[1]}"`);

  const asset = /assets\/[^"]+\.js/.exec(await first.text())?.[0];
  const script = await page.request.get(`/${asset}`);
  expect(script.headers()['cache-control']).toContain('immutable');
  expect((await page.request.get('/assets/none.js')).status()).toBe(404);
  expect((await page.request.get('/v1/none', { headers: { Accept: 'text/html' } })).status()).toBe(
    404,
  );
});

test.describe('answers that do not come as they should', () => {
  test.use({ allowed: /status of (404|500)/ });

  test('37: slow shows the shape of what comes; a failure its id and Retry, and keeps what stood there', async ({
    page,
  }) => {
    await createConnector(named('slow'));
    let hold = true;
    let release = () => {};
    let broken = false;
    await page.route(/\/v1\/instances\/local\/connectors\?/, async (route) => {
      if (broken) return route.fulfill({ status: 500, body: '' });
      if (hold)
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      return route.continue();
    });
    await page.goto(`${list}?q=slow`);
    await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible();
    await expect(page.getByRole('searchbox', { name: 'Filter by text' })).toBeVisible();
    hold = false;
    release();
    const link = page.getByRole('link', { name: named('slow'), exact: true });
    await expect(link).toBeVisible();

    await createConnector(named('slow-too'));
    await expect(page.getByText('+1 new')).toBeVisible();
    broken = true;
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByText(/console-[0-9a-f]{32}/)).toBeVisible();
    await expect(link).toBeVisible();
    broken = false;
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText(/console-[0-9a-f]{32}/)).toBeHidden();
    await expect(link).toBeVisible();
  });

  test('44: a page whose code is gone after an upgrade says that there is a newer version', async ({
    page,
  }) => {
    await page.goto(list);
    await expect(page.getByRole('heading', { name: 'Connectors', exact: true })).toBeVisible();
    await page.route(/\/assets\/WorkersPage-.*\.js/, (route) => route.fulfill({ status: 404 }));
    await page.getByRole('link', { name: 'Workers' }).click();
    await expect(page.getByText('A newer version is installed')).toBeVisible();
  });
});

test('45: by host name without a secure context copying falls back, and writes carry ids of their own', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    for (const absent of ['randomUUID', 'subtle'])
      Object.defineProperty(crypto, absent, { value: undefined });
  });
  const name = await createConnector(named('copied'));
  await page.goto(`/${name}`);
  await page.getByRole('button', { name: /^Copy/ }).first().click();
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
  await page.keyboard.press('Escape');

  const sent = page.waitForRequest((each) => each.url().endsWith(':deploy'));
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  expect((await sent).postDataJSON()).toMatchObject({
    requestId: expect.stringMatching(/^console-[0-9a-f]{32}$/),
  });
  await until(name, 'is deployed', ({ desiredState }) => desiredState === 'RUNNING');
});
