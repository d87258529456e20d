import { createConnector, expect, place, test } from './story';

test('the index is new each time, what is hashed never changes, and pages reload', async ({
  page,
}) => {
  const first = await page.request.get('/instances/local/connectors', {
    headers: { Accept: 'text/html' },
  });
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

test('by host name without a secure context, copying falls back and writes go through', async ({
  page,
}) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'clipboard', { value: undefined }),
  );
  await page.goto(`/${await createConnector(page, `${place.connector}-copied`)}`);
  await page.getByRole('button', { name: /^Copy/ }).first().click();

  await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
});
