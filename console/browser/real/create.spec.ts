// From nothing to rows: the wizard, its checks, its preview, and what it makes.
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import type { Connector, ListConnectorsResponse } from '../../src/api/generated/types';
import {
  chooseTopic,
  type Destination,
  draftMade,
  fillDestination,
  followsTheName,
  keepsAnswersButNoSecret,
  keepsDefaultAndCsvApart,
  leadsToThePublicEndpoint,
  next,
  refusesBadNames,
  submit,
  tableField,
  toSource,
} from '../wizard_steps';
import { named, place, tokenFiles, tokens, told } from './place';
import { call, createConnector, get, partitionsOf, until, untilState } from './sluice';
import { everyColumn, grant, makeTable, makeTopic, sluicectl, sql, write } from './stage';
import { choose, expect, rowOf, signIn, test } from './story';

// Asked as one types: whether a name is free, and which tables a role may see that was granted one.
const refusals = /status of (400|401|403|404)/;
test.use({ allowed: refusals });

const startAt = (instance: string) => `/${instance}/connectors/new`;
const start = startAt(place.instance);
const destinationOf = (table: string): Destination => ({
  endpoint: place.endpoint,
  account: place.account,
  role: place.role,
  project: place.project,
  table,
});

interface Answers {
  id: string;
  topic?: string;
  table?: string;
  // Everything that the topic has, and not what comes.
  earliest?: boolean;
  // The instance.
  at?: string;
}

async function toDestination(page: Page, { id, topic = place.topic, earliest, at }: Answers) {
  await toSource(page, startAt(at ?? place.instance), id);
  await chooseTopic(page, topic);
  if (earliest) await page.getByRole('radio', { name: 'earliest' }).check();
  await next(page).click();
}

async function toPreview(page: Page, answers: Answers) {
  await toDestination(page, answers);
  await fillDestination(page, destinationOf(answers.table ?? place.table));
  await next(page).click();
}

test.describe('somebody who has a token and nothing else', () => {
  test.use({ person: 'nobody', allowed: refusals });

  test('2: makes the brokers known, switches connectors on, creates one and sees its first row, within three minutes', async ({
    page,
  }) => {
    const began = Date.now();
    const [instance, id] = [named('shop'), named('first')];
    await page.goto('/');
    await signIn(page, tokens.admin);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Add an instance' }).click();
    const drawer = page.getByRole('dialog', { name: 'Add an instance' });
    await drawer.getByLabel('Name', { exact: true }).fill(instance);
    await drawer.getByLabel('Bootstrap servers').fill(place.kafka);
    await drawer.getByRole('switch', { name: 'Connector feature' }).click();
    await drawer.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('link', { name: instance, exact: true }).click();

    await expect(
      page.getByRole('heading', { name: 'Connectors are switched off here' }),
    ).toBeVisible();
    await page.getByRole('button', { name: "To the instance's settings" }).click();
    const settings = page.getByRole('dialog', { name: `Edit ${instance}` });
    await settings.getByRole('switch', { name: 'Connector feature' }).click();
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(
      page.getByRole('switch', { name: `Connector feature of ${instance}` }),
    ).toBeChecked();
    await page.getByRole('link', { name: instance, exact: true }).click();

    await page.getByRole('button', { name: 'Create connector' }).first().click();
    await page.getByLabel('Connector Name').fill(id);
    await next(page).click();
    await chooseTopic(page, place.topic);
    await next(page).click();
    await fillDestination(page, destinationOf(place.table));
    await next(page).click();
    await submit(page).click();
    await expect(draftMade(page)).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await expect(page.getByText('Waiting for the first row')).toBeVisible({ timeout: 60_000 });

    await page.getByRole('button', { name: 'Send a test record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(dialog.getByText(/^Its row is in the table/)).toBeVisible({ timeout: 60_000 });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByText('Rows are in the table.')).toBeVisible();
    await page.getByRole('button', { name: 'To the connector' }).click();
    await page.getByRole('tab', { name: 'Data preview' }).click();
    const partition = page.getByRole('button', { name: /^pt=\d\d-\d\d-\d{4} \d\d$/ }).first();
    await expect(partition).toBeVisible();
    const spec = await partition.innerText();
    await expect(
      page
        .getByRole('region', { name: `Rows of ${spec}` })
        .getByRole('cell', { name: spec.replace('pt=', '') })
        .first(),
    ).toBeVisible();
    expect(Date.now() - began).toBeLessThan(180_000);
  });
});

test('3: a bad name is refused when the field is left, a taken one before the next step', async ({
  page,
}) => {
  const taken = named('taken');
  await createConnector(taken);
  await page.goto(start);
  await refusesBadNames(page, taken);
});

test('4: names follow the connector until one is edited, and come back', async ({ page }) => {
  await toSource(page, start, 'one');
  await followsTheName(page);
});

test('5, 7: topics that exist are listed, those that do not fit are grey with what was expected and found, and what is only not recommended warns', async ({
  page,
}) => {
  const compact = { 'cleanup.policy': 'compact' };
  const one = await makeTopic('one', 1, compact);
  const two = await makeTopic('two', 2, compact);
  const three = await makeTopic('three', 3, compact);
  const errors = await makeTopic('errors', 6);
  await toSource(page, start, named('manual'));
  await chooseTopic(page, place.topic);
  await page.getByRole('radio', { name: 'Manually' }).check();
  for (const [label, topic, why] of [
    ['Task Configuration Topic', two, '2 partitions, needs exactly 1'],
    ['Task Site Topic', one, '1 partition, needs more than 1'],
  ] as const) {
    const picker = page.getByRole('combobox', { name: label });
    await picker.click();
    await picker.fill(topic);
    await expect(
      page.locator('.ant-select-item-option-disabled', { hasText: topic }).getByText(why).first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
  }

  await chooseTopic(page, two, 'Task Site Topic');
  await chooseTopic(page, one, 'Task Configuration Topic');
  await chooseTopic(page, three, 'Task Status Topic');
  await chooseTopic(page, errors, 'Dead Letter Queue Topic');
  await chooseTopic(page, errors, 'Abnormal Data Topic');
  const status = page.locator('[data-place="resources.status_topic"]');
  await expect(status.getByText('partitions is 3, 6 are recommended')).toBeVisible();
  await expect(page.getByText(/stands? in the way/)).toBeHidden();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Destination Instance' })).toBeVisible();
});

test('5: an internal topic on cloud storage is refused', async ({ page }) => {
  const instance = named('cloudy');
  await call('POST', `instances?instance_id=${instance}`, {
    bootstrapServers: [told('SLUICE_STORY_CLOUD_KAFKA')],
    connectorFeature: 'ENABLED',
  });
  const onCloud = told('SLUICE_STORY_CLOUD_TOPIC');
  await toSource(page, startAt(`instances/${instance}`), named('cloudy'));
  await page.getByRole('radio', { name: 'Manually' }).check();
  await chooseTopic(page, onCloud, 'Task Status Topic');
  const status = page.locator('[data-place="resources.status_topic"]');
  await expect(status.getByText('an internal topic is on local storage')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Source Instance' })).toBeVisible();
});

test('6: DEFAULT and CSV exclude each other, and each says why', async ({ page }) => {
  await toDestination(page, { id: named('csv') });
  await keepsDefaultAndCsvApart(page);
});

test('8: a missing grant is shown as the exact statement, and Check again turns it green', async ({
  page,
}) => {
  const table = await makeTable('ungranted', everyColumn, 'Describe, Update, Select');
  await toDestination(page, { id: named('ungranted') });
  await fillDestination(page, destinationOf(table));
  const missing = page.getByText(`grant Alter on table ${table} to user \`${place.principal}\`;`);
  await expect(missing).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Configure Destination Instance' })).toBeVisible();

  await sql(await missing.innerText());
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(missing).toBeHidden();
  await expect(page.getByText('Everything that was asked is as it should be.')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Preview/Submit' })).toBeVisible();
});

test('9: a missing table offers its CREATE TABLE, which helps; one without value names the column', async ({
  page,
}) => {
  const table = named('missing').replaceAll('-', '_');
  await toDestination(page, { id: named('missing') });
  await fillDestination(page, destinationOf(table));
  const create = page.getByText(new RegExp(`^CREATE TABLE IF NOT EXISTS .*${table}`));
  await expect(create).toBeVisible();
  await sql(await create.innerText());
  await grant('Describe, Alter, Update, Select', table);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(create).toBeHidden();
  await expect(page.getByText('Everything that was asked is as it should be.')).toBeVisible();

  const unfit = await makeTable('unfit', everyColumn.replace(',value STRING', ''));
  await tableField(page).fill(unfit);
  await expect(page.getByText(/column `?value`?/).first()).toBeVisible();
  await expect(page.getByText(/ADD COLUMNS \(`?value`? STRING\)/).first()).toBeVisible();
});

test('10: a public endpoint without internet access is an error, and Submit leads to it', async ({
  page,
}) => {
  const instance = named('far');
  await call('POST', `instances?instance_id=${instance}`, {
    bootstrapServers: [place.kafka],
    connectorFeature: 'ENABLED',
    region: 'cn-hangzhou',
  });
  await toPreview(page, { id: named('abroad'), at: `instances/${instance}` });
  await leadsToThePublicEndpoint(page, instance);
});

test('11, 12: the sample has the partitions that are written later; the manifest changes nothing, the command makes the same', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const topic = await makeTopic('sampled');
  const table = await makeTable('sampled');
  const hour = 3_600_000;
  // Of two hours of the table, ten records and more.
  await write(
    topic,
    Array.from({ length: 12 }, (_, index) => ({
      key: `k${index}`,
      value: `v${index}`,
      timestampMs: Date.now() - (index % 2) * hour,
    })),
  );
  const id = named('sampled');
  await toPreview(page, { id, topic, table, earliest: true });
  await page.getByRole('tab', { name: 'Sample' }).click();
  const partitions = page.getByRole('cell').getByText(/^pt=/);
  await expect(partitions).toHaveCount(10);
  const foreseen = new Set(await partitions.allInnerTexts());
  expect(foreseen.size).toBe(2);
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = async (what: string) => {
    await page.getByRole('button', { name: `Copy ${what}`, exact: true }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const manifest = await copied('the manifest');
  const command = await copied('the command');

  await submit(page).click();
  await expect(draftMade(page)).toBeVisible({ timeout: 60_000 });
  const name = `${place.instance}/connectors/${id}`;
  const made = await get(name);
  const file = join(mkdtempSync(join(tmpdir(), 'manifest-')), `${id}.yaml`);
  writeFileSync(file, manifest);
  expect(await sluicectl('apply', '-f', file)).toContain('unchanged');
  expect((await get(name)).revision).toBe(made.revision);

  // Elsewhere nobody says where the control plane is on the command line.
  const twin = `${id}-too`;
  await promisify(execFile)('/bin/bash', ['-c', command.replace(id, twin)], {
    env: {
      ...process.env,
      PATH: `${dirname(told('SLUICE_STORY_SLUICECTL'))}:${process.env.PATH}`,
      SLUICE_SERVER: told('SLUICE_STORY_SERVER'),
      SLUICE_TOKEN_FILE: tokenFiles.admin,
    },
  });
  const asDefined = ({ source, sink, scaling }: Connector) => ({ source, sink, scaling });
  expect(asDefined(await get(`${place.instance}/connectors/${twin}`))).toEqual(asDefined(made));

  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('12 rows')).toBeVisible({ timeout: 60_000 });
  expect(new Set(await partitionsOf(name))).toEqual(foreseen);
});

test('13: a reload at step 3 keeps the answers, another tab has its own, and no secret is kept', async ({
  page,
  context,
}) => {
  await toDestination(page, { id: named('kept') });
  await keepsAnswersButNoSecret(page, await context.newPage(), start, place.project);
});

test('14: a double click on Submit makes one connector, a draft, which is deployed from the list', async ({
  page,
}) => {
  const id = named('drafted');
  await toPreview(page, { id });
  await submit(page).dblclick();
  await expect(draftMade(page)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Leave as draft' }).click();
  await expect(page).toHaveURL(`/${place.instance}/connectors`);
  const { connectors = [] } = await call<ListConnectorsResponse>(
    'GET',
    `${place.instance}/connectors?filter=${encodeURIComponent(`q = "${id}"`)}`,
  );
  expect(connectors.map(({ name }) => name)).toEqual([`${place.instance}/connectors/${id}`]);

  const row = rowOf(page, id);
  await expect(row.getByText('Draft', { exact: true })).toBeVisible();
  let navigations = 0;
  page.on('framenavigated', () => navigations++);
  await choose(page, id, /^Deploy/);
  await expect(row.getByText(/^Running/)).toBeVisible({ timeout: 60_000 });
  await choose(page, id, /^Pause/);
  await expect(row.getByText('Paused')).toBeVisible({ timeout: 60_000 });
  expect(navigations).toBe(0);

  await row.getByRole('link', { name: id }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/^Running/).first()).toBeVisible({ timeout: 60_000 });
  await untilState(`${place.instance}/connectors/${id}`, 'RUNNING');
});

test('34: the secret of an access key is in no answer, page or storage, also when another takes its place', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const secret = told('SLUICE_STORY_KEY_SECRET');
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/v1/')) answers.push(response.text().catch(() => ''));
  });
  const id = named('keyed');
  await toDestination(page, { id });
  await page.getByLabel('MaxCompute Endpoint').fill(place.endpoint);
  await page.getByRole('radio', { name: 'AccessKey' }).check();
  await page.getByLabel('AccessKey ID').fill(told('SLUICE_STORY_KEY_ID'));
  await page.getByLabel('AccessKey Secret').fill(secret);
  await page.getByLabel('Workspace').fill(place.project);
  await tableField(page).fill(place.table);
  await next(page).click();
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await expect(page.getByRole('region', { name: 'the manifest' })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await submit(page).click();
  await expect(draftMade(page)).toBeVisible({ timeout: 60_000 });
  const name = `${place.instance}/connectors/${id}`;
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await untilState(name, 'RUNNING');

  await page.goto(`/${name}/edit`);
  await expect(page.getByText('One is stored. Leave it empty to keep it.')).toBeVisible();
  await page.getByLabel('AccessKey Secret').fill(secret);
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  const review = page.getByRole('dialog', { name: 'Review the change' });
  await expect(review.getByText('another secret, not shown')).toBeVisible();
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(`/${name}`);
  await untilState(name, 'RUNNING');
  await write(place.topic, [{ value: 'by the other secret' }]);
  await until(name, 'has a row', ({ status }) => (status?.rowsCommitted ?? '0') !== '0');
  expect((await get(name)).status?.restarts ?? 0).toBe(0);

  for (const where of ['', '/edit', '/revisions?from=1&to=2', '/events', '/tasks', '/data']) {
    await page.goto(`/${name}${where}`);
    await expect(page.getByRole('heading', { name: id })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    expect(await page.content(), where).not.toContain(secret);
  }
  const kept = await page.evaluate(async () => [
    JSON.stringify({ ...sessionStorage, ...localStorage }),
    await indexedDB.databases(),
    await caches.keys(),
  ]);
  expect(kept).toEqual([expect.not.stringContaining(secret), [], []]);
  for (const answer of answers) expect(await answer).not.toContain(secret);
});
