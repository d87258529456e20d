import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixture';

// Every page that the frame leads to, light and dark: WCAG 2.2, A and AA.
const places = ['/instances/prod/connectors?size=20', '/instances/prod/connectors/orders-000'];

for (const scheme of ['light', 'dark'] as const) {
  for (const place of places) {
    test(`${place} can be used by everybody, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto(place);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);

      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();

      expect(
        violations.map(
          (each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`,
        ),
      ).toEqual([]);
    });
  }
}
