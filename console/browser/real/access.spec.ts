// Who is let in, who may do what, and what happens to work when a session ends.

import { named, place, tokens } from './place';
import { createConnector, get } from './sluice';
import { choose, expect, rowOf, signIn, test } from './story';

const list = `/${place.instance}/connectors`;

test.describe('nobody yet', () => {
  test.use({ person: 'nobody', allowed: /status of 401/ });

  test('1: a good token leads to the list looked at last, a bad one says so and leaves nothing', async ({
    page,
    context,
  }) => {
    await page.goto('/');
    await signIn(page, `slc_${'a'.repeat(43)}`);
    await expect(page.getByRole('alert').getByText('TOKEN_INVALID')).toBeVisible();
    expect(await context.cookies()).toEqual([]);

    await signIn(page, tokens.admin);
    await expect(page).toHaveURL(list);
    await expect(page.getByRole('heading', { name: 'Connectors', exact: true })).toBeVisible();
    const [cookie, ...others] = await context.cookies();
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toContain('slc_');
    expect(kept).not.toContain(cookie?.value);
  });

  test('38: a session that ends in mid-edit: sign in over the page, and Save goes through', async ({
    page,
    context,
  }) => {
    const name = await createConnector(named('edited'));
    await page.goto(`/${name}/edit`);
    await signIn(page, tokens.admin);
    await page.getByRole('textbox', { name: 'Description' }).fill('typed before it ended');
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    const review = page.getByRole('dialog', { name: 'Review the change' });
    await expect(review.getByText('typed before it ended')).toBeVisible();

    // Ended elsewhere at the moment of Save: before it, whatever else the page asks could find that out. The browser still has
    // its cookie.
    let ended = false;
    await page.route(
      (url) => url.pathname === `/v1/${name}`,
      async (route) => {
        if (!ended && route.request().method() === 'PATCH') {
          ended = true;
          const [cookie] = await context.cookies();
          const answer = await fetch(`${place.console}/v1/sessions/current`, {
            method: 'DELETE',
            headers: {
              Cookie: `${cookie?.name}=${cookie?.value}`,
              Origin: place.console,
              'X-Sluice-Request': 'story',
            },
          });
          expect(answer.status).toBe(200);
        }
        await route.continue();
      },
    );
    await review.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('API token').fill(tokens.admin);
    await dialog.getByRole('button', { name: 'Sign in' }).click();

    await expect(page).toHaveURL(`/${name}`);
    expect((await get(name)).description).toBe('typed before it ended');
  });
});

test.describe('a reader', () => {
  test.use({ person: 'reader' });

  test('33: sees what may be done, disabled, with the permission that is missing', async ({
    page,
  }) => {
    const id = named('read');
    const name = await createConnector(id);
    await page.goto(list);
    await expect(page.getByRole('button', { name: 'Create connector' }).first()).toBeDisabled();
    await rowOf(page, id)
      .getByRole('button', { name: `Actions of ${id}` })
      .click();
    for (const [verb, permission] of [
      ['Deploy', 'connectors.operate'],
      ['Edit', 'connectors.update'],
      ['Delete', 'connectors.delete'],
    ] as const) {
      const item = page.getByRole('menuitem', { name: new RegExp(`^${verb}`) });
      await expect(item).toHaveAttribute('aria-disabled', 'true');
      await expect(item).toContainText(`Needs the permission ${permission}`);
    }

    await page.goto(`/${name}/edit`);
    await expect(page.getByRole('heading', { name: 'You may not see this' })).toBeVisible();
    await expect(page.getByText('It needs the permission connectors.update.')).toBeVisible();
  });
});

test('32: deleting asks for the exact name and keeps group and topics; the page of what is gone says so', async ({
  page,
}) => {
  const id = named('gone');
  const name = await createConnector(id);
  await page.goto(list);
  await choose(page, id, /^Delete/);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: 'Keep' })).toHaveCount(2);
  for (const keep of await dialog.getByRole('radio', { name: 'Keep' }).all())
    await expect(keep).toBeChecked();
  const confirm = dialog.getByRole('button', { name: 'Delete' });
  await dialog.getByLabel(`Type ${id} to go on`).fill(id.slice(0, -1));
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(`Type ${id} to go on`).fill(id);
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect(
    rowOf(page, id)
      .getByText(/Delet(ing|ed)/)
      .first(),
  ).toBeVisible();

  await page.goto(`/${name}/events`);
  await expect(page.getByText(/^Deleted. It can be undeleted until/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undelete' })).toBeVisible();
  await expect(page.getByText('by admin').first()).toBeVisible();
});
