// The list: what is looked at, what happens while one looks, and one verb for many.

import { named, place, told } from './place';
import { act, createConnector, get, untilState } from './sluice';
import { expect, rowOf, test } from './story';

const list = `/${place.instance}/connectors`;
const label = `crowd=${told('SLUICE_STORY_STEM')}`;
const crowded = `${list}?label=${encodeURIComponent(label)}&size=20`;
const nameOf = (index: number) => named(`crowd${String(index).padStart(2, '0')}`);
const crowd = 21;

// More than a page of them, two of which run.
test.beforeAll(async () => {
  test.setTimeout(180_000);
  const [key = '', value = ''] = label.split('=');
  const waiting = Array.from({ length: crowd }, (_, index) => nameOf(index));
  const makeSome = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
      await createConnector(id, { labels: { [key]: value } });
  };
  await Promise.all([makeSome(), makeSome(), makeSome()]);
  for (const index of [0, 1]) {
    const name = `${place.instance}/connectors/${nameOf(index)}`;
    await untilState(name, 'DRAFT');
    await act(name, 'deploy');
  }
});

test('18: filter, order and page are in the address, which shows another browser the same; Back undoes one at a time', async ({
  page,
  browser,
  context,
  baseURL,
}) => {
  await page.goto(crowded);
  await expect(page.getByText(`1–20 of ${crowd}`)).toBeVisible();
  await page.getByRole('columnheader', { name: 'Connector' }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('row').nth(1)).toContainText(nameOf(0));
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(`21–21 of ${crowd}`)).toBeVisible();
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByRole('link', { name: nameOf(20) })).toBeVisible();

  const another = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    storageState: await context.storageState(),
  });
  const theirs = await another.newPage();
  await theirs.goto(page.url());
  await expect(theirs.getByRole('link', { name: nameOf(20) })).toBeVisible();
  await expect(theirs.getByRole('row')).toHaveCount(2);
  await another.close();

  await page.goBack();
  await expect(page.getByText(`1–20 of ${crowd}`)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill('no such thing');
  await expect(page.getByText(/^0 of \d+ match$/)).toBeVisible();
  await page.goBack();
  await expect(page.getByText(`1–20 of ${crowd}`)).toBeVisible();
  await expect(page).toHaveURL(/sort=name/);
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=/);
});

test('20: a connector that appears elsewhere is offered, and one that leaves the filter is marked', async ({
  page,
}) => {
  const name = `${place.instance}/connectors/${nameOf(0)}`;
  await untilState(name, 'RUNNING');
  await page.goto(`${list}?label=${encodeURIComponent(label)}&state=RUNNING,PAUSING,PAUSED`);
  const row = rowOf(page, nameOf(0));
  await expect(row.getByText(/^Running/)).toBeVisible();
  await act(name, 'pause');
  await expect(row.getByText('Paused')).toBeVisible();
  await act(name, 'stop');
  await expect(row.getByText('fits the filter no more')).toBeVisible();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(row).toBeHidden();
  await act(name, 'deploy');
  await expect(page.getByText('+1 new')).toBeVisible();
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(row).toBeVisible();
});

test('31: pausing all that match tells filter, count and who is passed over, and what became of each', async ({
  page,
}) => {
  await page.goto(crowded);
  await page.getByRole('checkbox', { name: 'Tick all on this page' }).check();
  await page.getByRole('button', { name: `Take all ${crowd} that match` }).click();
  const bar = page.getByRole('region', { name: 'Many at once' });
  await expect(bar.getByText(`All ${crowd} that match are taken`)).toBeVisible();
  await bar.getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pause connectors' });
  await expect(dialog.getByText(/^labels\.crowd = /)).toBeVisible();
  await expect(dialog.getByText('2 will change.')).toBeVisible();
  await expect(dialog.getByText(`${crowd - 2} are passed over:`)).toBeVisible();
  await expect(dialog.getByText(/VERB_NOT_ALLOWED · 19/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Pause 2' }).click();
  await expect(dialog.getByText('2 were taken.')).toBeVisible();
  await dialog.getByText(/VERB_NOT_ALLOWED · 19/).click();
  await expect(dialog.getByText(nameOf(20))).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  // Those that are paused stand below the drafts, on the second page.
  await page.goto(`${crowded}&state=PAUSING,PAUSED`);
  for (const index of [0, 1]) {
    await expect(rowOf(page, nameOf(index)).getByText(/^Paus(ing|ed)$/)).toBeVisible();
    expect((await get(`${place.instance}/connectors/${nameOf(index)}`)).desiredState).toBe(
      'PAUSED',
    );
  }
});
