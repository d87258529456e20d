// Pictures of pages, for eyes: `npm run screenshots -- /instances/prod/connectors …`. Into screenshots/.
import { test } from '@playwright/test';
import { makeWorld } from './pretend/world';

const places = (process.env.SLUICE_SCREENSHOTS ?? '/instances/prod/connectors').split(' ');

for (const scheme of ['light', 'dark'] as const) {
  for (const place of places) {
    test(`${place} ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      page.on('console', (message) => console.log(message.type(), message.text()));
      page.on('pageerror', (error) => console.log('error', error.message));
      await makeWorld(page);
      await page.goto(place);
      await page.waitForTimeout(1500);
      await page.screenshot({
        path: `screenshots/${place.replaceAll(/[^a-z0-9]+/gi, '_')}_${scheme}.png`,
        fullPage: true,
      });
    });
  }
}
