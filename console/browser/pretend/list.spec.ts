import { expect, test } from './fixture';

test('the list shows the worst first, with its first cause, and counters that add up', async ({
  page,
  world,
}) => {
  await page.goto('/');

  await expect(page).toHaveURL('/instances/prod/connectors');
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText('Failed');
  await expect(first).toContainText('may not alter the table');
  const counters = page.getByRole('group', { name: 'Connectors by state' }).getByRole('button');
  const numbers = (await counters.allInnerTexts()).map((text) =>
    Number(/\d+$/.exec(text.trim())?.[0] ?? 0),
  );
  const [all, ...states] = numbers;
  expect(all).toBe(world.connectors.length);
  expect(states.reduce((sum, each) => sum + each, 0)).toBe(all);
});

test('a filter is in the URL, Back undoes one at a time, and no match says so', async ({
  page,
}) => {
  await page.goto('/instances/prod/connectors');
  await page.getByRole('button', { name: /^Failed/ }).click();
  await expect(page).toHaveURL(/state=FAILED/);
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill('no such thing');
  await expect(page.getByText('0 of 412 match')).toBeVisible();

  await page.goBack();
  await expect(page.getByText('0 of 412 match')).toBeHidden();
  await expect(page).toHaveURL(/state=FAILED/);
  await page.goBack();

  await expect(page).not.toHaveURL(/state=/);
});

test('asks for at most a page', async ({ page, world }) => {
  await page.goto('/instances/prod/connectors');
  await expect(page.getByText('1–50 of 412')).toBeVisible();

  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('51–100 of 412')).toBeVisible();
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(page.getByText('1–50 of 412')).toBeVisible();

  const sizes = world.calls
    .filter((each) => each.includes('/connectors?'))
    .map((each) => /page_size=(\d+)/.exec(each)?.[1]);
  expect(new Set(sizes)).toEqual(new Set(['50']));
});

test('ticking the whole page offers everything that matches, and the dialog says what becomes of each', async ({
  page,
  world,
}) => {
  world.instead.set('POST /v1/instances/prod/connectors:batchSetState', async (route) => {
    const request = route.request().postDataJSON() as { names?: string[]; filter?: string };
    const running = world.connectors.filter((each) => each.state === 'RUNNING');
    expect(request.filter).toBeUndefined();
    expect(new Set(request.names)).toEqual(new Set(running.map((each) => each.name)));
    await route.fulfill({
      json: {
        results: [
          { name: 'instances/prod/connectors/orders-000', done: true, desiredState: 'PAUSED' },
          {
            name: 'instances/prod/connectors/orders-001',
            done: false,
            reason: 'VERB_NOT_ALLOWED',
            message: 'it is being deleted',
          },
        ],
      },
    });
  });
  await page.goto('/instances/prod/connectors?state=RUNNING&size=20');
  await page.getByRole('checkbox', { name: 'Tick all on this page' }).check();
  await page.getByRole('button', { name: /^Take all/ }).click();
  await page
    .getByRole('region', { name: 'Many at once' })
    .getByRole('button', { name: 'Pause' })
    .click();

  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('state = RUNNING')).toBeVisible();
  await expect(dialog.getByText('1 is passed over:')).toBeVisible();
  await dialog.getByRole('button', { name: 'Pause 1' }).click();
  await expect(
    dialog.getByRole('button', { name: 'Try the one again that was not taken' }),
  ).toBeVisible();
});

test('by keys alone: go to a row, open its actions, come back, open it', async ({ page }) => {
  await page.goto('/instances/prod/connectors?size=20');
  await expect(page.getByText('1–20 of 412')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const name = await page.locator(':focus').innerText();
  await page.keyboard.press('.');
  await expect(page.getByRole('menuitem', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(new RegExp(`/connectors/${name}$`));
});

test('each dialog gives the focus back to what it came from', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/instances/prod/connectors?size=20');
  await expect(page.getByText('1–20 of 412')).toBeVisible();
  const dialog = page.getByRole('dialog');
  const closes = async () => {
    await expect(dialog.locator(':focus')).toHaveCount(1);
    // While something still folds or unfolds the key may be lost.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden({ timeout: 1_000 });
    }).toPass();
  };
  await page.keyboard.press('j');
  const link = page.getByRole('row').nth(1).getByRole('link').first();
  for (const word of ['Delete', 'Send a test record']) {
    await page.keyboard.press('.');
    const item = page.getByRole('menuitem', { name: word });
    await expect(item).toBeVisible();
    await page.keyboard.press('Tab');
    for (let presses = 0; presses < 12; presses++) {
      if (await item.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await closes();
    await expect(link, word).toBeFocused();
  }
  const more = page.getByRole('button', { name: /^Actions of/ }).nth(3);
  await more.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await closes();
  await expect(more).toBeFocused();
  await page.keyboard.press('?');
  await closes();
  await expect(more).toBeFocused();

  await page.getByRole('row').nth(2).getByRole('checkbox').check();
  const pause = page
    .getByRole('region', { name: 'Many at once' })
    .getByRole('button', { name: 'Pause' });
  await pause.click();
  await closes();
  await expect(pause).toBeFocused();
});

test('the Shift key ticks all rows between two', async ({ page }) => {
  await page.goto('/instances/prod/connectors');
  const box = (row: number) => page.getByRole('row').nth(row).getByRole('checkbox');
  await box(2).click();
  await box(5).click({ modifiers: ['Shift'] });

  await expect(page.getByRole('region', { name: 'Many at once' })).toContainText('4 ticked');
  for (const row of [2, 3, 4, 5]) await expect(box(row)).toBeChecked();
});
