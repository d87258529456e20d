// Creating a connector, against a made-up Sluice. The numbers are those of the console's acceptance list.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import {
  chooseTopic,
  draftMade,
  fillDestination,
  followsTheName,
  keepsAnswersButNoSecret,
  keepsDefaultAndCsvApart,
  leadsToThePublicEndpoint,
  next,
  refusesBadNames,
  submit,
  toSource,
} from '../wizard_steps';
import { type Destination, makeDestination, role } from './destination';

const start = '/instances/prod/connectors/new';

const destination = {
  endpoint: 'http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api',
  account: '1234567890123456',
  role: 'AliyunKafkaMaxComputeUser1',
  project: 'connector_test',
  table: 'test_kafka',
};

async function toDestination(page: Page) {
  await toSource(page, start, 'kafka-maxcompute-sink');
  await chooseTopic(page, 'maxcompute-test-input');
  await next(page).click();
}

async function toPreview(page: Page) {
  await toDestination(page);
  await fillDestination(page, destination);
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
  await submit(page).click();
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('Waiting for the first row')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test record' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('dialog').getByText(/^Its row is in the table/)).toBeVisible();
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
  await refusesBadNames(page, [...made.connectors.keys()][0] ?? '');
});

test('4: names follow the connector until one is edited, and come back', async ({ page }) => {
  await toSource(page, start, 'one');
  await followsTheName(page);
});

test('a list opens where it belongs for whoever asks for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await toDestination(page);
  await expect(page.getByRole('heading', { name: 'Configure Destination Instance' })).toBeVisible();
});

test('6: DEFAULT and CSV exclude each other, and each says why', async ({ page }) => {
  await toDestination(page);
  await keepsDefaultAndCsvApart(page);
});

test('7: Manually lists topics, greys what does not fit with the reason, and is refused on 0.10.2', async ({
  page,
}) => {
  await toSource(page, start, 'kafka-maxcompute-sink');
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
  await fillDestination(page, destination);
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
  await fillDestination(page, destination);
  await expect(page.getByText('CREATE TABLE IF NOT EXISTS test_kafka(topic STRING')).toBeVisible();
  made.tableExists = true;
  made.columns = ['topic', 'partition', 'offset', 'key'];
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('table test_kafka has no column value')).toBeVisible();
});

test('where the role may not list tables their names are typed, and the page says why', async ({
  page,
}) => {
  made.world.instead.set('POST /v1/instances/prod:listTables', (route) =>
    route.fulfill({
      status: 403,
      json: {
        code: 7,
        message: 'the role may not List the project connector_test',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'PERMISSION_MISSING',
            domain: 'sluice',
          },
        ],
      },
    }),
  );
  await toDestination(page);
  await fillDestination(page, destination);
  await expect(
    page.getByText('The role may not list the tables of connector_test, and need not to write one'),
  ).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('Everything that was asked is as it should be.')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Preview/Submit' })).toBeVisible();
});

test('10: a public endpoint without internet access is an error, and Submit leads to it', async ({
  page,
}) => {
  await toPreview(page);
  await leadsToThePublicEndpoint(page, 'prod');
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
  await keepsAnswersButNoSecret(page, await context.newPage(), start, 'connector_test');
});

test('14: a double click on Submit makes one connector, which stays a draft', async ({ page }) => {
  await toPreview(page);
  await submit(page).dblclick();
  await expect(draftMade(page)).toBeVisible();
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
  await page.getByLabel('Connector Name').fill('kafka-maxcompute-sink');
  await check('basic');
  await next(page).click();
  await page.getByRole('radio', { name: 'Manually' }).click();
  await check('source');
  await page.getByRole('radio', { name: 'Automatically' }).click();
  await chooseTopic(page, 'maxcompute-test-input');
  await next(page).click();
  made.granted.delete('Alter');
  await fillDestination(page, destination);
  await expect(page.getByText('grant Alter').first()).toBeVisible();
  await check('destination');
  made.granted.add('Alter');
  await page.getByRole('button', { name: 'Check again' }).click();
  await next(page).click();
  await expect(submit(page)).toBeVisible();
  await check('preview');
  await submit(page).click();
  await expect(draftMade(page)).toBeVisible();
  await check('deploy');
});
