// Editing a connector and looking at its rows, against a made-up Sluice. The numbers are those of the acceptance list.
import { expect, type Page, test } from '@playwright/test';
import type { Connector } from '../../src/api/generated/types';
import { tableField } from '../wizard_steps';
import { type Destination, makeDestination } from './destination';

const name = 'instances/prod/connectors/orders-sink';

const connector: Connector = {
  name,
  uid: 'uid-1',
  etag: 'e1',
  revision: '1',
  source: { topic: 'maxcompute-test-input' },
  sink: {
    endpoint: 'http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api',
    project: 'connector_test',
    table: 'test_kafka',
    accountUid: '1234567890123456',
    roleName: 'Role',
    timeZone: 'GMT 08:00',
  },
  state: 'RUNNING',
  desiredState: 'RUNNING',
  status: { tasks: 1, tasksRunning: 1, startPinnedTime: '2020-11-17T07:12:00Z' },
  allowedActions: [{ verb: 'update', allowed: true }],
};

let made: Destination;
test.beforeEach(async ({ page }) => {
  made = await makeDestination(page);
  made.connectors.set('orders-sink', connector);
});

async function save(page: Page) {
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
}

test('29: Edit shows a diff before Save, and what may not change says why', async ({ page }) => {
  await page.goto(`/${name}/edit`);
  await expect(page.getByLabel('Data Source Topic', { exact: true })).toBeDisabled();
  await expect(page.getByText('The first Deploy has pinned the start')).toBeVisible();
  await page.getByRole('textbox', { name: 'Description' }).fill('of the shop');
  await expect(page.getByText('1 field changed')).toBeVisible();
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Tasks do not notice.')).toBeVisible();
  await expect(dialog.getByText('of the shop')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(new RegExp(`${name}$`));
  expect(made.sent.get('update')?.[0]).toMatchObject({ etag: 'e1', mask: 'description' });
});

test('29: two editors of different fields both succeed', async ({ page }) => {
  await page.goto(`/${name}/edit`);
  await page.getByRole('textbox', { name: 'Description' }).fill('mine');
  made.meanwhile = () =>
    made.connectors.set('orders-sink', {
      ...connector,
      etag: 'e2',
      sink: { ...connector.sink, table: 'theirs' },
    });
  await save(page);
  await expect(page).toHaveURL(new RegExp(`${name}$`));
  expect(made.connectors.get('orders-sink')).toMatchObject({
    description: 'mine',
    sink: { table: 'theirs' },
  });
});

test('29: of the same field the second sees three columns and loses nothing', async ({ page }) => {
  await page.goto(`/${name}/edit`);
  await tableField(page).fill('mine');
  made.meanwhile = () =>
    made.connectors.set('orders-sink', {
      ...connector,
      etag: 'e2',
      sink: { ...connector.sink, table: 'theirs' },
    });
  await save(page);
  const conflict = page.getByRole('region', { name: 'Somebody else changed the same fields' });
  for (const value of ['test_kafka', 'theirs', 'mine']) {
    await expect(conflict.getByRole('cell', { name: value, exact: true })).toBeVisible();
  }
  await expect(tableField(page)).toHaveValue('mine');
  await save(page);
  await expect(page).toHaveURL(new RegExp(`${name}$`));
  expect(made.connectors.get('orders-sink')?.sink?.table).toBe('mine');
});

test('16: partitions come the newest first, and hostile rows stay text', async ({ page }) => {
  made.partitions = [
    { spec: 'pt=11-17-2020 15', state: 'OPEN', beginLocal: '2020-11-17T15:00:00+08:00' },
    { spec: 'pt=12-31-2019 23', state: 'COMPLETE', beginLocal: '2019-12-31T23:00:00+08:00' },
  ];
  made.rows = [['t', '0', '0', '1', '<img src=x onerror=alert(1)>', '11-17-2020 15']];
  await page.goto(`/${name}/data`);
  const names = page.getByRole('button', { name: /^pt=/ });
  await expect(names).toHaveText(['pt=11-17-2020 15', 'pt=12-31-2019 23']);
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await names.nth(1).click();
  await expect(page).toHaveURL(/pt=pt%3D12-31-2019/);
});

test('15: the test record’s row is shown in the dialog with its partition', async ({ page }) => {
  await page.goto(`/${name}/data`);
  await page.getByRole('button', { name: 'Send a test record' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Partition')).toHaveValue('0');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog.getByText(/^Its row is in the table/)).toBeVisible();
  await expect(dialog.getByRole('cell', { name: '11-17-2020 15' })).toBeVisible();
  const [first, ...repeats] = made.sent.get('sendTestRecord') ?? [];
  expect(first).toMatchObject({ partition: 0, key: '1', value: '1' });
  for (const each of repeats) expect(each.requestId).toBe(first?.requestId);
});
