import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixture';
import type { World } from './world';

const list = '/instances/prod/connectors';
// A connector that failed for want of a grant, one whose destination does not answer, and one that runs.
const failed = `${list}/users-000`;
const stalled = `${list}/sessions-000`;
const running = `${list}/orders-001`;

function change(world: World, id: string, reason: string, errorClass: 'QUOTA' | 'SYSTEM' | 'USER') {
  const connector = world.connectors.find((each) => each.name?.endsWith(`/${id}`));
  if (connector) connector.trouble = { reason, errorClass, message: 'what went wrong' };
}

// What is sent to a call, for one that changes something.
function heard(world: World, call: string, reply: unknown): { body: unknown; url: string }[] {
  const sent: { body: unknown; url: string }[] = [];
  world.instead.set(call, (route) => {
    const text = route.request().postData();
    sent.push({ body: text ? JSON.parse(text) : undefined, url: route.request().url() });
    return route.fulfill({ json: reply });
  });
  return sent;
}

test('the first cause has the button that fits its class, and leads to others like it', async ({
  page,
  world,
}) => {
  await page.goto(failed);
  const panel = page.getByRole('region', { name: 'First cause' });
  await expect(panel.getByRole('button', { name: 'Copy statement' })).toBeVisible();

  await page.goto(stalled);
  await expect(panel.getByRole('button', { name: 'Check again' })).toBeVisible();

  change(world, 'sessions-000', 'QUOTA_EXCEEDED', 'QUOTA');
  await page.reload();
  await expect(
    panel.getByRole('link', { name: 'Write into fewer table partitions' }),
  ).toBeVisible();

  change(world, 'sessions-000', 'KAFKA_UNAVAILABLE', 'SYSTEM');
  await page.reload();
  await expect(panel.getByRole('button', { name: 'Copy report' })).toBeVisible();

  change(world, 'sessions-000', 'TOO_MANY_BAD_RECORDS', 'USER');
  await page.reload();
  await expect(panel.getByRole('link', { name: 'Edit the setting' })).toBeVisible();
  await panel.getByRole('link', { name: 'Others with this reason' }).click();
  await expect(page).toHaveURL(/connectors\?reason=TOO_MANY_BAD_RECORDS$/);
});

test('a gap in a chart is a gap, also as a table, and the range is in the URL', async ({
  page,
}) => {
  await page.goto(`${running}?range=1h`);
  const chart = page.getByRole('img', { name: /^Lag in records: .* 1 gap without samples/ });
  await expect(chart).toBeVisible();
  await expect(chart.locator('canvas')).toBeVisible();

  const figure = page.getByRole('figure').filter({ hasText: 'Lag in records' });
  await figure.getByRole('button', { name: 'As a table' }).click();
  await expect(figure.getByRole('cell', { name: '–' })).toHaveCount(1);
  await page.getByText('24 h', { exact: true }).click();

  await expect(page).toHaveURL(/range=24h$/);
});

test.describe('a plan', () => {
  test.use({ allowed: /status of 400/ });

  test('moving offsets is planned in numbers, needs the name, and refuses a stale plan', async ({
    page,
    world,
  }) => {
    world.instead.set(`POST /v1${running}:applyOffsetChange`, (route) =>
      route.fulfill({
        status: 400,
        json: {
          code: 9,
          message: 'the connector has changed since',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'PLAN_STALE',
              domain: 'sluice',
            },
          ],
        },
      }),
    );
    await page.goto(`${running}/offsets`);
    await page.getByRole('button', { name: 'Move offsets' }).click();
    const drawer = page.getByRole('dialog', { name: 'Move offsets' });
    await drawer.getByRole('radio', { name: 'The oldest records there are' }).check();
    await drawer.getByRole('button', { name: 'Show what it does' }).click();
    await expect(
      drawer.getByRole('row', { name: /^0 918,250 917,000 back 1,250 0/ }),
    ).toBeVisible();

    const apply = drawer.getByRole('button', { name: 'Move offsets now' });
    await expect(apply).toBeDisabled();
    await drawer.getByLabel('Type orders-001 to go on').fill('orders-001');
    await apply.click();

    await expect(drawer.getByText('The plan no longer holds')).toBeVisible();
    world.instead.clear();
    await drawer.getByRole('button', { name: 'Plan again' }).click();
    await drawer.getByLabel('Type orders-001 to go on').fill('orders-001');
    await apply.click();
    await expect(page.getByText('waits for the tasks to finish what they began')).toBeVisible();
  });
});

test('dead letters are filtered by reason, ticked and replayed', async ({ page, world }) => {
  const sent = heard(world, `POST /v1${running}/deadLetters:replay`, { name: 'operations/0f3c' });
  await page.goto(`${running}/dead-letters`);
  await page.getByRole('button', { name: /^A value is too long for its column/ }).click();
  await expect(page).toHaveURL(/reason=VALUE_TOO_LONG/);

  const rows = page.getByRole('row', { name: /abnormal/ });
  await expect(rows).toHaveCount(6);
  await rows.nth(0).getByRole('checkbox').check();
  await rows.nth(1).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();

  await expect(page).toHaveURL(/operation=operations%2F0f3c/);
  expect(sent).toMatchObject([
    {
      body: {
        choice: {
          names: [
            'instances/prod/connectors/orders-001/deadLetters/abnormal-0-23',
            'instances/prod/connectors/orders-001/deadLetters/abnormal-0-19',
          ],
        },
      },
    },
  ]);
});

test('rolling back shows what changes, and makes a revision with the old values', async ({
  page,
  world,
}) => {
  const connector = world.connectors.find((each) => each.name?.endsWith('/clicks-000'));
  const sent = heard(world, `POST /v1${list}/clicks-000:rollback`, { ...connector, revision: '4' });
  await page.goto(`${list}/clicks-000/revisions`);
  await page.getByRole('button', { name: 'Roll back to revision 1' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('ods_orders_old')).toBeVisible();
  await dialog.getByRole('button', { name: 'Roll back' }).click();

  await expect(dialog).toBeHidden();
  expect(sent).toMatchObject([{ body: { revision: '1', etag: 'e2' } }]);
});

test('deleting needs the exact name and keeps group and topics', async ({ page, world }) => {
  const connector = world.connectors.find((each) => each.name?.endsWith('/orders-001'));
  const sent = heard(world, `DELETE /v1${running}`, { ...connector, state: 'DELETED' });
  await page.goto(running);
  await page.getByRole('button', { name: 'Actions of orders-001' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete' });
  await dialog.getByLabel('Type orders-001 to go on').fill('orders-00');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type orders-001 to go on').fill('orders-001');
  await confirm.click();

  await expect(dialog).toBeHidden();
  const asked = new URL(sent[0]?.url ?? '').searchParams;
  expect([asked.get('group_policy'), asked.get('topics_policy')]).toEqual(['KEEP', 'KEEP']);
});

test('a reader sees what could be done, disabled, with the permission that is missing', async ({
  page,
  world,
}) => {
  world.caller = {
    authenticationRequired: true,
    displayName: 'an auditor',
    permissions: ['connectors.read', 'offsets.read'],
  };
  await page.goto(`${running}/tasks`);
  const restart = page.getByRole('button', { name: 'Restart all' });
  await expect(restart).toBeDisabled();
  await expect(restart).toHaveAttribute('title', /connectors\.operate/);

  await page.goto(`${running}/offsets`);
  await expect(page.getByRole('button', { name: 'Move offsets' })).toHaveAttribute(
    'title',
    /offsets\.change/,
  );
});

test('an instant is shown in the zone of the connector and of the reader', async ({ page }) => {
  await page.goto(`${running}/offsets`);
  await page.getByRole('row', { name: /^4 / }).getByRole('button').first().hover();

  const zones = page.getByRole('tooltip');
  await expect(zones.getByText("The connector's time (GMT 08:00)")).toBeVisible();
  await expect(zones.getByText('Your time (America/New_York)')).toBeVisible();
});

const places = [
  failed,
  `${failed}/tasks`,
  `${running}/offsets?move=earliest`,
  `${running}/dead-letters?letter=abnormal-0-23`,
  `${list}/clicks-000/revisions`,
  `${failed}/events`,
  '/workers',
  '/workers/worker-4',
  '/settings/instances?edit=prod',
  '/settings/preferences',
];

for (const scheme of ['light', 'dark'] as const) {
  test(`pages can be used by everybody, ${scheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const place of places) {
      await page.goto(place);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const found = violations.map(({ id, nodes }) => `${place}: ${id} ${nodes[0]?.html}`);
      expect.soft(found).toEqual([]);
    }
  });
}
