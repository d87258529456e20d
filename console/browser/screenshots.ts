// Pictures for eyes, into screenshots/: of the places in SLUICE_SCREENSHOTS, or of every page about a connector that has
// failed; in both languages, light and dark.
import { test } from '@playwright/test';
import { pagesOf } from './pages';
import { makeWorld } from './pretend/world';
import { still } from './wizard_steps';

const asked = process.env.SLUICE_SCREENSHOTS ?? '';
const places =
  asked === ''
    ? pagesOf('instances/prod', 'instances/prod/connectors/users-000', 'workers/worker-1')
    : asked.split(' ');

for (const locale of ['en-US', 'zh-CN']) {
  test.describe(locale, () => {
    test.use({ locale });
    for (const place of places) {
      test(place, async ({ page }) => {
        page.on('console', (message) => console.log(message.type(), message.text()));
        page.on('pageerror', (error) => console.log('error', error.message));
        await makeWorld(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.goto(place);
          await page.waitForTimeout(1500);
          await still(page);
          const name = place.replaceAll(/[^a-z0-9]+/gi, '_');
          await page.screenshot({
            path: `screenshots/${name}_${locale}_${colorScheme}.png`,
            fullPage: true,
          });
        }
      });
    }
  });
}
