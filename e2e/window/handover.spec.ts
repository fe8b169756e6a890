/** Two operators on one yard: the real window and the command line, which is a panel of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import { openStage, serving, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

const cli = resolve(import.meta.dirname, '../../out/main/cli.js');
const children: ChildProcess[] = [];
let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('handover');
});

test.afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await stage.close();
});

const acts = (): Locator =>
  stage.page.getByRole('region', { name: 'What happens and what can be done' });

function blockyard(...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, BLOCKYARD_DATA: stage.dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { said: () => said, ended: once(child, 'close').then(([code]: unknown[]) => code) };
}

test('a release goes from the window to the command line at 10 %, and nothing is lost', async () => {
  const { page, fleetPage } = stage;
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'handover', { requestsPerSecond: 80 });
  await acts().getByRole('button', { name: /^Release /u }).click(); // prettier-ignore
  const dialog = page.getByRole('dialog', { name: /^Release / });
  await dialog.getByRole('button', { name: /What is released$/u }).click();
  await page.getByRole('option', { name: /^v002/u }).click();
  await dialog.getByText('Checks, bake and guards').click();
  await dialog.getByRole('radio', { name: /^By hand/u }).check({ force: true });
  await dialog.getByRole('textbox', { name: 'Bake time' }).fill('1 s');
  await dialog.getByRole('button', { name: /^Release v00\d - / }).click();
  await acts().getByRole('button', { name: 'Send 10 % to v002' }).click();
  await expect(fleetPage.situation).toContainText('v002 has 10 % of the traffic');

  // Kept at first: nothing changes.
  const refused = blockyard('rollout', 'take');
  await expect(acts()).toContainText('asks to take this change over');
  await acts().getByRole('button', { name: 'Keep it' }).click();
  expect(await refused.ended, refused.said()).toBe(3);
  await expect(fleetPage.situation).toContainText('v002 has 10 % of the traffic');

  const taking = blockyard('rollout', 'take', '--yes');
  await acts().getByRole('button', { name: /^Hand over to /u }).click(); // prettier-ignore
  await expect(fleetPage.situation).toContainText('is releasing v002');
  expect(await taking.ended, taking.said()).toBe(0);
  expect(taking.said()).toContain('Verified: v002 serves all traffic');
  await expect.poll(async () => serving(await stage.fleet())).toEqual(['v002']);
  await fleetPage.revert.click();
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  expectNothingLost(await traffic.end(await stage.fleet()));
});

test('a release goes from the command line to the window, which shows it from its first moment', async () => {
  const { fleetPage } = stage;
  const file = join(stage.dataFolder, 'release.yaml');
  await writeFile(file, 'blockyard: 1\ngeneration: v002\nbake: 1 s\n');
  const run = blockyard('release', file, '--hand-over');
  await expect(fleetPage.situation).toContainText('is releasing v002');
  await expect(fleetPage.situation).toContainText('At: v002 is ready');
  await acts().getByRole('button', { name: 'Ask to take over' }).click();
  expect(await run.ended, run.said()).toBe(0);
  expect(run.said()).toContain('Handed over');
  await expect(fleetPage.situation).toContainText('v002 waits for your press');
  await acts().getByRole('button', { name: 'Abort' }).click();
  await expect(fleetPage.situation).toContainText('aborted by');
  expect(serving(await stage.fleet())).toEqual(['v001']);
  expect(stage.complaints).toEqual([]);
});
