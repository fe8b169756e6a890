import { defineConfig } from '@playwright/test';

// Tool configurations are read by their default export.
export default defineConfig({
  testDir: '.',
  workers: 2,
  projects: [
    { name: 'renderer', testMatch: 'renderer/**/*.spec.ts' },
    // Two cores and real servers under load: one window at a time.
    { name: 'window', testMatch: 'window/**/*.spec.ts', workers: 1 },
    { name: 'package', testMatch: 'package/**/*.spec.ts', workers: 1 },
  ],
  // Pictures become the reviewed ones only when that is asked for: npm run looks -- --update.
  updateSnapshots: 'none',
  snapshotPathTemplate: '{testDir}/renderer/looks/{arg}{ext}',
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: '../test-results',
  reporter: [['list'], ['json', { outputFile: '../test-results/window.json' }]],
});
