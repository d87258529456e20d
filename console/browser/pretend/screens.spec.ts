import type { Connector_State } from '../../src/api/generated/types';
import { expect, test } from './fixture';
import { makeConnector } from './world';

const list = '/instances/prod/connectors';
const listCall = 'GET /v1/instances/prod/connectors';

function error(code: number, message: string, reason: string, metadata: object = {}) {
  return {
    error: {
      code: { 5: 404, 7: 403, 13: 500, 16: 401 }[code],
      status: { 5: 'NOT_FOUND', 7: 'PERMISSION_DENIED', 13: 'INTERNAL', 16: 'UNAUTHENTICATED' }[
        code
      ],
      message,
      details: [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'sluice', metadata },
      ],
    },
  };
}

test.use({ allowed: /Failed to load resource|status of (401|403|404|500)/ });

test('a slow answer shows the shape of what comes', async ({ page, world }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  world.instead.set(`${listCall}`, async (route) => {
    if (route.request().url().includes(':count')) return route.fulfill({ json: {} });
    await held;
    await route.fulfill({ json: { connectors: world.connectors.slice(0, 3) } });
  });
  await page.goto(list);

  await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Filter by text' })).toBeVisible();
  go();
  await expect(page.getByRole('row')).toHaveCount(4);
});

test('a failure says what, with its id, and goes on with Retry', async ({ page, world }) => {
  world.instead.set(listCall, (route) =>
    route.fulfill({ status: 500, json: error(13, 'the database is confused', 'INTERNAL_BUG') }),
  );
  await page.goto(list);

  await expect(page.getByText('the database is confused')).toBeVisible();
  await expect(page.getByText('INTERNAL_BUG')).toBeVisible();
  await expect(page.getByText(/console-[0-9a-f]{32}/)).toBeVisible();
  world.instead.clear();
  await page.getByRole('button', { name: 'Retry' }).click();

  await expect(page.getByText('1–50 of 412')).toBeVisible();
});

test('what is missing says so, and leads back', async ({ page, world }) => {
  world.instead.set('GET /v1/instances/prod/connectors/gone', (route) =>
    route.fulfill({
      status: 404,
      json: error(5, 'there is no connector gone', 'CONNECTOR_NOT_FOUND'),
    }),
  );
  await page.goto(`${list}/gone`);

  await expect(page.getByText('there is no connector gone')).toBeVisible();
  await page.getByRole('link', { name: 'To the connectors' }).click();
  await expect(page).toHaveURL(list);
});

test('who may not see it is told which permission is missing', async ({ page, world }) => {
  world.instead.set(listCall, (route) =>
    route.fulfill({
      status: 403,
      json: error(7, 'no', 'NOT_PERMITTED', { permission: 'connectors.list' }),
    }),
  );
  await page.goto(list);

  await expect(
    page.getByText('It needs the permission connectors.list.', { exact: false }),
  ).toBeVisible();
});

test('an empty instance offers the first step; one without the feature leads to its settings', async ({
  page,
  world,
}) => {
  world.connectors = [];
  await page.goto(list);
  await expect(page.getByRole('heading', { name: 'No connectors yet' })).toBeVisible();

  world.instead.set('GET /v1/instances/prod', (route) =>
    /connectors/.test(route.request().url())
      ? route.fulfill({ json: {} })
      : route.fulfill({ json: { name: 'instances/prod', connectorFeature: 'DISABLED' } }),
  );
  await page.reload();

  await expect(
    page.getByRole('heading', { name: 'Connectors are switched off here' }),
  ).toBeVisible();
});

test('a reader sees what may not be done, and why', async ({ page, world }) => {
  world.caller = {
    apiToken: 'apiTokens/li',
    displayName: 'Li',
    roles: ['VIEWER'],
    permissions: ['connectors.list'],
    authenticationRequired: true,
  };
  await page.goto(list);
  await page
    .getByRole('button', { name: /^Actions of/ })
    .first()
    .click();

  const pause = page.getByRole('menuitem', { name: /^Pause/ });
  await expect(pause).toHaveAttribute('aria-disabled', 'true');
  await expect(pause).toContainText('Needs the permission');
  await expect(page.getByRole('button', { name: 'Create connector' })).toBeDisabled();
});

test('nobody signed in: the token is asked for, and a wrong one is told', async ({
  page,
  world,
}) => {
  let signedIn = false;
  world.instead.set('GET /v1/caller', (route) =>
    signedIn
      ? route.fulfill({
          json: { displayName: 'Li', authenticationRequired: true, permissions: [] },
        })
      : route.fulfill({ status: 401, json: error(16, 'say who you are', 'TOKEN_MISSING') }),
  );
  world.instead.set('POST /v1/sessions', (route) => {
    const { token } = route.request().postDataJSON() as { token: string };
    if (token !== 'slc_good')
      return route.fulfill({ status: 401, json: error(16, 'this is no token', 'TOKEN_INVALID') });
    signedIn = true;
    return route.fulfill({ json: {} });
  });
  await page.goto(list);
  await page.getByLabel('API token').fill('slc_bad');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('this is no token')).toBeVisible();
  await page.getByLabel('API token').fill('slc_good');
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page.getByText('1–50 of 412')).toBeVisible();
  expect(
    await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })),
  ).not.toContain('slc_');
});

test('a link signs in once, and its code leaves the address at once', async ({ page, world }) => {
  let code = '';
  world.instead.set('GET /v1/caller', (route) =>
    code
      ? route.fulfill({
          json: { displayName: 'Li', authenticationRequired: true, permissions: [] },
        })
      : route.fulfill({ status: 401, json: error(16, 'say who you are', 'TOKEN_MISSING') }),
  );
  world.instead.set('POST /v1/sessions', (route) => {
    code = (route.request().postDataJSON() as { code: string }).code;
    return route.fulfill({ json: {} });
  });
  await page.goto(`${list}#slk_abc-DEF_123`);

  await expect(page.getByText('1–50 of 412')).toBeVisible();
  expect(code).toBe('slk_abc-DEF_123');
  expect(page.url()).not.toContain('slk_');
});

test('a session that ends while one works asks over the page, and the work goes through', async ({
  page,
  world,
}) => {
  world.caller = {
    displayName: 'Li',
    authenticationRequired: true,
    permissions: [
      'connectors.operate',
      'connectors.update',
      'connectors.delete',
      'connectors.create',
    ],
  };
  let over = true;
  world.instead.set('POST /v1/instances/prod/connectors/', async (route) => {
    if (over) return route.fulfill({ status: 401, json: error(16, 'over', 'SESSION_ENDED') });
    await route.fulfill({
      json: { ...world.connectors[0], desiredState: 'PAUSED', reconciling: true },
    });
  });
  world.instead.set('POST /v1/sessions', (route) => {
    over = false;
    return route.fulfill({ json: {} });
  });
  await page.goto(`${list}?q=orders-000`);
  await page.getByRole('button', { name: 'Actions of orders-000' }).click();
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('API token').fill('slc_x');
  await dialog.getByRole('button', { name: 'Sign in' }).click();

  await expect(page.getByText('orders-000: asked to pause')).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('a page whose code is gone after an upgrade says that there is a newer version', async ({
  page,
}) => {
  await page.goto(list);
  await expect(page.getByText('1–50 of 412')).toBeVisible();
  await page.route(/\/assets\/WorkersPage-.*\.js/, (route) => route.fulfill({ status: 404 }));
  await page.getByRole('link', { name: 'Workers' }).click();

  await expect(page.getByText('A newer version is installed')).toBeVisible();
});

test('Chinese and dark are a choice away, without a reload', async ({ page }) => {
  await page.goto(list);
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { name: '连接器' })).toBeVisible();
  await page.getByRole('button', { name: '外观' }).click();
  await page.getByRole('menuitem', { name: '深色' }).click();

  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('every state has a sign and a word, which differ without any colour', async ({
  page,
  world,
}) => {
  const states: Connector_State[] = [
    'CREATING',
    'DRAFT',
    'STARTING',
    'RUNNING',
    'DEGRADED',
    'STALLED',
    'FAILED',
    'PAUSING',
    'PAUSED',
    'STOPPING',
    'STOPPED',
    'DELETING',
    'DELETED',
    'STATE_UNSPECIFIED',
  ];
  world.connectors = states.map((state, index) => ({ ...makeConnector(index, Date.now()), state }));
  await page.goto(list);
  await expect(page.getByRole('row')).toHaveCount(1 + states.length);

  const badges = page.getByRole('row').locator('[data-state]');
  expect(new Set(await badges.allInnerTexts()).size).toBe(states.length);
  for (const badge of await badges.all())
    await expect(badge.getByRole('img', { includeHidden: true })).not.toHaveCount(0);
});
