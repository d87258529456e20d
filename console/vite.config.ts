import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where the calls of a console under development go: the HTTP address of a running control plane.
const server = process.env.SLUICE_CONSOLE_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  // Relative, so that the page's <base> decides where the console lives behind a proxy.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // As it is written: light-dark() follows the colour scheme that a person chose.
    cssTarget: 'chrome123',
    assetsInlineLimit: 0,
    // The budget is counted by scripts/budget.mjs, compressed.
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|react-router|scheduler|@tanstack\/react-query|@tanstack\/query-core|i18next|react-i18next)\//,
              priority: 3,
            },
            {
              // Words that antd reads while it is loaded: alone, so that they are there before whoever reads them.
              name: 'locale',
              test: /node_modules\/(antd\/es\/(locale\/en_US|(calendar|date-picker|time-picker)\/locale\/en_US)|@rc-component\/(pagination|picker)\/(es\/)?locale\/(en_US|common))\.js$/,
              priority: 4,
              includeDependenciesRecursively: false,
            },
            {
              // Pages that have tables share this; the frame does without.
              name: 'table',
              test: /node_modules\/(antd\/es\/(table|pagination)|@rc-component\/(table|pagination))\//,
              priority: 2,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/v1': { target: server, changeOrigin: true },
      '/v1:watch': { target: server, changeOrigin: true },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
