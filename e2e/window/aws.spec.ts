/**
 * A fleet that the AWS CLI made, through the real window: found, compared, cut over, released and reverted under load. Behind it is
 * the lab: moto as control plane with its IAM on, and real processes that answer as the rules say. Whoever acts has what
 * docs/iam-policy.json grants and nothing else; at first even that without the statement that moves traffic.
 */
import { expect, test, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Keys } from '../aws-lab/control-plane.ts';
import type { AppServer } from '../aws-lab/data-plane/servers.ts';
import { openLab, type Lab } from '../aws-lab/lab.ts';
import type { MadeFleet } from '../aws-lab/made-by-hand.ts';
import { motoPresence } from '../aws-lab/moto-server.ts';
import { startOpenLoop } from '../load/open-loop.ts';
import { summarise } from '../load/summary.ts';
import { fleetPage, type FleetPage } from './fleet-page.ts';
import { actOf, openReleaseForm, releaseButton } from './release-form.ts';
import {
  closeEverything,
  newDataFolder,
  openRealWindow,
  snapshotOf,
  startLimitMs,
  type RealWindow,
} from './real-window.ts';

const isAbsent = motoPresence().kind === 'absent';
const run = promisify(execFile);

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid: string; readonly Action: readonly string[] }[];
}

test.describe.configure({ mode: 'serial' });
test.skip(isAbsent, 'moto_server is not installed here.');

let lab: Lab;
let made: MadeFleet;
let window: RealWindow;
let page: Page;
let fleet: FleetPage;
let dataFolder = '';
let shipped: Policy;
let keys: Keys;
let profiles: Record<string, string>;
const servers = new Map<string, readonly AppServer[]>();

/** The shipped policy without some of its actions; statements that are left without any are gone. */
function without(...actions: readonly string[]): Policy {
  const Statement = shipped.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((action) => !actions.includes(action)),
  })).filter(({ Action }) => Action.length > 0);
  return { ...shipped, Statement };
}

const moving = ['elasticloadbalancing:ModifyRule', 'elasticloadbalancing:ModifyListener'];

test.beforeAll(async () => {
  if (isAbsent) return;
  test.setTimeout(180_000);
  lab = await openLab({ propagationMs: 200 });
  made = await lab.makeFleet({ name: 'shop', instances: 2 }, 'cli');
  for (const one of made.generations) {
    const version = one.name.slice(-4);
    servers.set(version, await lab.dataPlane.serve(one.groupArn, version));
  }
  const policy = await readFile(join(import.meta.dirname, '../../docs/iam-policy.json'), 'utf8');
  shipped = JSON.parse(policy) as Policy;
  keys = await lab.limitTo({ ...without(...moving) });
  dataFolder = await newDataFolder('aws');
  profiles = await profileFiles(dataFolder);
  window = await openRealWindow(dataFolder, { env: profiles });
  page = window.page;
  fleet = fleetPage(page);
  const local = page.getByRole('heading', { level: 1, name: 'storefront' });
  await expect(local).toBeVisible({ timeout: startLimitMs });
});

test.afterAll(async () => {
  if (isAbsent) return;
  await closeEverything(dataFolder);
  await lab.close();
});

/** AWS files of this test alone: whoever runs it has profiles of their own that must not be used. */
async function profileFiles(folder: string): Promise<Record<string, string>> {
  const config = join(folder, 'aws-config');
  const credentials = join(folder, 'aws-credentials');
  await writeFile(config, `[profile lab]\nregion = ${lab.region}\n`);
  await writeFile(
    credentials,
    `[lab]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`,
  );
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
}

/** Traffic writes by whoever has the profile, that were done. */
function writes(): string[] {
  return lab.calls
    .mutations({ caller: keys.accessKeyId })
    .filter(({ action, status }) => action.startsWith('Modify') && status === 200)
    .map(({ action }) => action);
}

const copied = (): Promise<string> =>
  window.application.evaluate(({ clipboard }) => clipboard.readText());

test('connects an account, and says where that leads before it is kept', async () => {
  await page.getByRole('banner').getByRole('button', { name: /Yard/u }).click();
  await page.getByRole('option', { name: 'Connect AWS' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect AWS' });
  await dialog.getByText('lab', { exact: true }).click();
  await expect(dialog.getByLabel('Region')).toHaveValue(lab.region);
  await dialog.getByRole('button', { name: 'More' }).click();
  await dialog.getByLabel('Endpoint').fill(lab.endpoint);
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByRole('status')).toContainText('account 1234-5678-9012');
  await dialog.getByRole('button', { name: 'Connect 1234-5678-9012' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible({
    timeout: startLimitMs,
  });
  const banner = page.getByRole('banner');
  await expect(banner).toContainText('1234-5678-9012');
  await expect(banner).toContainText(lab.region);
  await expect(banner).toContainText(lab.endpoint.replace('http://', ''));
  await expect(fleet.lane('v001')).toContainText('2 of 2 blocks healthy', { timeout: 60_000 });
  await expect(fleet.lane('v002')).toContainText('2 of 2 blocks healthy', { timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Split of the load balancer' })).toContainText(
    'The load balancer sends 100 % to v001',
  );
  await expect(page.getByRole('switch', { name: 'Sample traffic' })).toHaveCount(0);
  expect(writes()).toEqual([]);
});

test('lets nothing secret into the window', async () => {
  expect(JSON.stringify(await snapshotOf(page))).not.toContain(keys.secretAccessKey);
});

test('keeps the marker that an operator declares', async () => {
  await page.getByRole('button', { name: 'Declare a marker' }).click();
  await page.getByLabel('Name of the header').fill('x-app-version');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Marker' })).toContainText('x-app-version');
});

test('compares the two generations, the secret of their user data masked', async () => {
  await fleet.goTo('Compare');
  const screen = page.getByRole('main');
  await expect(screen).toContainText('shop-v002-ami');
  await screen.getByRole('button', { name: 'Images' }).click();
  await page.getByRole('option', { name: /^Generations/u }).click();
  await expect(screen).toContainText('t3.medium', { timeout: 30_000 });
  await expect(screen).toContainText('APP_VERSION');
  await expect(screen).toContainText('DB_PASSWORD');
  await expect(screen).not.toContainText('not-for-the-screen');
  await fleet.goTo('Fleet');
});

test('asks beforehand what is allowed, and says what nobody can tell', async () => {
  await fleet.goTo('Settings');
  const card = page.getByRole('main');
  await card.getByRole('button', { name: 'Check permissions' }).click();
  const group = (name: string) => card.getByRole('region', { name, exact: true });
  await expect(group('Allowed, proven now')).toContainText('ec2:DescribeInstances', {
    timeout: 30_000,
  });
  await expect(group('Cannot be proven beforehand')).toContainText('Load balancing has no dry run');
  await expect(group('Cannot be proven beforehand')).toContainText(moving[0] ?? '');
  await expect(group('Not needed to see, cut over and revert')).toContainText(
    'ec2:TerminateInstances',
  );
  await expect(group('Denied')).toHaveCount(0);
  // The control: a right that is taken away is denied, and looking says so too until it is back.
  await lab.limitTo({ ...without(...moving, 'elasticloadbalancing:DescribeTargetHealth') });
  await card.getByRole('button', { name: 'Check again' }).click();
  await expect(group('Denied')).toContainText('elasticloadbalancing:DescribeTargetHealth');
  await fleet.goTo('Fleet');
  const notice = page.getByText('Looking has not been allowed');
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText(
    'is not authorized to perform: elasticloadbalancing:DescribeTargetHealth',
  );
  await page.getByRole('button', { name: 'Copy the statement that allows it' }).click();
  expect((JSON.parse(await copied()) as Policy['Statement'][number]).Sid).toBe('See');
  await lab.limitTo({ ...without(...moving) });
  await expect(notice).toHaveCount(0, { timeout: 30_000 });
  expect(writes()).toEqual([]);
});

test('a cutover that is not allowed changes nothing and names the statement that allows it', async () => {
  const split = async () => (await snapshotOf(page)).fleets[0]?.split;
  const before = await split();
  await fleet.cutOver.click();
  await expect(fleet.situation).toContainText('Cutover to v002 stopped.', { timeout: 30_000 });
  await expect(fleet.situation).toContainText('user/lab-user may not elasticloadbalancing:Modify');
  await expect(fleet.lane('v001')).toContainText('current');
  expect(writes()).toEqual([]);
  expect((await split())?.revision).toBe(before?.revision);
  const { outcomes, progress } = await snapshotOf(page);
  expect(outcomes).toMatchObject([{ kind: 'stopped', denial: { isForbidden: false } }]);
  expect(progress).toEqual([]);
  await page.getByRole('button', { name: 'Copy the statement that allows it' }).click();
  // What is copied is all that is missing: the next test cuts over with it.
  const { Statement } = without(...moving);
  const statement = JSON.parse(await copied()) as Policy['Statement'][number];
  expect(statement.Sid).toBe('MoveTraffic');
  await lab.limitTo({ ...shipped, Statement: [...Statement, statement] });
});

test('cuts over and reverts under load, seen by the marker, and loses nothing', async () => {
  test.setTimeout(240_000);
  const load = startOpenLoop({ url: made.url, name: 'aws', requestsPerSecond: 40 });
  const flowed = (count: number) =>
    expect.poll(() => load.records.length, { timeout: 30_000 }).toBeGreaterThan(count);
  const rules = (await snapshotOf(page)).fleets[0]?.entry.rules.length ?? 0;
  expect(rules).toBe(2);
  await flowed(80);
  const wayBack = await printedWayBack();
  expect(writes()).toEqual([]);

  await fleet.cutOver.click();
  await expect(fleet.situation).toContainText('v002 serves, seen', { timeout: 60_000 });
  await expect(fleet.lane('v002')).toContainText('current');
  expect(writes()).toHaveLength(rules);

  await expect(fleet.revert).toHaveText(/^Revert to v001/u, { timeout: 30_000 });
  await flowed(load.records.length + 80);
  await fleet.revert.click();
  await expect(fleet.situation).toContainText('Reverted to v001', { timeout: 60_000 });
  await expect(fleet.lane('v001')).toContainText('current');
  expect(writes()).toHaveLength(rules * 2);
  const { outcomes } = await snapshotOf(page);
  expect(outcomes).toMatchObject([{ kind: 'verified', intent: { kind: 'revert' } }]);

  // Once more, and back by what was printed before, in a shell: this program has no part in it.
  await flowed(load.records.length + 80);
  await fleet.cutOver.click();
  await expect(fleet.lane('v002')).toContainText('current', { timeout: 60_000 });
  await expect(fleet.situation).toContainText('v002 serves, seen', { timeout: 60_000 });
  await inShell(wayBack);
  await expect(fleet.lane('v001')).toContainText('current', { timeout: 60_000 });
  expect(writes()).toHaveLength(rules * 4);

  await flowed(load.records.length + 80);
  const records = await load.stop();
  expect(records.length).toBeGreaterThan(300);
  expect(summarise(records).lost).toBe(0);
});

/** Copied from the plan while the old generation still serves. */
async function printedWayBack(): Promise<string> {
  await page.getByRole('button', { name: 'Plan\u2026' }).click();
  const plan = page.getByRole('dialog');
  const forward = plan.getByRole('region', { name: 'Cut over to v002' });
  // Steps are numbered; the checks beside them are not.
  await expect(forward.locator('ol').getByRole('listitem')).toHaveCount(3);
  await expect(forward.getByRole('button', { name: 'Copy as AWS CLI' })).toHaveCount(3);
  const back = plan.getByRole('region', { name: /the way back: revert to v001$/u });
  await expect(back.getByRole('button', { name: 'Copy as AWS CLI' })).toHaveCount(2);
  await back.getByRole('button', { name: 'Copy all steps for a shell' }).click();
  await page.keyboard.press('Escape');
  return copied();
}

async function inShell(script: string): Promise<void> {
  const { PATH = '', HOME = '' } = process.env;
  await run('sh', ['-e', '-c', script], { env: { ...profiles, PATH, HOME } });
}

/** Of the two generations that the AWS CLI made; the proof needs more than moving traffic does. */
test('releases by shares in the window, reverts, and does the same by the command line, and loses nothing', async () => {
  test.setTimeout(240_000);
  await lab.limitTo({ ...shipped });
  const load = startOpenLoop({ url: made.url, name: 'aws-release', requestsPerSecond: 40 });
  const rules = (await snapshotOf(page)).fleets[0]?.entry.rules.length ?? 0;
  const before = writes().length;
  const dialog = await openReleaseForm(page, /^v002/u);
  await dialog.getByRole('radio', { name: /^By hand/u }).check({ force: true });
  await dialog.getByRole('textbox', { name: 'Bake time' }).fill('1 s');
  await releaseButton(dialog).click();
  await expect(dialog).toBeHidden();
  await expect(fleet.situation).toContainText('v002 waits for your press', { timeout: 60_000 });
  expect((await snapshotOf(page)).fleets[0]?.split.weights.length).toBeGreaterThan(0);
  // Proven, and nothing of the traffic moved for it: the one write turned the test rule.
  expect(writes().slice(before)).toEqual(['ModifyRule']);
  for (const press of ['Send 10 % to v002', 'Go on to 50 %', 'Go on to 100 %']) {
    // What comes under the same pointer so soon is taken for the same press.
    await page.waitForTimeout(1000);
    await actOf(page, press).click({ timeout: 30_000 });
  }
  await expect(fleet.situation).toContainText('stays whole and warm', { timeout: 60_000 });
  await expect(fleet.lane('v002')).toContainText('current');
  expect(writes()).toHaveLength(before + 1 + 3 * rules);
  await expect(fleet.revert).toHaveText(/^Revert to v001/u, { timeout: 30_000 });
  await fleet.revert.click();
  await expect(fleet.situation).toContainText('Reverted to v001', { timeout: 60_000 });
  const byHand = writes().length;

  const file = join(dataFolder, 'release.yaml');
  const steps = '[{ percent: 10, pause: 300 ms }, { percent: 50, pause: 300 ms }]';
  await writeFile(file, `blockyard: 1\nfleet: shop\ngeneration: v002\nwaitsForPress: false\nsteps: ${steps}\nbake: 1 s\n`); // prettier-ignore
  const released = await inCli('--json', '--yard', 'lab', 'release', file, '--yes');
  expect(released.map(({ event }) => event)).toEqual(expect.arrayContaining(['plan', 'begun', 'progress'])); // prettier-ignore
  expect(released.at(-1)).toMatchObject({ event: 'outcome', outcome: { kind: 'verified' } });
  await expect(fleet.lane('v002')).toContainText('current', { timeout: 30_000 });
  const back = await inCli('--json', '--yard', 'lab', 'revert');
  expect(back.at(-1)).toMatchObject({ event: 'outcome', outcome: { kind: 'verified' } });
  await expect(fleet.lane('v001')).toContainText('current', { timeout: 30_000 });
  expect(writes()).toHaveLength(byHand + 1 + 4 * rules);
  const [idle] = await inCli('--json', '--yard', 'lab', 'rollout', 'ls');
  expect(JSON.stringify(idle)).not.toContain('"id":');
  const made2 = lab.calls.mutations({ caller: keys.accessKeyId });
  const count = (name: string) => made2.filter(({ action }) => action === name).length;
  expect([count('CreateRule'), count('DeleteRule')]).toEqual([2, 2]);
  const records = await load.stop();
  expect(records.length).toBeGreaterThan(300);
  expect(summarise(records).lost).toBe(0);
});

/** With the shipped policy and no more, on a rule of its own. */
test('rehearses the way back beside live traffic, and writes no live rule for it', async () => {
  test.setTimeout(120_000);
  const load = startOpenLoop({ url: made.url, name: 'aws-rehearsal', requestsPerSecond: 40 });
  const sinceMs = lab.nowMs();
  const insurance = page.getByRole('region', { name: 'Revert insurance' });
  await expect(insurance).toContainText('On a test rule over the same blocks');
  await insurance.getByRole('button', { name: 'Rehearse: to v002 and back to v001' }).click();
  await expect(insurance).toContainText(
    /Rehearsed (?:just now|\d+\ss ago) by .+ 0 of \d+ requests were lost/u,
    { timeout: 90_000 },
  );
  const done = lab.calls
    .mutations({ caller: keys.accessKeyId, sinceMs })
    .filter(({ action }) => action.endsWith('Rule') || action === 'ModifyListener');
  expect(done.map(({ action }) => action)).toEqual([
    'CreateRule',
    ...Array<string>(3).fill('ModifyRule'),
    'DeleteRule',
  ]);
  // Each of them on the rule that was made for it.
  expect(new Set(done.slice(1).map(({ params }) => params['RuleArn'])).size).toBe(1);
  const records = await load.stop();
  expect(summarise(records).lost).toBe(0);
  expect((await snapshotOf(page)).fleets[0]?.rehearsals).toHaveLength(1);
});

/** Each line that it said; it has to end well. */
async function inCli(...args: readonly string[]): Promise<{ event: string }[]> {
  const cli = join(import.meta.dirname, '../../out/main/cli.js');
  const env = { ...process.env, ...profiles, BLOCKYARD_DATA: dataFolder };
  const { stdout } = await run(process.execPath, [cli, ...args], { env });
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as { event: string }); // prettier-ignore
}

test('has a control that loses: the same load while the servers of v001 are killed', async () => {
  const name = 'aws-control';
  // Longer than the longest stream; what a killed server was answering is not waited for any longer.
  const load = startOpenLoop({ url: made.url, name, requestsPerSecond: 40, timeoutMs: 5000 });
  const flowed = (count: number) =>
    expect.poll(() => load.records.length, { timeout: 30_000 }).toBeGreaterThan(count);
  await flowed(40);
  expect(summarise(load.records).lost).toBe(0);
  await Promise.all((servers.get('v001') ?? []).map((server) => server.kill()));
  await flowed(load.records.length + 40);
  expect(summarise(await load.stop()).lost).toBeGreaterThan(0);
});

test('leaves the local yard as it was, and comes back to the account', async () => {
  const yards = page.getByRole('banner').getByRole('button', { name: /Yard/u });
  await yards.click();
  await page.getByRole('option', { name: /^Local yard/u }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'storefront' })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Sample traffic' })).toBeVisible();
  await yards.click();
  await page.getByRole('option', { name: /^lab/u }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
  expect(window.complaints).toEqual([]);
});
