import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asFleetId, asImageId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import { withoutSecrets, type BegunEntry, type JournalEntry } from './entries.ts';
import { openJournal } from './journal.ts';
import { chainStart } from './line.ts';
import { createRecord } from './record-file.ts';
import { recover } from './recover.ts';

const token = asToken('rollout-1.launch');
const begunOf = (id: string): BegunEntry => ({
  type: 'begun',
  rollout: asRolloutId(id),
  fleet: asFleetId('storefront'),
  intent: withoutSecrets({
    kind: 'launch',
    image: asImageId('sha256:1'),
    number: 3,
    size: 4,
    recipe: {
      env: { API_KEY: 'canary-secret' },
      drainTimeoutMs: 1,
      health: { intervalMs: 1, timeoutMs: 1, healthyAfter: 1, unhealthyAfter: 1 },
    },
  }),
  owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
  pressedAtMs: 5,
  label: 'Launch v003 - 4 blocks',
  split: 'v001 100 %',
  revision: 1,
});
const intended: JournalEntry = {
  type: 'intended',
  key: 'launch',
  token,
  attempt: 1,
  epoch: 1,
  title: 'Launch 4 blocks of v003',
  reason: 'Image sha256:1',
};
const ended: JournalEntry = { type: 'ended', kind: 'done', text: '4 of 4.', firstResponseMs: null };

describe('the journal on the disk', () => {
  let base = '';
  let folder = '';
  let nowMs = 1_700_000_000_000;
  const now = (): number => nowMs;

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'blockyard-journal-'));
    folder = join(base, 'journal');
    nowMs = 1_700_000_000_000;
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  const onlyFile = async (): Promise<string> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
    return join(folder, names[0] ?? 'none');
  };
  const begin = async (id = 'rollout-1', ...more: JournalEntry[]) => {
    const journal = await openJournal(folder, now);
    const record = await journal.begin(begunOf(id), ...more);
    if (!record.ok) throw new Error(record.fault.message);
    return { journal, record: record.value };
  };

  it('writes files only their user can read', async () => {
    const { record } = await begin();
    await record.close();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(await onlyFile())).mode & 0o777).toBe(0o600);
  });

  it('goes on with a record after a restart', async () => {
    const { record } = await begin('rollout-1', intended);
    await record.close();
    const later = await openJournal(folder, now);
    const found = await later.reopen(asRolloutId('rollout-1'));
    if (!found.ok || found.value === null) throw new Error('not found');
    expect(found.value.entries().map((written) => written.entry)).toEqual([
      begunOf('rollout-1'),
      intended,
    ]);
    expect((await found.value.append(ended)).ok).toBe(true);
    await found.value.close();
    const again = await later.reopen(asRolloutId('rollout-1'));
    expect(again.ok && again.value?.entries().length).toBe(3);
    if (again.ok) await again.value?.close();
  });

  it('records no environment values', async () => {
    const { record } = await begin();
    await record.close();
    const text = await readFile(await onlyFile(), 'utf8');
    expect(text).toContain('API_KEY');
    expect(text).not.toContain('canary-secret');
  });

  it('cuts a torn tail when it goes on, and keeps a copy', async () => {
    const { record } = await begin('rollout-1', intended);
    await record.close();
    await appendFile(await onlyFile(), '0123456789abcdef {"seq":3,"pr');
    const journal = await openJournal(folder, now);
    const found = await journal.reopen(asRolloutId('rollout-1'));
    if (!found.ok || found.value === null) throw new Error('not found');
    expect(found.value.entries().length).toBe(2);
    expect(await readFile(found.value.repair ?? '', 'utf8')).toBe('0123456789abcdef {"seq":3,"pr');
    expect((await found.value.append(ended)).ok).toBe(true);
    await found.value.close();
    const history = await journal.readHistory(100);
    expect(history.troubles).toEqual([]);
    expect(history.unfinished).toEqual([]);
  });

  it('goes on with the record that says something, also when an empty one has the later name', async () => {
    const { record } = await begin('rollout-1');
    await record.close();
    await truncate(await onlyFile(), 20);
    // Begun again by who found nothing in it, after the clock was set back.
    nowMs -= 3_600_000;
    const { journal, record: second } = await begin('rollout-1', intended);
    await second.close();
    const found = await journal.reopen(asRolloutId('rollout-1'));
    if (!found.ok || found.value === null) throw new Error('not found');
    expect(found.value.entries().length).toBe(2);
    await found.value.append(ended);
    await found.value.close();
    expect(await journal.readUnfinished()).toEqual([]);
  });

  it('never writes to a damaged record, says so, and still tells what stands before the damage', async () => {
    const { record } = await begin('rollout-1', intended, ended);
    await record.close();
    const file = await onlyFile();
    const content = await readFile(file);
    const at = content.indexOf('Launch 4 blocks');
    content[at] = 0x58;
    await writeFile(file, content);
    const journal = await openJournal(folder, now);
    const found = await journal.reopen(asRolloutId('rollout-1'));
    expect(found).toMatchObject({ ok: false, fault: { code: 'damaged', where: file } });
    const history = await journal.readHistory(100);
    expect(history.troubles.map(({ fault }) => fault.message)).toEqual([
      'A record of changes is damaged at line 2: its checksum does not match. It is kept as it is and only read.',
    ]);
    expect(history.events.map((event) => event.title)).toEqual(['Launch v003 - 4 blocks']);
    expect(await readFile(file)).toEqual(content);
  });

  it('refuses to record when its folder is gone, also with the file still open', async () => {
    const { journal, record } = await begin();
    await rename(folder, join(base, 'elsewhere'));
    const fault = { code: 'damaged', message: expect.stringContaining('folder is gone') as string };
    expect(await record.append(ended)).toMatchObject({ ok: false, fault });
    expect(await journal.begin(begunOf('rollout-2'))).toMatchObject({ ok: false, fault });
    await rename(join(base, 'elsewhere'), folder);
    // Back again: what failed was cut off, so the record is whole and goes on.
    expect((await record.append(ended)).ok).toBe(true);
    await record.close();
    expect((await journal.readHistory(10)).troubles).toEqual([]);
  });

  it('is there when its folder cannot be made, and says why at each attempt', async () => {
    await writeFile(folder, 'a file where the folder should be');
    const journal = await openJournal(folder, now);
    const refused = await journal.begin(begunOf('rollout-1'));
    expect(refused).toMatchObject({ ok: false, fault: { where: folder } });
    await rm(folder);
    const record = await journal.begin(begunOf('rollout-1'));
    expect(record.ok).toBe(true);
    if (record.ok) await record.value.close();
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
    // /dev/full takes an open and refuses every write with ENOSPC.
    const { openRecord } = await import('./record-file.ts');
    const rollout = asRolloutId('rollout-1');
    const start = {
      rollout,
      path: '/dev/full',
      entries: [],
      hash: '',
      bytes: 0,
      repair: null,
      now,
    };
    const record = await openRecord(start);
    expect(await record.append(ended)).toMatchObject({
      ok: false,
      fault: { code: 'no-space', todo: 'Free some space, then press again.' },
    });
    await record.close();
  });

  describe('a record that is handed over', () => {
    const start = () => ({
      rollout: asRolloutId('rollout-1'),
      path: join(folder, '1700000000000-rollout-1.jsonl'),
      entries: [],
      hash: chainStart(asRolloutId('rollout-1')),
      bytes: 0,
      repair: null,
      now,
    });

    it('is with the system while its name is still being synced; an append is synced beside and answers after it', async () => {
      await openJournal(folder, now);
      let finish: () => void = () => undefined;
      const naming = new Promise<void>((resolve) => (finish = resolve));
      const record = await createRecord(start(), [begunOf('rollout-1'), intended], () => naming);
      expect(recover(record.rollout, await readFile(start().path)).entries.length).toBe(2);
      let isAppended = false;
      const appending = record.append(ended).then((written) => {
        isAppended = true;
        return written;
      });
      await pause(50);
      expect(isAppended).toBe(false);
      expect(recover(record.rollout, await readFile(start().path)).entries.length).toBe(3);
      finish();
      expect(await record.begun).toEqual({ ok: true, value: null });
      expect((await appending).ok).toBe(true);
      await record.close();
    });

    it('leaves nothing behind when it does not reach the disk, and takes no append', async () => {
      await openJournal(folder, now);
      const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
      const record = await createRecord(start(), [begunOf('rollout-1')], () =>
        Promise.reject(full),
      );
      const fault = { ok: false, fault: { code: 'no-space' } };
      expect(await record.append(intended)).toMatchObject(fault);
      expect(await record.begun).toMatchObject(fault);
      expect(await record.append(ended)).toMatchObject(fault);
      await record.close();
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('finds what is unfinished behind any number of ended records, and none of these', async () => {
    const { journal, record } = await begin('left', intended);
    await record.close();
    for (const index of [1, 2, 3]) {
      nowMs += 1000;
      const later = await begin(`later-${String(index)}`, intended, ended);
      await later.record.close();
    }
    expect(await journal.readUnfinished()).toEqual(['left']);
    const history = await journal.readHistory(1);
    expect(history.unfinished).toEqual(['left']);
    expect(history.events).toHaveLength(1);
    // The control: with its end it is none.
    const again = await journal.reopen(asRolloutId('left'));
    if (!again.ok || again.value === null) throw new Error('It was there.');
    await again.value.append(ended);
    await again.value.close();
    expect(await journal.readUnfinished()).toEqual([]);
  });

  it('judges a record with a torn last line by what is before it', async () => {
    const { journal, record } = await begin('done', intended, ended);
    await record.close();
    await appendFile(await onlyFile(), 'half a li');
    expect(await journal.readUnfinished()).toEqual([]);
    nowMs += 1000;
    const left = await begin('left', intended);
    await left.record.close();
    const name = (await readdir(folder)).sort().at(-1) ?? '';
    await appendFile(join(folder, name), 'half a li');
    expect(await journal.readUnfinished()).toEqual(['left']);
  });

  it.skipIf(process.platform === 'win32')(
    'reads only files under the names of records',
    async () => {
      const journal = await openJournal(folder, () => 1_700_000_000_000);
      execFileSync('mkfifo', [join(folder, '1700000000001-pipe.jsonl')]);
      await symlink('/dev/null', join(folder, '1700000000002-null.jsonl'));
      const { troubles } = await journal.readHistory(10);
      expect(troubles.map(({ fault }) => fault.message)).toEqual([
        expect.stringContaining('not a regular file'),
        expect.stringContaining('not a regular file'),
      ]);
      expect(await journal.readUnfinished()).toEqual([]);
      expect(await journal.reopen(asRolloutId('pipe'))).toMatchObject({ ok: false });
    },
  );

  it('tells the history in order, with what is unfinished and what was measured', async () => {
    const first = await begin('rollout-1', intended);
    await first.record.close();
    nowMs += 1000;
    const second = await begin('rollout-2', intended, {
      type: 'ended',
      kind: 'verified',
      text: 'Seen.',
      firstResponseMs: 21,
    });
    // Took longer than the change.
    await second.record.append({ type: 'compared', outcome: { kind: 'failed', because: 'no' } });
    await second.record.close();
    const history = await second.journal.readHistory(100);
    expect(history.events.map(({ id, severity, title }) => [id, severity, title])).toEqual([
      ['rollout-1:1', 'info', 'Launch v003 - 4 blocks'],
      ['rollout-1:2', 'info', 'Launch 4 blocks of v003'],
      ['rollout-2:1', 'info', 'Launch v003 - 4 blocks'],
      ['rollout-2:2', 'info', 'Launch 4 blocks of v003'],
      ['rollout-2:3', 'success', 'Verified'],
      ['rollout-2:4', 'warning', 'Not compared'],
    ]);
    expect(history.unfinished).toEqual(['rollout-1']);
    expect(history.switches).toEqual([
      { fleet: 'storefront', ms: 21, isRevert: false, atMs: nowMs },
    ]);
    expect((await second.journal.readHistory(2)).events.map((event) => event.id)).toEqual([
      'rollout-2:3',
      'rollout-2:4',
    ]);
  });

  it('refuses an id that is not a file name', async () => {
    const journal = await openJournal(folder, now);
    for (const id of ['../../x', 'a/b', 'x'.repeat(100), '']) {
      expect((await journal.begin(begunOf(id))).ok).toBe(false);
    }
    expect(await readdir(folder)).toEqual([]);
    expect((await journal.reopen(asRolloutId('../../x'))).ok).toBe(true);
  });

  it('writes appends in the order of their calls', async () => {
    const { record } = await begin();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, epoch) =>
        record.append({ type: 'claimed', epoch, isTakeover: false }),
      ),
    );
    expect(all.every((written) => written.ok)).toBe(true);
    await record.close();
    const journal = await openJournal(folder, now);
    const found = await journal.reopen(asRolloutId('rollout-1'));
    const epochs = found.ok
      ? found.value?.entries().flatMap(({ entry }) => (entry.type === 'claimed' ? entry.epoch : []))
      : [];
    expect(epochs).toEqual(Array.from({ length: 20 }, (_, epoch) => epoch));
    if (found.ok) await found.value?.close();
  });
});
