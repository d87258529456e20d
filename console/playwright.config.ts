import { defineConfig } from '@playwright/test';

// Two kinds of tests. `pretend`: the answers come from the test, for the rare states; needs nothing but the built console.
// `real`: against a running Sluice, whose address is SLUICE_CONSOLE_URL; `scale`: one with ten thousand connectors.
// A port of this run; its workers inherit it.
process.env.SLUICE_CONSOLE_PORT ??= String(20_000 + (process.pid % 20_000));
const port = Number(process.env.SLUICE_CONSOLE_PORT);
const real = process.env.SLUICE_CONSOLE_URL ?? '';

export default defineConfig({
  testDir: 'browser',
  outputDir: process.env.SLUICE_BROWSER_OUT ?? 'test-results',
  reporter: [['list']],
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  use: {
    // A trace costs as much as the page itself: SLUICE_TRACE=on when one is needed.
    trace: process.env.SLUICE_TRACE === 'on' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 1360, height: 850 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    launchOptions: {
      // The one without a window: it takes half of the processor's time.
      executablePath: process.env.SLUICE_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: ['--no-sandbox'],
    },
  },
  projects: [
    {
      name: 'pretend',
      testMatch: 'pretend/*.spec.ts',
      use: { baseURL: `http://127.0.0.1:${port}` },
    },
    {
      name: 'screenshots',
      testMatch: 'screenshots.ts',
      use: { baseURL: `http://127.0.0.1:${port}` },
    },
    ...(real === ''
      ? []
      : [
          { name: 'real', testMatch: 'real/*.spec.ts', timeout: 120_000, use: { baseURL: real } },
          { name: 'scale', testMatch: 'scale/*.spec.ts', timeout: 300_000, use: { baseURL: real } },
        ]),
  ],
  ...(real === ''
    ? {
        webServer: {
          command: 'node browser/serve.mjs',
          env: { PORT: String(port) },
          url: `http://127.0.0.1:${port}/`,
          reuseExistingServer: false,
        },
      }
    : {}),
});
