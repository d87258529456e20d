// Creating a connector, against a made-up Sluice. The numbers are those of the console's acceptance list.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Destination, makeDestination, role } from './destination';

const start = '/instances/prod/connectors/new';

async function fillBasic(page: Page, name = 'kafka-maxcompute-sink') {
  await page.getByLabel('Connector Name').fill(name);
}

async function chooseTopic(page: Page, label: string, topic: string) {
  const picker = page.getByRole('combobox', { name: label, exact: true });
  await picker.click();
  await picker.fill(topic);
  await page.locator('.ant-select-item-option', { hasText: topic }).first().click();
}

async function fillDestination(page: Page) {
  await page
    .getByLabel('MaxCompute Endpoint')
    .fill('http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api');
  await page.getByLabel('Account UID').fill('1234567890123456');
  await page.getByLabel('RAM Role Name').fill('AliyunKafkaMaxComputeUser1');
  await page.getByLabel('Workspace').fill('connector_test');
  await page.getByLabel('Table', { exact: true }).fill('test_kafka');
}

const next = (page: Page) => page.getByRole('button', { name: 'Next' });

async function toSource(page: Page, name?: string) {
  await page.goto(start);
  await fillBasic(page, name);
  await next(page).click();
}

async function toDestination(page: Page) {
  await toSource(page);
  await chooseTopic(page, 'Data Source Topic', 'maxcompute-test-input');
  await next(page).click();
}

async function toPreview(page: Page) {
  await toDestination(page);
  await fillDestination(page);
  await next(page).click();
}

let made: Destination;
test.beforeEach(async ({ page }) => {
  made = await makeDestination(page);
});

test('2: only what must be said is filled in, and six clicks create, deploy and show the first row', async ({
  page,
}) => {
  await toPreview(page); // Three clicks on Next.
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('Waiting for the first row')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test record' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('dialog').getByText('Its row is in the table')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Rows are in the table.')).toBeVisible();
  await expect(page.getByRole('cell', { name: '11-17-2020 15' })).toBeVisible();
  // What stands anyway is not said.
  expect(made.sent.get('create')?.[0]?.connector).toEqual({
    source: { topic: 'maxcompute-test-input' },
    sink: {
      endpoint: 'http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api',
      accountUid: '1234567890123456',
      roleName: 'AliyunKafkaMaxComputeUser1',
      project: 'connector_test',
      table: 'test_kafka',
    },
  });
});

test('3: a bad name is refused when the field is left, a taken one before the next step', async ({
  page,
}) => {
  await page.goto(start);
  const name = page.getByLabel('Connector Name');
  const reason = page.getByText('Write 1 to 48 digits, lower-case letters and hyphens');
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
  const taken = [...made.connectors.keys()][0] ?? '';
  await name.fill(taken);
  await expect(page.getByText('There is a connector of this name')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Enter Basic Information' })).toBeVisible();
  await page.getByRole('button', { name: /^Take / }).click();
  await expect(page.getByText('The name is free.')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Source Instance' })).toBeVisible();
});

test('4: names follow the connector until one is edited, and come back', async ({ page }) => {
  await toSource(page, 'first');
  for (const name of [
    'connect-offset-first',
    'connect-config-first',
    'connect-status-first',
    'connect-task-first',
    'connect-cluster-first',
  ]) {
    await expect(page.locator(`input[value="${name}"]`).first()).toBeVisible();
  }
  await page.getByRole('radio', { name: 'Manually' }).click();
  const group = page.getByLabel('Connector Consumer Group', { exact: true });
  await group.fill('connect-cluster-mine');
  await page.getByRole('button', { name: 'Back' }).click();
  await fillBasic(page, 'second');
  await next(page).click();
  await expect(group).toHaveValue('connect-cluster-mine');
  await expect(page.getByLabel('Task Consumer Group', { exact: true })).toHaveValue(
    'connect-task-second',
  );
  await page
    .getByRole('button', { name: 'Reset Connector Consumer Group to the suggested name' })
    .click();
  await expect(group).toHaveValue('connect-cluster-second');
});

test('6: DEFAULT and CSV exclude each other, and each says why', async ({ page }) => {
  await toDestination(page);
  await expect(page.getByRole('radio', { name: 'CSV' })).toBeDisabled();
  await expect(page.getByText('CSV fills all columns from one text')).toBeVisible();
  await page.getByRole('radio', { name: 'VALUE' }).click();
  await page.getByRole('radio', { name: 'CSV' }).click();
  await expect(page.getByRole('radio', { name: 'DEFAULT' })).toBeDisabled();
  await expect(page.getByText('DEFAULT has two texts')).toBeVisible();
});

test('7: Manually lists topics, greys what does not fit with the reason, and is refused on 0.10.2', async ({
  page,
}) => {
  await toSource(page);
  await page.getByRole('radio', { name: 'Manually' }).click();
  await page.getByRole('combobox', { name: 'Task Configuration Topic' }).click();
  // The role option is on a list that only screen readers come to.
  const option = page.locator('.ant-select-item-option-disabled', { hasText: 'three-partitions' });
  await expect(option).toBeVisible();
  await expect(page.getByText('3 partitions, needs exactly 1')).toBeVisible();
  made.instance = { ...made.instance, kafkaVersion: '0.10.2' };
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Manually' })).toBeDisabled();
  await expect(page.getByText('On an instance of version 0.10.2').first()).toBeVisible();
});

test('8: a missing grant is shown as the exact statement, and Check again turns it green', async ({
  page,
}) => {
  made.granted.delete('Alter');
  await toDestination(page);
  await fillDestination(page);
  await expect(page.getByText(`grant Alter on table test_kafka to user ${role};`)).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Destination Instance' })).toBeVisible();
  made.granted.add('Alter');
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('Everything that was asked is as it should be.')).toBeVisible();
  await expect(page.getByText('grant Alter')).toBeHidden();
});

test('9: a missing table offers its CREATE TABLE; one without value names the column', async ({
  page,
}) => {
  made.tableExists = false;
  await toDestination(page);
  await fillDestination(page);
  await expect(page.getByText('CREATE TABLE IF NOT EXISTS test_kafka(topic STRING')).toBeVisible();
  made.tableExists = true;
  made.columns = ['topic', 'partition', 'offset', 'key'];
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('table test_kafka has no column value')).toBeVisible();
});

test('10: a public endpoint without internet access is an error, and Submit leads to it', async ({
  page,
}) => {
  await toPreview(page);
  // By the answers alone: whoever edits a kept draft can come here without passing step 3.
  await page.evaluate(() => {
    const key = 'sluice.draft.prod.';
    const draft = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    draft.answers['sink.endpoint'] = 'https://service.cn-shanghai.maxcompute.aliyun.com/api';
    sessionStorage.setItem(key, JSON.stringify(draft));
  });
  await page.reload();
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Configure Destination Instance' })).toBeVisible();
  await expect(page.getByText('This endpoint is reached over the internet').first()).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Internet access' })).toBeFocused();
  expect(made.sent.get('create')).toBeUndefined();
});

test('11, 16: the sample shows ten records with their partition, and what is hostile stays text', async ({
  page,
}) => {
  await toPreview(page);
  await page.getByRole('tab', { name: 'Sample' }).click();
  await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
  await expect(page.getByText('pt=11-17-2020 15')).toHaveCount(9);
  await expect(page.getByText('It would go to connect-error-kafka-maxcompute-sink')).toBeVisible();
  await expect(page.getByRole('img', { name: 'x' })).toHaveCount(0);
});

test('12: manifest and command are the server’s', async ({ page }) => {
  await toPreview(page);
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await expect(
    page.getByText('name: instances/prod/connectors/kafka-maxcompute-sink'),
  ).toBeVisible();
  await expect(
    page.getByText('sluicectl create connector kafka-maxcompute-sink --instance prod'),
  ).toBeVisible();
});

test('13: a reload keeps the answers, another tab has its own, and no secret is kept', async ({
  page,
  context,
}) => {
  await toDestination(page);
  await page.getByRole('radio', { name: 'AccessKey' }).click();
  await page.getByLabel('AccessKey ID').fill('LTAI5t');
  await page.getByLabel('AccessKey Secret').fill('very-hidden');
  await page.getByLabel('Workspace').fill('connector_test');
  await page.reload();
  await expect(page.getByLabel('Workspace')).toHaveValue('connector_test');
  await expect(page.getByLabel('AccessKey Secret')).toHaveValue('');
  const kept = await page.evaluate(
    () => JSON.stringify(sessionStorage) + JSON.stringify(localStorage),
  );
  expect(kept).not.toContain('very-hidden');
  const other = await context.newPage();
  await other.goto(start);
  await expect(other.getByLabel('Connector Name')).toHaveValue('');
  await other.close();
});

test('14: a double click on Submit makes one connector, which stays a draft', async ({ page }) => {
  await toPreview(page);
  await page.getByRole('button', { name: 'Submit', exact: true }).dblclick();
  await expect(page.getByText('Nothing runs until you deploy.')).toBeVisible();
  const ids = new Set((made.sent.get('create') ?? []).map((each) => each.requestId));
  expect(ids.size).toBe(1);
  await page.getByRole('button', { name: 'Leave as draft' }).click();
  await expect(page).toHaveURL(/\/instances\/prod\/connectors$/);
});

test('42: no step has anything against WCAG 2.2 A and AA', async ({ page }) => {
  const check = async (where: string) => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
      where,
    ).toEqual([]);
  };
  await page.goto(start);
  await fillBasic(page);
  await check('basic');
  await next(page).click();
  await page.getByRole('radio', { name: 'Manually' }).click();
  await check('source');
  await page.getByRole('radio', { name: 'Automatically' }).click();
  await chooseTopic(page, 'Data Source Topic', 'maxcompute-test-input');
  await next(page).click();
  made.granted.delete('Alter');
  await fillDestination(page);
  await expect(page.getByText('grant Alter').first()).toBeVisible();
  await check('destination');
  made.granted.add('Alter');
  await page.getByRole('button', { name: 'Check again' }).click();
  await next(page).click();
  await expect(page.getByRole('button', { name: 'Submit', exact: true })).toBeVisible();
  await check('preview');
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await expect(page.getByText('Nothing runs until you deploy.')).toBeVisible();
  await check('deploy');
});
