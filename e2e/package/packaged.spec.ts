/** The packaged program does the same job: sealed, not as root, with nothing of the project around it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { fleetPage, servedBy } from '../window/fleet-page.ts';
import { allProcesses, hostPid, living, processesOf } from '../window/processes.ts';
import { electronPath } from '../window/launch-electron.ts';
import { fleetOf, running } from '../window/stage.ts';
import { expectNothingLost, startTraffic } from '../window/traffic.ts';
import {
  devToolsAddress,
  install,
  openPackaged,
  start,
  type InstalledApp,
  type PackagedWindow,
} from './packaged-window.ts';

const run = promisify(execFile);

let app: InstalledApp;
let opened: PackagedWindow;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  app = await install();
  opened = await openPackaged(app);
});

test.afterAll(async () => {
  await app.remove();
});

test('starts its own yard host and shows a whole fleet', async () => {
  const { page } = opened;
  await fleetPage(page).untilWhole();
  expect(await hostPid(app.dataFolder)).not.toBeNull();
  const fleet = await fleetOf(page);
  expect(await servedBy(fleet.entry.url)).toBe('storefront-v001');
});

test('cuts over and reverts under load and loses nothing', async () => {
  const { page } = opened;
  const screen = fleetPage(page);
  const { entry } = await fleetOf(page);
  const traffic = startTraffic(entry.url, 'packaged');
  await traffic.untilFinished(60);
  await screen.cutOver.click();
  await expect(screen.situation).toContainText('v002 serves');
  expect(await servedBy(entry.url)).toBe('storefront-v002');
  await traffic.untilFinished(traffic.records.length + 60);
  await screen.revert.click();
  await expect(screen.situation).toContainText('Reverted to v001');
  await traffic.untilFinished(traffic.records.length + 60);
  expectNothingLost(await traffic.end(await fleetOf(page)));
});

test('holds nothing of node_modules', async () => {
  const names = await readdir(app.folder, { recursive: true });
  expect(names.filter((name) => name.includes('node_modules'))).toEqual([]);
  const archive = await readFile(join(app.executable, '..', 'resources', 'app.asar'));
  // Pickled: four lengths, then the table of files as JSON.
  const table = archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8');
  expect(table).toContain('"main.js"');
  expect(table).not.toContain('node_modules');
});

test('has every fuse where we want it', async () => {
  const wire = await getCurrentFuseWire(app.executable);
  const on = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
  expect(on(FuseV1Options.RunAsNode)).toBe(false);
  expect(on(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
  expect(on(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
  expect(on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(false);
  expect(on(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
  expect(on(FuseV1Options.EnableCookieEncryption)).toBe(true);
  expect(on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true);
  expect(on(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
});

test('runs its window in the real sandbox and as nobody', async () => {
  const ours = new Set(await processesOf(app.folder));
  const renderers = (await allProcesses()).filter(
    ({ pid, command }) => ours.has(pid) && command.includes('--type=renderer'),
  );
  expect(renderers).toHaveLength(1);
  const status = await readFile(`/proc/${String(renderers[0]?.pid)}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\s+2$/mu);
  expect(status).toMatch(/^NoNewPrivs:\s+1$/mu);
  expect(/^Uid:\s+(\d+)/mu.exec(status)?.[1]).not.toBe('0');
  for (const { pid, command } of await allProcesses()) {
    if (ours.has(pid)) expect(command).not.toContain('--no-sandbox');
  }
});

test('is no general interpreter: ELECTRON_RUN_AS_NODE is ignored', async () => {
  const asNode = { ELECTRON_RUN_AS_NODE: '1' };
  // Control: the binary it was made from does obey.
  const { stdout } = await run(electronPath(), ['-p', '"ran"'], {
    env: { ...process.env, ...asNode },
  });
  expect(stdout.trim()).toBe('ran');
  const other = join(app.dataFolder, 'as-node');
  const panel = start(app, ['--remote-debugging-port=0', `--data=${other}`, '-p', '"ran"'], asNode);
  // Node would have ended at once over an option that it does not know.
  expect(await devToolsAddress(panel)).toMatch(/^ws:/u);
});

test('lets the yard go on when the panel is killed', async () => {
  const fleet = await fleetOf(opened.page);
  const blocks = running(fleet, 'v001').map(({ pid }) => pid);
  const panels = (await allProcesses()).filter(
    ({ command }) =>
      command.includes(`--data=${app.dataFolder}`) &&
      !command.some((argument) => argument.startsWith('--type=')),
  );
  for (const { pid } of panels) process.kill(pid, 'SIGKILL');
  await expect.poll(() => living(panels.map(({ pid }) => pid))).toEqual([]);
  expect(await living(blocks)).toEqual(blocks);
  expect(await servedBy(fleet.entry.url)).toBe('storefront-v001');
});

test('is the command line, too, without a display', async () => {
  const env = { BLOCKYARD_DATA: app.dataFolder, DISPLAY: '' };
  const child = start(app, ['cli', '--json', 'fleet', 'ls'], env);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, said).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ event: 'fleets', fleets: [{ name: 'storefront' }] });
  // The control: what is wrong ends with its code, and a window is not opened for it.
  const wrong = start(app, ['cli', 'cutover', 'v099'], env);
  expect(await once(wrong, 'close')).toEqual([2, null]);
});
