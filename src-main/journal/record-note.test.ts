/** Notes: written beside what has to be written, and worth nothing against it. */
import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aFleet, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { changeOf, pictureOf } from '../../src-shared/fleet-picture.ts';
import { asFleetId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import { endsFinished } from './ends-finished.ts';
import type { JournalEntry, SawEntry } from './entries.ts';
import { chainStart } from './line.ts';
import { createRecord, type RolloutRecord } from './record-file.ts';
import { recover } from './recover.ts';

const rollout = asRolloutId('rollout-1');
const step = { key: 'route', token: asToken('rollout-1.route') };
const begun: JournalEntry = {
  ...{ type: 'begun', rollout, fleet: asFleetId('storefront') },
  intent: { kind: 'revert', to: v2, from: v1 },
  owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
  ...{ pressedAtMs: 5, label: 'Revert to v002', split: 'v001 100 %', revision: 1 },
};
const answered: JournalEntry = { type: 'answered', ...step, receipt: { kind: 'performed' } };
const compared: JournalEntry = {
  type: 'compared',
  outcome: { kind: 'failed', because: 'the yard did not answer' },
};
const ended: JournalEntry = { type: 'ended', kind: 'done', text: 'Done.', firstResponseMs: null };
const saw: SawEntry = { type: 'saw', seenAtMs: 7, ...changeOf(null, pictureOf(aFleet())) };

let folder = '';
let path = '';
let record: RolloutRecord;
let handles: FileHandle;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-note-'));
  path = join(folder, 'one.jsonl');
  const start = { rollout, path, entries: [], hash: chainStart(rollout), bytes: 0, repair: null };
  record = await createRecord({ ...start, now: () => 9 }, [begun], () => Promise.resolve());
  await record.begun;
  const other = await open(path, 'r');
  handles = Object.getPrototypeOf(other) as FileHandle;
  await other.close();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await record.close();
  await rm(folder, { recursive: true, force: true });
});

const types = async (): Promise<string[]> => {
  const { entries, state } = recover(rollout, await readFile(path));
  expect(state.kind).toBe('whole');
  return entries.map(({ entry }) => entry.type);
};

it('stands in the order of the calls, and waits for no disk', async () => {
  const sync = vi.spyOn(handles, 'datasync');
  const noted = record.note(saw);
  const appended = record.append(answered);
  await noted;
  expect(sync).not.toHaveBeenCalled();
  expect((await appended).ok).toBe(true);
  // The control: what has to be there is synced.
  expect(sync).toHaveBeenCalledTimes(1);
  expect(await types()).toEqual(['begun', 'saw', 'answered']);
});

it('is dropped after the end, so that the end stays the last line', async () => {
  const appended = record.append(ended);
  await record.note(saw);
  await appended;
  await record.note(saw);
  expect(await types()).toEqual(['begun', 'ended']);
  expect(await endsFinished(path)).toBe(true);
});

it('is dropped after a comparison that came after the end, and the end still counts', async () => {
  await record.append(ended);
  await record.append(compared);
  await record.note(saw);
  expect(await types()).toEqual(['begun', 'ended', 'compared']);
  expect(await endsFinished(path)).toBe(true);
});

it('a comparison alone is no end: the control', async () => {
  await record.append(compared);
  await record.note(saw);
  expect(await types()).toEqual(['begun', 'compared', 'saw']);
  expect(await endsFinished(path)).toBe(false);
});

it('is dropped when it could not be read back', async () => {
  await record.note({ ...saw, split: { revision: Number.NaN, weights: [] } });
  expect(await types()).toEqual(['begun']);
  await record.note(saw);
  expect(await types()).toEqual(['begun', 'saw']);
});

it('costs the record nothing when the disk does not take it, and none is tried again', async () => {
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
  const write = vi.spyOn(handles, 'write').mockRejectedValueOnce(full);
  await record.note(saw);
  await record.note(saw);
  expect(write).toHaveBeenCalledTimes(1);
  expect((await record.append(answered)).ok).toBe(true);
  expect(await types()).toEqual(['begun', 'answered']);
  // The control: what has to be there says why it is not.
  write.mockRejectedValueOnce(full);
  expect(await record.append(ended)).toMatchObject({ ok: false, fault: { code: 'no-space' } });
});

it('has no say once the record is closed', async () => {
  await record.close();
  await record.note(saw);
  expect(await types()).toEqual(['begun']);
});
