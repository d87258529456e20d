// What is in the table, and that a record gets there.
import { place } from './place';
import { choose, expect, rowOf, test } from './story';

test('15: the test record is of partition 0, key 1 and value 1, and the dialog ends with its row', async ({
  page,
  running,
}) => {
  await page.goto(`/${place.instance}/connectors`);
  await expect(rowOf(page, running.id)).toBeVisible();
  await choose(page, running.id, /^Send a test record/);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Partition')).toHaveValue('0');
  await expect(dialog.getByLabel('Key', { exact: true })).toHaveValue('1');
  await expect(dialog.getByLabel('Value', { exact: true })).toHaveValue('1');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog.getByText(/^Its row is in the table/)).toBeVisible({ timeout: 60_000 });
  const row = dialog.getByRole('row').last();
  await expect(row.getByRole('cell', { name: running.topic })).toBeVisible();
  await expect(row.getByRole('cell', { name: /^\d\d-\d\d-\d{4} \d\d$/ })).toBeVisible();
});

test('16: partitions come the newest first with their rows, and a hostile value stays text', async ({
  page,
  running,
}) => {
  await page.goto(`/${running.name}/data`);
  const names = page.getByRole('button', { name: /^pt=/ });
  await expect(names).toHaveCount(2);
  const [newest = '', oldest = ''] = await names.allInnerTexts();
  const day = (spec: string) => spec.replace(/^pt=(\d\d)-(\d\d)-(\d{4}) (\d\d)$/, '$3-$1-$2 $4');
  expect(day(newest) > day(oldest)).toBe(true);
  const hostile = page.getByText('<img src=x onerror=alert(1)>');
  await expect(hostile).toBeVisible();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);

  await names.nth(1).click();
  await expect(page).toHaveURL(
    `/${running.name}/data?pt=${encodeURIComponent(oldest).replaceAll('%20', '+')}`,
  );
  await expect(page.getByRole('cell', { name: 'of yesterday' })).toBeVisible();
  await expect(hostile).toBeHidden();
});

test('40: an instant is shown in the zone of the connector and of the reader, a partition in the connector’s', async ({
  page,
  running,
}) => {
  await page.goto(`/${running.name}/data`);
  await expect(page.getByText('named in the connector’s zone, GMT 08:00')).toBeVisible();
  await page.goto(`/${running.name}/offsets`);
  await page.getByRole('row', { name: /^1 / }).getByRole('button').first().hover();
  const zones = page.getByRole('tooltip');
  await expect(zones.getByText("The connector's time (GMT 08:00)")).toBeVisible();
  await expect(zones.getByText('Your time (America/New_York)')).toBeVisible();
});
