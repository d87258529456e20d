// The wizard's steps as a person takes them, in a real world and in a made-up one, and what it says in both.
import { expect, type Page } from '@playwright/test';

export interface Destination {
  endpoint: string;
  account: string;
  role: string;
  project: string;
  table: string;
}

export const next = (page: Page) => page.getByRole('button', { name: 'Next' });
export const submit = (page: Page) => page.getByRole('button', { name: 'Submit', exact: true });
export const draftMade = (page: Page) => page.getByText('Nothing runs until you deploy.');
export const tableField = (page: Page) =>
  page.getByRole('combobox', { name: 'Table', exact: true });

// `start`: where the wizard is.
export async function toSource(page: Page, start: string, id: string): Promise<void> {
  await page.goto(start);
  await page.getByLabel('Connector Name').fill(id);
  await next(page).click();
}

// Whoever is quicker than what unfolds clicks on what has moved away.
export async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moves = ({ playState, effect }: Animation) =>
      playState === 'running' &&
      effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;
    let quiet = 0;
    for (let frames = 0; quiet < 2 && frames < 120; frames++) {
      await new Promise((done) => setTimeout(done, 17));
      quiet = document.getAnimations().some(moves) ? 0 : quiet + 1;
    }
  });
}

export async function chooseTopic(
  page: Page,
  topic: string,
  label = 'Data Source Topic',
): Promise<void> {
  const picker = page.getByRole('combobox', { name: label, exact: true });
  await picker.click();
  await picker.fill(topic);
  // Its own list: those of other pickers are still there, unseen.
  const list = page.locator(`[id="${await picker.getAttribute('aria-controls')}"]`);
  const option = page
    .locator('.ant-select-dropdown', { has: list })
    .locator('.ant-select-item-option', { hasText: topic })
    .first();
  await expect(option).toBeInViewport();
  await still(page);
  await option.click();
}

export async function fillDestination(page: Page, destination: Destination): Promise<void> {
  await page.getByLabel('MaxCompute Endpoint').fill(destination.endpoint);
  await page.getByLabel('Account UID').fill(destination.account);
  await page.getByLabel('RAM Role Name').fill(destination.role);
  await page.getByLabel('Workspace').fill(destination.project);
  await tableField(page).fill(destination.table);
}

// 3: the page is the first step; `taken` is the name of a connector that exists.
export async function refusesBadNames(page: Page, taken: string): Promise<void> {
  const name = page.getByLabel('Connector Name');
  const reason = page
    .locator('#definition-id-error')
    .getByText('Write 1 to 48 digits, lower-case letters and hyphens');
  for (const bad of ['-a', 'A', 'a'.repeat(49), 'a_b', '']) {
    await name.fill(bad);
    await name.blur();
    await expect(reason).toBeVisible();
  }
  for (const good of ['a', 'a'.repeat(48)]) {
    await name.fill(good);
    await name.blur();
    await expect(reason).toBeHidden();
  }
  await name.fill(taken);
  await expect(page.getByText('There is a connector of this name')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Enter Basic Information' })).toBeVisible();
  await page.getByRole('button', { name: /^Take / }).click();
  await expect(page.getByText('The name is free.')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Source Instance' })).toBeVisible();
}

// 4: the page is the second step, of a connector called `one`.
export async function followsTheName(page: Page): Promise<void> {
  const derived = (id: string) => [
    `connect-offset-${id}`,
    `connect-config-${id}`,
    `connect-status-${id}`,
    `connect-error-${id}`,
    `connect-task-${id}`,
    `connect-cluster-${id}`,
  ];
  for (const name of derived('one'))
    await expect(page.locator(`input[value="${name}"]`).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Manually' }).check();
  const group = page.getByLabel('Connector Consumer Group', { exact: true });
  await group.fill('connect-cluster-mine');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByLabel('Connector Name').fill('two');
  await next(page).click();
  await expect(group).toHaveValue('connect-cluster-mine');
  await expect(page.getByLabel('Task Consumer Group', { exact: true })).toHaveValue(
    'connect-task-two',
  );
  for (const name of derived('two').slice(0, 4))
    await expect(page.getByText(name).first()).toBeVisible();
  await page
    .getByRole('button', { name: 'Reset Connector Consumer Group to the suggested name' })
    .click();
  await expect(group).toHaveValue('connect-cluster-two');
}

// 6: the page is the third step.
export async function keepsDefaultAndCsvApart(page: Page): Promise<void> {
  await expect(page.getByRole('radio', { name: 'CSV' })).toBeDisabled();
  await expect(page.getByText('CSV fills all columns from one text')).toBeVisible();
  await page.getByRole('radio', { name: 'VALUE' }).check();
  await page.getByRole('radio', { name: 'CSV' }).check();
  await expect(page.getByRole('radio', { name: 'DEFAULT' })).toBeDisabled();
  await expect(page.getByText('DEFAULT has two texts')).toBeVisible();
}

// 10: the page is the fourth step of the wizard on the instance. By the answers alone: whoever edits a kept draft can come
// there without passing the third.
export async function leadsToThePublicEndpoint(page: Page, instance: string): Promise<void> {
  await page.evaluate((key) => {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    draft.answers['sink.endpoint'] = 'https://service.cn-shanghai.maxcompute.aliyun.com/api';
    sessionStorage.setItem(key, JSON.stringify(draft));
  }, `sluice.draft.${instance}.`);
  await page.reload();
  await submit(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Destination Instance' })).toBeVisible();
  await expect(page.getByText('This endpoint is reached over the internet').first()).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Internet access' })).toBeFocused();
}

// 13: the page is the third step; `other` is a new tab of the same browser.
export async function keepsAnswersButNoSecret(
  page: Page,
  other: Page,
  start: string,
  project: string,
): Promise<void> {
  await page.getByRole('radio', { name: 'AccessKey' }).check();
  await page.getByLabel('AccessKey ID').fill('LTAI5t');
  await page.getByLabel('AccessKey Secret').fill('very-hidden');
  await page.getByLabel('Workspace').fill(project);
  await page.reload();
  await expect(page.getByLabel('Workspace')).toHaveValue(project);
  await expect(page.getByLabel('AccessKey Secret')).toHaveValue('');
  const kept = await page.evaluate(
    () => JSON.stringify(sessionStorage) + JSON.stringify(localStorage),
  );
  expect(kept).not.toContain('very-hidden');
  await other.goto(start);
  await expect(other.getByLabel('Connector Name')).toHaveValue('');
  await other.getByLabel('Connector Name').fill('other');
  await page.reload();
  await expect(page.getByLabel('Workspace')).toHaveValue(project);
}
