/** What the end of the panel, of its display or of a wish to stop means for the yard. */
import { expect, test, type Locator } from '@playwright/test';
import { startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';
import { servedBy } from './fleet-page.ts';
import { hostPid, living, panelPids, processesOf } from './processes.ts';
import { closeEverything } from './real-window.ts';
import { openStage, openStageAgain, running, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('quitting');
});

test.afterAll(async () => {
  await stage.close();
});

function stopsTheYard(): Locator {
  return stage.page
    .getByRole('radiogroup', { name: 'When the panel quits' })
    .getByRole('radio', { name: /^Stop the local yard/u });
}

async function quit(): Promise<void> {
  await stage.application.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await expect.poll(() => panelPids(stage.dataFolder)).toEqual([]);
}

test('quitting keeps the yard, as it is set at first', async () => {
  const { entry } = await stage.fleet();
  const host = await hostPid(stage.dataFolder);
  const traffic = startTraffic(entry.url, 'quit-keep', { requestsPerSecond: 50 });
  await traffic.untilFinished(30);
  await quit();
  await traffic.untilFinished(traffic.records.length + 60);
  expect(await hostPid(stage.dataFolder)).toBe(host);
  stage = await openStageAgain(stage.dataFolder);
  expectNothingLost(await traffic.end(await stage.fleet()));
});

test('quitting stops the yard once that is chosen, and no process stays', async () => {
  await stage.fleetPage.goTo('Settings');
  // Not `check`, which looks at once: it is checked when main has said so.
  await stopsTheYard().click({ force: true });
  await expect(stopsTheYard()).toBeChecked();
  await stage.fleetPage.goTo('Fleet');
  const fleet = await stage.fleet();
  const blocks = [...running(fleet, 'v001'), ...running(fleet, 'v002')].map(({ pid }) => pid);
  await quit();
  await expect.poll(() => hostPid(stage.dataFolder)).toBeNull();
  await expect.poll(() => living(blocks)).toEqual([]);
  await expect.poll(() => processesOf(stage.dataFolder)).toEqual([]);
  expect(await servedBy(fleet.entry.url).catch(() => 'refused')).toBe('refused');
});

test('the choice is kept, and the next start brings the yard back', async () => {
  const before = stage.dataFolder;
  stage = await openStageAgain(before);
  await stage.fleetPage.goTo('Settings');
  await expect(stopsTheYard()).toBeChecked();
  expect(await servedBy((await stage.fleet()).entry.url)).toBe('storefront-v001');
});

test('the yard is stopped and started by hand, after a second press', async () => {
  const { page, fleetPage } = stage;
  await fleetPage.goTo('Settings');
  await page.getByRole('button', { name: 'Stop the yard…' }).click();
  expect(await hostPid(stage.dataFolder)).not.toBeNull();
  await page.getByRole('button', { name: 'Stop it: traffic will be refused' }).click();
  await expect.poll(() => hostPid(stage.dataFolder)).toBeNull();
  await fleetPage.goTo('Fleet');
  await expect(page.getByText('The yard is stopped.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the yard' }).click();
  await fleetPage.untilWhole();
});

test('the display goes away under the panel: host and traffic go on', async () => {
  const display = await startVirtualDisplay();
  const other = await openStage('display', { env: display.env });
  try {
    const { entry } = await other.fleet();
    const host = await hostPid(other.dataFolder);
    const traffic = startTraffic(entry.url, 'display', { requestsPerSecond: 50 });
    await traffic.untilFinished(30);
    await display.stop();
    await expect.poll(() => panelPids(other.dataFolder)).toEqual([]);
    await traffic.untilFinished(traffic.records.length + 60);
    expect(await hostPid(other.dataFolder)).toBe(host);
    // The next panel, on a display that is there, finds it all.
    const next = await openStageAgain(other.dataFolder);
    expectNothingLost(await traffic.end(await next.fleet()));
  } finally {
    await closeEverything(other.dataFolder);
  }
});
