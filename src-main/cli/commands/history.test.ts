/** Records of several who carried one change, as the command line shows them; no yard is needed for it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId } from '../../../src-shared/ids.ts';
import { systemClock } from '../../clock/system-clock.ts';
import type { BegunEntry, JournalEntry } from '../../journal/entries.ts';
import { openJournal } from '../../journal/journal.ts';
import { exitCodes } from '../exit-code.ts';
import { runCli } from '../program.ts';

const ann = { name: 'ann', host: 'desk', panel: 'panel-1' };
const run2 = { name: 'ben', host: 'lab', panel: 'cli-2' };
let data = '';
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'blockyard-history-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

async function record(
  folder: string,
  name: string,
  owner: typeof ann,
  ...more: JournalEntry[]
): Promise<void> {
  const begun: BegunEntry = {
    ...{ type: 'begun', rollout: asRolloutId(name), fleet: asFleetId('storefront'), owner },
    intent: { kind: 'revert', to: v2, from: v1 },
    ...{ pressedAtMs: 5, label: 'Revert to v002', split: 'v001 100 %', revision: 1 },
  };
  const made = await (await openJournal(join(data, folder), () => 1_700_000_000_000)).begin(begun);
  if (!made.ok) throw new Error(made.fault.message);
  if (more.length > 0) await made.value.append(...more);
  await made.value.close();
}

async function run(...args: string[]) {
  const said = { out: '', err: '' };
  const ground = {
    ...{ dataFolder: data, environment: {}, version: '0', clock: systemClock, newId: () => 'x' },
    ...{ owner: ann, openCamera: null, spawnHost: () => undefined },
    interrupted: new AbortController().signal,
    unread: new AbortController().signal,
  };
  const code = await runCli(args, ground, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
}

const ended = (kind: 'verified' | 'handed-over', text: string): JournalEntry => ({
  ...{ type: 'ended', kind, text, firstResponseMs: null },
});

it('shows the parts of all who carried a change, first the one with its end', async () => {
  await record('journal', 'abc-1', ann, ended('handed-over', 'Ben has it.'));
  await record('cli/journal/cli-2', 'abc-1', run2, ended('verified', 'v002 serves.'));
  const people = await run('history', 'abc-1');
  expect(people.code).toBe(exitCodes.done);
  expect(people.out).toMatch(/verified: v002 serves\.[\s\S]*handed-over: Ben has it\./u);
  const machine = JSON.parse((await run('--json', 'history', 'abc')).out) as {
    record: { end: { kind: string } };
    parts: readonly object[];
  };
  expect([machine.record.end.kind, machine.parts.length]).toEqual(['verified', 2]);
});

it('refuses a beginning that two have, in whatever folders, and no name at all', async () => {
  await record('journal', 'abc-1', ann);
  await record('cli/journal/cli-2', 'abc-2', run2);
  expect(await run('history', 'abc')).toMatchObject({ code: exitCodes.usage, out: '' });
  expect((await run('history', 'abc')).err).toMatch(/2 changes begin with abc/u);
  expect((await run('history', 'abc-2')).code).toBe(exitCodes.done);
  expect(await run('history', '')).toMatchObject({ code: exitCodes.usage, out: '' });
});

it('does not take a folder that cannot be read for one without records', async () => {
  expect(await run('history')).toMatchObject({ code: exitCodes.done });
  await mkdir(dirname(join(data, 'cli', 'journal')), { recursive: true });
  await writeFile(join(data, 'cli', 'journal'), 'in the way');
  const broken = await run('--json', 'history');
  expect(broken.code).toBe(exitCodes.failed);
  expect(broken.out).toMatch(/"event":"fault".*ENOTDIR/u);
  expect(broken.out).not.toMatch(/"events"/u);
});

it('says that the settings cannot be understood, where yards may be missing for it', async () => {
  expect((await run('yard', 'ls')).err).toBe('');
  await writeFile(join(data, 'settings.json'), '{"yards": [');
  const listed = await run('yard', 'ls');
  expect(listed.out).toMatch(/^local/mu);
  expect(listed.err).toMatch(/settings in .* are damaged/u);
});

it.each([
  [['history', '--limit', 'abc'], /whole number from 1 to/u],
  [['history', '--limit', '-5'], /whole number from 1 to/u],
  [['scale', 'v001', '--size', '9999', '--plan'], /whole number from 1 to 500/u],
  [['frobnicate'], /unknown command/u],
  [
    ['--yard', 'local', '--yard', 'shop', 'history'],
    /'--yard <name>' argument 'shop' is invalid\. It is given twice/u,
  ],
  [['history', '--yard=local', '--limit', '5', '--limit', '5'], /--limit .* given twice/u],
] as const)('answers %j with one object on the output where machines read', async (args, text) => {
  const answer = await run('--json', ...args);
  expect(answer.code).toBe(exitCodes.usage);
  expect(JSON.parse(answer.out)).toMatchObject({ event: 'fault', fault: { code: 'bad-input' } });
  expect(answer.out).toMatch(text);
});
