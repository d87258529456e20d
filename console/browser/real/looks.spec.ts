// For everybody: by keys, in Chinese, in the dark, enlarged; and nothing asked of strangers on any page.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { pagesOf } from '../pages';
import { draftMade, next, still, submit, tableField } from '../wizard_steps';
import { named, place, tokens } from './place';
import { act, createConnector, runConnector, untilState } from './sluice';
import { makeTable, makeTopic, revoke, write } from './stage';
import { expect, pick, rowOf, test } from './story';

const list = `/${place.instance}/connectors`;

async function open(page: Page, where: string) {
  await page.goto(where);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
}

// What is there when nothing more comes: ages and counts go on.
async function wordsOf(page: Page): Promise<string> {
  let before = '';
  let words = '';
  await expect(async () => {
    before = words;
    words = await page.locator('body').innerText();
    expect(words.replaceAll(/\d/g, '')).toBe(before.replaceAll(/\d/g, ''));
  }).toPass({ intervals: [300] });
  return words;
}

test('42, 43: no page has anything against WCAG 2.2 A and AA, dark or light, nor is wider than a window at 200 %', async ({
  page,
  running,
}) => {
  test.setTimeout(360_000);
  for (const where of pagesOf(place.instance, running.name, 'workers/worker')) {
    await open(page, where);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveCSS('color-scheme', colorScheme);
      await still(page);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const found = violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
      expect.soft(found, `${where}, ${colorScheme}`).toEqual([]);
    }
    const { width, height } = page.viewportSize() ?? { width: 1360, height: 850 };
    await page.setViewportSize({ width: width / 2, height: height / 2 });
    await expect.soft(page.getByRole('heading').first()).toBeVisible();
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect.soft(beyond, where).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width, height });
  }
});

test('39: Chinese is a choice away, without a reload, and leaves no English sentence', async ({
  page,
  running,
}) => {
  await open(page, list);
  let navigations = 0;
  page.on('framenavigated', () => navigations++);
  await page.getByRole('button', { name: 'Language' }).click();
  await pick(page, '简体中文');
  await expect(page.getByRole('heading', { name: '连接器' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(navigations).toBe(0);

  // What people, servers and standards have called something is not the console's.
  const foreign =
    /made beside the control plane|[A-Z_]+ is over|Message Queue for Apache Kafka|AliyunKafkaMaxComputeUser1/g;
  const sentence = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;
  const { name } = running;
  for (const where of [
    list,
    `${list}/new`,
    `/${name}`,
    `/${name}/offsets?move=earliest`,
    `/${name}/data`,
    `/${name}/dead-letters`,
    `/${name}/revisions`,
    `/${name}/edit`,
    '/settings/instances?edit=local',
    '/settings/access',
  ]) {
    await open(page, where);
    const lines = (await wordsOf(page)).replaceAll(foreign, '').split('\n');
    expect
      .soft(
        lines.filter((line) => sentence.test(line)),
        where,
      )
      .toEqual([]);
  }
});

// Presses Tab until the cursor is there.
async function reach(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const page = target.page();
  for (let presses = 0; presses < 200; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target}`);
}

async function press(target: Locator): Promise<void> {
  await reach(target);
  await target.page().keyboard.press('Enter');
}

// While something still folds or unfolds the key may be lost.
async function leave(dialog: Locator): Promise<void> {
  await expect
    .poll(() => dialog.evaluate((element) => element.contains(document.activeElement)))
    .toBe(true);
  await expect(async () => {
    await dialog.page().keyboard.press('Escape');
    await expect(dialog).toBeHidden({ timeout: 1_000 });
  }).toPass();
}

async function typeInto(target: Locator, text: string): Promise<void> {
  await reach(target);
  await target.page().keyboard.type(text);
}

// Of the menu of the row that the cursor is at.
async function chooseByKeys(page: Page, word: string): Promise<void> {
  await page.keyboard.press('.');
  const item = page.getByRole('menuitem', { name: word });
  await expect(item).toBeVisible();
  await page.keyboard.press('Tab');
  for (let presses = 0; presses < 20; presses++) {
    if (await item.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(item).toBeFocused();
  await page.keyboard.press('Enter');
}

// To the row of this connector alone.
async function goTo(page: Page, id: string): Promise<Locator> {
  await typeInto(page.getByRole('searchbox', { name: 'Filter by text' }), id);
  await expect(page.getByRole('row')).toHaveCount(2);
  const row = rowOf(page, id);
  await reach(row.getByRole('checkbox'));
  await page.keyboard.press('j');
  await expect(row.getByRole('link', { name: id })).toBeFocused();
  return row;
}

test.describe('by keys alone', () => {
  test.use({ person: 'nobody', allowed: /status of (401|403|404)/ });

  test.beforeEach(async ({ page }) => {
    await page.goto(list);
    await expect(page.getByLabel('API token')).toBeFocused();
    await page.keyboard.type(tokens.admin);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Connectors', exact: true })).toBeVisible();
  });

  test('41: one finds the keys, and comes back from each dialog to where one was', async ({
    page,
  }) => {
    const id = named('by-row');
    const name = await createConnector(id);
    const link = (await goTo(page, id)).getByRole('link', { name: id });
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('Keyboard shortcuts')).toBeVisible();
    await leave(dialog);
    await expect(link).toBeFocused();
    await page.keyboard.press('.');
    await expect(page.getByRole('menuitem', { name: /^Edit/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(link).toBeFocused();
    await chooseByKeys(page, 'Delete');
    await expect(dialog.getByLabel(`Type ${id} to go on`)).toBeVisible();
    await leave(dialog);
    await expect(link).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/${name}`);
  });

  test('41: one creates a connector, deploys it and waits for its first row', async ({ page }) => {
    await page.keyboard.press('c');
    await typeInto(page.getByLabel('Connector Name'), named('by-keys'));
    await page.keyboard.press('Enter');
    const topic = page.getByRole('combobox', { name: 'Data Source Topic', exact: true });
    await typeInto(topic, place.topic);
    await expect(page.locator('.ant-select-item-option-active')).toContainText(place.topic);
    await page.keyboard.press('Enter');
    await press(next(page));
    await typeInto(page.getByLabel('MaxCompute Endpoint'), place.endpoint);
    await page.keyboard.press('Escape');
    await typeInto(page.getByLabel('Account UID'), place.account);
    await typeInto(page.getByLabel('RAM Role Name'), place.role);
    await typeInto(page.getByLabel('Workspace'), place.project);
    await typeInto(tableField(page), place.table);
    await page.keyboard.press('Escape');
    await press(next(page));
    await press(submit(page));
    await expect(draftMade(page)).toBeVisible({ timeout: 60_000 });
    await press(page.getByRole('button', { name: 'Deploy', exact: true }));
    await expect(page.getByText('Waiting for the first row')).toBeVisible({ timeout: 60_000 });
    await press(page.getByRole('button', { name: 'Send a test record' }));
    const dialog = page.getByRole('dialog');
    await press(dialog.getByRole('button', { name: 'Send', exact: true }));
    await expect(dialog.getByText(/^Its row is in the table/)).toBeVisible({ timeout: 60_000 });
    await leave(dialog);
    await expect(page.getByRole('button', { name: 'Send a test record' })).toBeFocused();
  });

  test('41: one learns why data does not arrive', async ({ page }) => {
    test.setTimeout(180_000);
    const [topic, table] = [await makeTopic('unarrived'), await makeTable('unarrived')];
    const name = await runConnector(named('unarrived'), { source: { topic }, sink: { table } });
    await revoke('Update', table);
    await write(topic, [{ value: 'nowhere' }]);
    await untilState(name, 'FAILED');
    await page.reload();
    await expect(page.getByRole('row').nth(1)).toContainText('Failed');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/${name}`);
    const panel = page.getByRole('region', { name: 'First cause' });
    await expect(panel.getByText('PERMISSION_MISSING')).toBeVisible();
    await reach(panel.getByRole('button', { name: 'Copy statement' }));
    // The worst stands first: the others' stories have their own.
    await act(name, 'stop');
  });

  test('41: one pauses a connector and resumes what is ticked', async ({ page, running }) => {
    const row = await goTo(page, running.id);
    const link = row.getByRole('link', { name: running.id });
    await chooseByKeys(page, 'Pause');
    await expect(row.getByText('Paused')).toBeVisible({ timeout: 60_000 });
    await expect(link).toBeFocused();

    await page.keyboard.press('x');
    await expect(row.getByRole('checkbox')).toBeChecked();
    const resume = page
      .getByRole('region', { name: 'Many at once' })
      .getByRole('button', { name: 'Resume' });
    await press(resume);
    const dialog = page.getByRole('dialog', { name: 'Resume connectors' });
    await press(dialog.getByRole('button', { name: 'Resume 1' }));
    await expect(dialog.getByText('1 was taken.')).toBeVisible();
    await leave(dialog);
    await expect(resume).toBeFocused();
    await expect(row.getByText(/^Running/)).toBeVisible({ timeout: 60_000 });
  });
});
