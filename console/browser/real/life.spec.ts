import { createConnector, expect, place, test } from './story';

test('a draft is deployed from its row, and its badge follows without a reload', async ({
  page,
}) => {
  const name = await createConnector(page, place.connector);
  await page.goto('/');
  await expect(page).toHaveURL('/instances/local/connectors');
  const row = page.getByRole('row').filter({ hasText: place.connector });
  await expect(row.getByText('Draft')).toBeVisible();
  let navigations = 0;
  page.on('framenavigated', () => navigations++);

  await row.getByRole('button', { name: /^Actions of/ }).click();
  await page.getByRole('menuitem', { name: /^Deploy/ }).click();
  await expect(row.getByText(/^Running/)).toBeVisible({ timeout: 60_000 });

  await row.getByRole('button', { name: /^Actions of/ }).click();
  await page.getByRole('menuitem', { name: /^Pause/ }).click();
  await expect(row.getByText('Paused')).toBeVisible({ timeout: 60_000 });
  expect(navigations).toBe(0);

  await row.getByRole('link', { name: place.connector }).click();
  await expect(page).toHaveURL(`/${name}`);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/^Running/).first()).toBeVisible({ timeout: 60_000 });
});

test('a connector that appears elsewhere is offered, not pushed under the pointer', async ({
  page,
}) => {
  await createConnector(page, `${place.connector}-a`);
  await page.goto('/instances/local/connectors');
  await expect(page.getByRole('link', { name: `${place.connector}-a` })).toBeVisible();

  await createConnector(page, `${place.connector}-b`);
  await expect(page.getByText('+1 new')).toBeVisible();
  await expect(page.getByRole('link', { name: `${place.connector}-b` })).toBeHidden();
  await page.getByRole('button', { name: 'Refresh' }).click();

  await expect(page.getByRole('link', { name: `${place.connector}-b` })).toBeVisible();
});

test('deleting asks for the name, and the list loses the connector', async ({ page }) => {
  const id = `${place.connector}-gone`;
  await createConnector(page, id);
  await page.goto('/instances/local/connectors');
  await page.getByRole('button', { name: `Actions of ${id}` }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await dialog.getByLabel(`Type ${id} to go on`).fill(id);
  await dialog.getByRole('button', { name: 'Delete' }).click();

  await expect(dialog).toBeHidden();
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: id })
      .getByText(/Delet(ing|ed)/)
      .first(),
  ).toBeVisible();
});

test('ten tabs are live on one connection', async ({ page, context }) => {
  const id = `${place.connector}-tabs`;
  const name = await createConnector(page, id);
  const tabs = [page];
  for (let index = 1; index < 10; index++) tabs.push(await context.newPage());
  for (const tab of tabs) await tab.goto(`/${name}`);
  await page.close();

  const answer = await tabs[1]?.request.post(`/v1/${name}:stop`, { data: {} });
  expect(answer?.ok(), await answer?.text()).toBe(true);

  for (const tab of tabs.slice(1))
    await expect(tab.getByText('Stopped').first()).toBeVisible({ timeout: 60_000 });
});
