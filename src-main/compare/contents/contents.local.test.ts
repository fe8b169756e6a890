/** Contents of two real images of a real store, through the port's pieces and the real thread. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { fail, faultOf, succeed, type Result } from '../../../src-shared/result.ts';
import { manifestText, openFixture, smallImage, type FixtureFolder } from '../../yard-host/images/image-fixture.ts'; // prettier-ignore
import { openImageStore, type ImageStore } from '../../yard-host/images/image-store.ts';
import { pieceBytes } from '../../yard-host/images/read-piece.ts';
import type { Piece } from '../../yards/port.ts';
import { createContentsJobs, type ContentsJobs } from './contents-jobs.ts';
import { openDesk } from './desk-client.ts';
import type { ContentsGround } from './read-contents.ts';

let fixture: FixtureFolder;
let store: ImageStore;
let yard: ContentsGround['yard'];
let jobs: ContentsJobs;
let told: ContentsProgress[] = [];
let imported = 0;

beforeAll(async () => {
  fixture = openFixture();
  store = await openImageStore({ folder: join(fixture.path, 'images'), clock: Date });
  const answered = (read: Promise<Piece>): Promise<Result<Piece>> =>
    read.then(succeed, (error: unknown) => fail(faultOf(error)));
  yard = {
    capabilities: localCapabilities,
    imageList: (image, from) => answered(store.readList(image, from)),
    imageFile: (image, path, from) => answered(store.readFile(image, path, from)),
  };
  let nowMs = 0;
  jobs = createContentsJobs({
    openDesk,
    monotonicMs: () => (nowMs += 1000),
    onProgress: (_job, progress) => told.push(progress),
  });
});
afterAll(async () => {
  jobs.stop('last');
  await fixture.remove();
});

async function image(files: Parameters<FixtureFolder['add']>[1]): Promise<ImageId> {
  imported += 1;
  return (await store.importFrom(fixture.add(`source-${imported}`, { ...smallImage, ...files })))
    .id;
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

async function rowsOf(job: string) {
  const asked = { filter: '', from: 0, count: 500, change: null };
  return valueOf(await valueOf(jobs.desk(job)).ask('rows', asked)).rows;
}

const lock = (version: string): string =>
  JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': { version } } });

describe('contents of images', () => {
  it('are told with bytes, packages and one file line by line, and keep secrets to themselves', async () => {
    const big = 'x'.repeat(pieceBytes + 10);
    const a = await image({ 'a.txt': 'one\ntwo\n', 'gone\n.js': '1', '.env': 'DB_PASSWORD=hunter2-long\n', bin: 'a\0b', 'big.txt': big, 'package-lock.json': lock('1.0.0'), 'bom.json': '{' }); // prettier-ignore
    const b = await image({ 'a.txt': 'one\n2\n', '.env': 'DB_PASSWORD=other-and-long\n', bin: 'a\0c', 'big.txt': `${big}y`, 'package-lock.json': lock('2.0.0'), 'loop-in/x': { link: '../a.txt' } }); // prettier-ignore
    told = [];
    const report = valueOf(await jobs.read({ job: 'one', a, b }, yard));
    expect(report.files).toMatchObject({
      added: { count: 1 },
      removed: { count: 2, bytes: 2 },
      changed: { count: 5 },
      equal: { count: 2 },
    });
    expect(told.at(-1)?.title).toBe('Reading packages of the right image');
    expect(report.packages).toMatchObject({ changed: 1, equal: 0 });
    expect(report.packages.missing[0]).toMatch(/^bom.json of the left side is no whole JSON/u);
    const rows = await rowsOf('one');
    expect(rows.map(({ path, change }) => `${change} ${path}`)).toContain('removed gone\ufffd.js');
    const file = async (path: string) => {
      const row = rows.find((each) => each.path === path)?.row ?? -1;
      return JSON.stringify(valueOf(await jobs.difference('one', row)));
    };
    expect(await file('a.txt')).toContain(
      '{"kind":"removed","text":"two"},{"kind":"added","text":"2"}',
    );
    expect(await file('bin')).toContain('from byte 3 on');
    expect(await file('big.txt')).toContain(
      '(a line of 524299 characters, too long to show; SHA-256',
    );
    expect(await file('loop-in/x')).toContain('It leads to ../a.txt.');
    expect(await file('.env')).toContain('(changed)');
    expect(await file('.env')).not.toMatch(/hunter2|other-and/u);
  });

  it('differ in nothing from themselves', async () => {
    const a = await image({ 'a.txt': 'same' });
    const report = valueOf(await jobs.read({ job: 'same', a, b: a }, yard));
    expect(report.files).toMatchObject({ added: { count: 0 }, changed: { count: 0 }, equal: { count: 3 } }); // prettier-ignore
    expect(await rowsOf('same')).toEqual([]);
  });

  it('are not read out of the image, whatever was put into the store', async () => {
    const a = await image({ 'sub/secret.txt': 'inside', 'n/package-lock.json': lock('1') });
    const b = await image({ 'sub/secret.txt': 'other one', 'manifest.txt': manifestText() });
    const outside = join(fixture.path, 'outside');
    mkdirSync(outside, { recursive: true });
    writeFileSync(join(outside, 'secret.txt'), 'never told');
    writeFileSync(join(outside, 'package-lock.json'), lock('never told'));
    const content = store.folderOf(a);
    for (const name of ['sub', 'n']) {
      chmodSync(content, 0o755);
      chmodSync(join(content, name), 0o755);
      rmSync(join(content, name), { recursive: true });
      symlinkSync(outside, join(content, name));
    }
    const report = valueOf(await jobs.read({ job: 'out', a, b }, yard));
    expect(report.packages.sources[0]?.problem).toMatch(/no plain file inside the image/u);
    const row = (await rowsOf('out')).find(({ path }) => path === 'sub/secret.txt')?.row ?? -1;
    const answer = await jobs.difference('out', row);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'refused' } });
    for (const path of ['../files.jsonl', '/etc/passwd', 'a/../../image.json', 'sub']) {
      expect(await yard.imageFile(a, path, 0)).toMatchObject({ ok: false });
    }
    expect(JSON.stringify([report, answer])).not.toContain('never told');
  });

  it('are refused when the list or a file is not what the image is named after', async () => {
    const a = await image({ 'a.txt': 'was' });
    const b = await image({ 'a.txt': 'is' });
    const path = join(store.folderOf(a), 'a.txt');
    chmodSync(path, 0o644);
    writeFileSync(path, 'lie');
    valueOf(await jobs.read({ job: 'lie', a, b }, yard));
    expect(await jobs.difference('lie', (await rowsOf('lie'))[0]?.row ?? -1)).toMatchObject({
      fault: { code: 'damaged', message: 'a.txt was changed since its image was imported.' },
    });
    const list = join(store.folderOf(a), '../files.jsonl');
    chmodSync(list, 0o644);
    writeFileSync(list, '["file","forged",1,"00"]\n');
    expect(await jobs.read({ job: 'forged', a, b }, yard)).toMatchObject({
      fault: {
        code: 'damaged',
        message: 'The list of what the left image consists of was changed.',
      },
    });
  });

  it('end at once when they are cancelled, in the middle of reading', async () => {
    const a = await image({ 'a.txt': 'a' });
    let reads = 0;
    const endless: ContentsGround['yard'] = {
      ...yard,
      imageList: () => {
        reads += 1;
        const data = Buffer.from(`["folder","${reads}"]\n`.repeat(1000));
        return new Promise((resolve) => {
          setImmediate(() => resolve(succeed({ data, totalBytes: 1e12 })));
        });
      },
    };
    const reading = jobs.read({ job: 'endless', a, b: a }, endless);
    while (reads < 20) await new Promise((resolve) => setImmediate(resolve));
    jobs.stop('endless');
    expect(await reading).toMatchObject({ ok: false, fault: { code: 'refused' } });
    const readUntilThen = reads;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reads).toBe(readUntilThen);
    expect(jobs.desk('endless')).toMatchObject({ fault: { code: 'not-found' } });
  });

  it('take lists that are given where a yard gives away nothing', async () => {
    const sealed = { ...yard, capabilities: { ...localCapabilities, readsImages: false } };
    const a = await image({ 'a.txt': 'a' });
    expect(valueOf(await jobs.read({ job: 'last', a, b: a }, sealed)).files).toBeNull();
    const [one, two] = ['1.0.0', '2.0.0'].map((version, index) => {
      const path = join(fixture.path, `${index}-lock.json`);
      writeFileSync(path, lock(version));
      return path;
    });
    valueOf(await jobs.give('last', 'a', one ?? ''));
    expect(valueOf(await jobs.give('last', 'b', two ?? '')).packages.changed).toBe(1);
    const missing = valueOf(await jobs.give('last', 'b', join(fixture.path, 'none.json')));
    expect(missing.packages.missing).toContain('none.json of the right side is not there.');
  });
});
