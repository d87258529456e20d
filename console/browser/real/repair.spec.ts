// Something is wrong: what it is, what mends it, and what is read or written again.
import type { Page } from '@playwright/test';
import { named, place } from './place';
import { act, get, runConnector, until } from './sluice';
import { makeTable, makeTopic, revoke, sql, write } from './stage';
import { expect, rowOf, test } from './story';

const list = `/${place.instance}/connectors`;
const panelOf = (page: Page) => page.getByRole('region', { name: 'First cause' });

// What the emulator of MaxCompute shall do instead of answering; taken back by the function that comes back.
async function fault(what: object): Promise<() => Promise<void>> {
  const faults = `${new URL(place.endpoint).origin}/emulator/faults`;
  const made = await fetch(faults, { method: 'POST', body: JSON.stringify(what) });
  const { id } = (await made.json()) as { id: string };
  return async () => {
    await fetch(`${faults}/${id}`, { method: 'DELETE' });
  };
}

async function runOwn(word: string) {
  const [topic, table, id] = [await makeTopic(word), await makeTable(word), named(word)];
  const name = await runConnector(id, { source: { topic }, sink: { table } });
  await write(topic, [{ value: 'first' }]);
  await until(name, 'has a row', ({ status }) => status?.rowsCommitted === '1');
  return { topic, table, id, name };
}

test('19, 20, 24: what fails says so at once, stands first with its cause, and is mended by what the page says', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { topic, table, id, name } = await runOwn('denied');
  // A list of one: what is timed is the way of the news, not the drawing of many rows.
  await page.goto(`${list}?q=${id}`);
  const row = rowOf(page, id);
  await expect(row.getByText(/^Running/)).toBeVisible();
  let navigations = 0;
  page.on('framenavigated', () => navigations++);
  await revoke('Update', table);
  await write(topic, [{ value: 'second' }]);
  await until(name, 'has failed', ({ state }) => state === 'FAILED');
  await expect(row.getByText('Failed')).toBeVisible({ timeout: 2_000 });
  expect(navigations).toBe(0);
  await expect(row.getByText(/Update/)).toBeVisible();

  await page.goto(list);
  await expect(page.getByRole('row').nth(1)).toContainText(id);
  await row.getByRole('link', { name: id }).click();
  const panel = panelOf(page);
  await expect(panel.getByText('PERMISSION_MISSING')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Copy statement' })).toBeVisible();
  await panel.getByRole('link', { name: 'Others with this reason' }).click();
  await expect(page).toHaveURL(`${list}?reason=PERMISSION_MISSING`);
  await row.getByRole('link', { name: id }).click();

  const statements = await panel.locator('pre').first().innerText();
  for (const statement of statements.split('\n').filter(Boolean)) await sql(statement);
  await panel.getByRole('button', { name: 'Check again' }).click();
  await expect(panel.getByText('nothing stands in the way')).toBeVisible();
  await expect(page.getByText(/^Running/).first()).toBeVisible({ timeout: 90_000 });
  await until(name, 'has both rows', ({ status }) => (status?.lagRecords ?? '0') === '0');
});

test('24: a destination that does not answer is asked again, and leads to others that wait for it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { topic, table, id, name } = await runOwn('away');
  await page.goto(`/${name}`);
  const takeBack = await fault({
    match: { operation: 'create_upload', table },
    action: 'fail',
    status: 503,
    code: 'ServiceUnavailable',
    message: 'the tunnel is being moved',
    times: 0,
  });
  await write(topic, [{ value: 'second' }]);
  const panel = panelOf(page);
  await expect(panel.getByText('Destination', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText('the tunnel is being moved')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Check again' })).toBeVisible();
  await panel.getByRole('link', { name: 'Others with this reason' }).click();
  await expect(page).toHaveURL(/connectors\?reason=MAXCOMPUTE_FAILED$/);
  await rowOf(page, id).getByRole('link', { name: id }).click();

  await takeBack();
  await panel.getByRole('button', { name: 'Check again' }).click();
  await expect(panel).toBeHidden({ timeout: 60_000 });
  await until(name, 'has both rows', ({ status }) => status?.rowsCommitted === '2');
});

test('24: a limit of MaxCompute and a record that stops a task have their own next step', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { topic, id, name } = await runOwn('limited');
  await page.goto(`/${name}`);
  const takeBack = await fault({
    match: { operation: 'create_upload' },
    action: 'fail',
    status: 429,
    code: 'RequestQuotaExceeded',
    message: 'too many upload sessions',
    times: 0,
  });
  await write(topic, [{ value: 'second' }]);
  const panel = panelOf(page);
  await expect(panel.getByRole('link', { name: 'Write into fewer table partitions' })).toBeVisible({
    timeout: 60_000,
  });
  await takeBack();
  await expect(panel).toBeHidden({ timeout: 60_000 });
  expect((await get(name)).state, id).toBe('RUNNING');

  const strict = {
    topic: await makeTopic('strict'),
    table: await makeTable(
      'strict',
      'topic STRING,partition BIGINT,offset BIGINT,id BIGINT NOT NULL',
    ),
  };
  const stopped = await runConnector(named('strict'), {
    source: { topic: strict.topic },
    sink: { table: strict.table, mode: 'VALUE', format: 'CSV' },
    errorPolicy: { tolerance: 'NONE' },
  });
  await write(strict.topic, [{ value: 'many' }]);
  await page.goto(`/${stopped}`);
  await expect(panel.getByRole('link', { name: 'Edit the setting' })).toBeVisible({
    timeout: 60_000,
  });
  await panel.getByRole('link', { name: 'Edit the setting' }).click();
  await expect(page).toHaveURL(/edit\?field=/);
});

test.describe('a plan', () => {
  // The answer to a plan that no longer holds.
  test.use({ allowed: /status of 400/ });

  test('27: moving offsets by time tells what is read again, wants the name, and refuses a stale plan', async ({
    page,
  }) => {
    test.setTimeout(180_000);
    const [topic, table, id] = [
      await makeTopic('moved', 2),
      await makeTable('moved'),
      named('moved'),
    ];
    const hour = 3_600_000;
    const now = Date.now();
    await write(topic, [
      { value: 'a', partition: 0, timestampMs: now - 3 * hour },
      { value: 'b', partition: 0, timestampMs: now - hour },
      { value: 'c', partition: 0, timestampMs: now },
      { value: 'd', partition: 1, timestampMs: now },
    ]);
    const name = await runConnector(id, {
      source: { topic, startOffset: 'EARLIEST' },
      sink: { table },
    });
    await until(name, 'has read all', ({ status }) => status?.rowsCommitted === '4');

    await page.goto(`/${name}/offsets`);
    await page.getByRole('button', { name: 'Move offsets' }).click();
    const drawer = page.getByRole('dialog', { name: 'Move offsets' });
    // A clock's time in the connector's zone, GMT 08:00.
    const time = new Date(now - 2 * hour + 8 * hour).toISOString().slice(0, 19).replace('T', ' ');
    await drawer.getByLabel('Time', { exact: true }).fill(time);
    await page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: 'Show what it does' }).click();
    await expect(drawer.getByRole('row', { name: /^0 3 1 back 2 0/ })).toBeVisible();
    await expect(drawer.getByRole('row', { name: /^1 1 0 back 1 0/ })).toBeVisible();

    const apply = drawer.getByRole('button', { name: 'Move offsets now' });
    const typed = drawer.getByLabel(`Type ${id} to go on`);
    await expect(apply).toBeDisabled();
    await act(name, 'pause');
    await typed.fill(id);
    await apply.click();
    await expect(drawer.getByText('The plan no longer holds', { exact: true })).toBeVisible();
    await act(name, 'resume');
    await until(name, 'runs again', ({ state }) => state === 'RUNNING');
    await drawer.getByRole('button', { name: 'Plan again' }).click();
    await typed.fill(id);
    await apply.click();

    await expect(page.getByText('Move of offsets: Done')).toBeVisible({ timeout: 60_000 });
    await until(name, 'has read them again', ({ status }) => status?.rowsCommitted === '3');
  });
});

test('28: dead letters are filtered by reason, two are replayed, and become rows', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const [topic, id] = [await makeTopic('letters'), named('letters')];
  const table = await makeTable(
    'letters',
    'topic STRING,partition BIGINT,offset BIGINT,id BIGINT NOT NULL,name VARCHAR(4)',
  );
  const values = ['1,one', '2,second', '3,third', '4,fourth', '5,"open'];
  await write(
    topic,
    values.map((value) => ({ value })),
  );
  const name = await runConnector(id, {
    source: { topic, startOffset: 'EARLIEST' },
    sink: { table, mode: 'VALUE', format: 'CSV' },
  });
  await page.goto(`/${name}/dead-letters`);
  const tooLong = page.getByRole('button', { name: /^A value is too long for its column · / });
  await expect(tooLong).toHaveText(/· 3$/, { timeout: 60_000 });
  await until(name, 'has a row', ({ status }) => status?.rowsCommitted === '1');
  await tooLong.click();
  await expect(page).toHaveURL(/reason=VALUE_TOO_LONG/);
  const letters = page
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox', { name: /^Tick [^a]/ }) });
  await expect(letters).toHaveCount(3);

  // The table is mended; tasks that begin anew know it.
  await sql(`ALTER TABLE ${table} CHANGE COLUMN name name VARCHAR(40);`);
  await act(name, 'restart');
  await until(name, 'runs again', ({ state }) => state === 'RUNNING');
  await letters.nth(0).getByRole('checkbox').check();
  await letters.nth(1).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await expect(
    page.getByText('2 dead letters were written to the source topic again, 0 passed over.'),
  ).toBeVisible({ timeout: 60_000 });
  await expect(tooLong).toHaveText(/· 1$/);
  await expect(letters).toHaveCount(1);

  await page.getByRole('tab', { name: 'Data preview' }).click();
  for (const row of ['fourth', 'third'])
    await expect(async () => {
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(page.getByRole('cell', { name: row, exact: true })).toBeVisible({
        timeout: 2_000,
      });
    }).toPass({ timeout: 60_000 });
});
