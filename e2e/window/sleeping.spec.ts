/** The computer wakes: the window says that it shows an old picture, until it has looked again. */
import { expect, test } from '@playwright/test';
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

test.beforeAll(async () => {
  stage = await openStage('sleeping');
});

test.afterAll(async () => {
  await stage.close();
});

test('after waking nothing is shown as the present before it is seen again', async () => {
  const { page, application } = stage;
  await page.evaluate(() => {
    const own = window as unknown as { blockyard: Bridge; told: string[] };
    own.told = [];
    own.blockyard.on['panel.event']((event) => {
      if (event.kind === 'link') own.told.push(event.link.kind);
    });
  });
  const told = (): Promise<string[]> =>
    page.evaluate(() => (window as unknown as { told: string[] }).told);
  await application.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(told).toEqual(['stale', 'live']);
  await expect(page.getByText('Up to date')).toBeVisible();
});
