import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import type { BegunEntry, JournalEntry } from './entries.ts';
import { openJournal } from './journal.ts';
import { encodeLine, hashOf } from './line.ts';
import { readRecord } from './read-record.ts';

const rollout = asRolloutId('rollout-1');
const begun: BegunEntry = {
  ...{ type: 'begun', rollout, fleet: asFleetId('storefront') },
  intent: { kind: 'revert', to: v2, from: v1 },
  owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
  ...{ pressedAtMs: 5, label: 'Revert to v002', split: 'v001 100 %', revision: 1 },
};
const told: JournalEntry = { type: 'told', text: 'Hold', by: 'ben' };
const answered: JournalEntry = {
  ...{ type: 'answered', key: 'route', token: asToken('rollout-1.route') },
  receipt: { kind: 'performed' },
};

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-read-'));
  const record = await (await openJournal(folder, () => 1_700_000_000_000)).begin(begun);
  if (!record.ok) throw new Error(record.fault.message);
  await record.value.append(told, answered);
  await record.value.close();
  file = join(folder, (await readdir(folder))[0] ?? '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('reads what stands there and touches nothing', async () => {
  const before = await stat(file);
  expect(await readRecord(folder, rollout)).toMatchObject({
    ok: true,
    value: { file, trouble: null, audit: { label: 'Revert to v002', told: [{ text: 'Hold' }] } },
  });
  expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
  expect(await readdir(folder)).toHaveLength(1);
});

it('shows a torn, a damaged and a newer record as far as it is good, says so, and leaves it as it is', async () => {
  const text = await readFile(file, 'utf8');
  const [, second = '', third = ''] = text.split('\n');
  const newer = encodeLine(4, third.slice(0, 16), 9, told).text.replace('"v":2', '"v":99');
  const body = newer.slice(17, -1);
  const cases = [
    [`${text}0123456789abcdef {"seq":4,`, 'not finished', 1],
    [text.replace(third, third.replace('performed', 'perfornod')), 'damaged at line 3', 0],
    [text.replace(second, 'x'), 'damaged at line 2', 0],
    [`${text}${hashOf(body)} ${body}\n`, 'newer Blockyard (99)', 1],
  ] as const;
  for (const [content, words, steps] of cases) {
    await writeFile(file, content);
    const read = await readRecord(folder, rollout);
    if (!read.ok) throw new Error(read.fault.message);
    expect(read.value.trouble).toContain(words);
    expect(read.value.audit.steps).toHaveLength(steps);
    expect(await readFile(file, 'utf8')).toBe(content);
  }
  expect(await readdir(folder)).toHaveLength(1);
});

it('waits a moment for a line that is being written', async () => {
  const line = (await readFile(file, 'utf8')).split('\n')[2] ?? '';
  const rest = encodeLine(4, line.slice(0, 16), 9, told).text;
  await appendFile(file, rest.slice(0, 30));
  const reading = readRecord(folder, rollout);
  setTimeout(() => void appendFile(file, rest.slice(30)), 15);
  expect(await reading).toMatchObject({ ok: true, value: { trouble: null } });
});

it('says when there is none, and when nothing of it can be read', async () => {
  const missing = await readRecord(folder, asRolloutId('rollout-2'));
  expect(missing).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  const nowhere = await readRecord(join(folder, 'gone'), rollout);
  expect(nowhere).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  await writeFile(file, 'garbage\n');
  const damaged = await readRecord(folder, rollout);
  expect(damaged).toMatchObject({ ok: false, fault: { code: 'damaged', where: file } });
});

it('reads a rollout whose first file says nothing from the one that was begun after it', async () => {
  await writeFile(join(folder, '1700000000001-rollout-1.jsonl'), '0123');
  expect(await readRecord(folder, rollout)).toMatchObject({ ok: true, value: { file } });
});
