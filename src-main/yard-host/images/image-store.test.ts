import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultOf } from '../../../src-shared/result.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { asImageId } from '../../../src-shared/ids.ts';
import { manifestText, openFixture, packWithTar, smallImage } from './image-fixture.ts';
import type { FixtureFolder } from './image-fixture.ts';
import { openImageStore } from './image-store.ts';
import type { ImageStore } from './image-store.ts';

let fixture: FixtureFolder;
let folder: string;
let store: ImageStore;
let setAside: string[];
const clock = { now: (): number => 1_700_000_000_000 };

beforeEach(async () => {
  fixture = openFixture();
  folder = join(fixture.path, 'images');
  setAside = [];
  store = await openImageStore({
    folder,
    clock,
    onSetAside: ({ message }) => setAside.push(message),
  });
});
afterEach(() => fixture.remove());

async function faultOfCall(call: Promise<unknown>): Promise<Fault> {
  return call.then(
    () => {
      throw new Error('was accepted');
    },
    (error: unknown) => faultOf(error),
  );
}

const rich = {
  'blockyard.json': manifestText({ version: '2.0.0', build: { commit: 'abc', base: 'b 1' } }),
  'server.mjs': 'export {};\n',
  'bin/tool': { text: '#!/bin/sh\n', executable: true },
  'lib/deep/a.txt': 'a',
  'lib/link.txt': { link: 'deep/a.txt' },
  'odd\nname \u202Egnp.exe <b>': 'x',
} as const;

test('imports a folder: stored whole, read-only, named by content', async () => {
  const image = await store.importFrom(fixture.add('src', rich));
  expect(image).toMatchObject({
    name: 'shop',
    version: '2.0.0',
    start: { kind: 'node', entry: 'server.mjs' },
    facts: { commit: 'abc', base: 'b 1' },
    fileCount: 6,
    importedAtMs: clock.now(),
  });
  expect(image.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(readdirSync(folder)).toEqual([image.id.replace(':', '-')]);
  const files = store.folderOf(image.id);
  expect(statSync(join(files, 'server.mjs')).mode & 0o777).toBe(0o444);
  expect(statSync(join(files, 'bin/tool')).mode & 0o777).toBe(0o555);
  expect(statSync(join(files, 'lib')).mode & 0o777).toBe(0o555);
  expect(await store.verify(image.id)).toEqual(image);
  expect(await store.get(image.id)).toEqual(image);
});

test('a store opened anew lists what was imported', async () => {
  const image = await store.importFrom(fixture.add('src', rich));
  const again = await openImageStore({ folder, clock });
  expect(await again.list()).toEqual([{ kind: 'whole', image }]);
});

test('folder, copy, archive and npm-like archive of the same content are the same image', async () => {
  const source = fixture.add('package', rich);
  const copy = join(fixture.path, 'copy');
  cpSync(source, copy, { recursive: true, verbatimSymlinks: true });
  const flat = packWithTar(join(fixture.path, 'flat.tgz'), source, ['.']);
  const nested = packWithTar(join(fixture.path, 'nested.tgz'), fixture.path, ['package']);
  const ids = [];
  for (const path of [source, copy, flat, nested]) ids.push((await store.importFrom(path)).id);
  expect(new Set(ids).size).toBe(1);
  expect(readdirSync(folder)).toHaveLength(1);
});

test('every kind of difference makes another image', async () => {
  const ids = new Set<string>();
  const variants = [
    rich,
    { ...rich, 'lib/deep/a.txt': 'b' },
    { ...rich, 'bin/tool': '#!/bin/sh\n' },
    { ...rich, 'lib/link.txt': { link: './deep/a.txt' } },
    { ...rich, 'lib/link.txt': 'a' },
    { ...rich, extra: '' },
  ];
  for (const [index, files] of variants.entries()) {
    ids.add((await store.importFrom(fixture.add(`v${index}`, files))).id);
  }
  expect(ids.size).toBe(variants.length);
});

test('the same content imported many times at once, through two stores, is one image', async () => {
  const source = fixture.add('src', rich);
  const other = await openImageStore({ folder, clock });
  const images = await Promise.all(
    Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? store : other).importFrom(source)),
  );
  expect(new Set(images.map((image) => image.id)).size).toBe(1);
  expect(readdirSync(folder)).toHaveLength(1);
});

test.each<[string, (files: string) => void, RegExp]>([
  [
    'one changed byte',
    (files) => writeFileSync(join(files, 'server.mjs'), 'export {}!\n'),
    /"server\.mjs" was changed/,
  ],
  [
    'a missing file',
    (files) => rmSync(join(files, 'lib/deep/a.txt')),
    /"lib\/deep\/a\.txt" is missing/,
  ],
  [
    'an extra file',
    (files) => writeFileSync(join(files, 'lib/new.mjs'), ''),
    /"lib\/new\.mjs" was added/,
  ],
  ['an extra folder', (files) => mkdirSync(join(files, 'empty')), /"empty" was added/],
  [
    'a lost executable bit',
    (files) => chmodSync(join(files, 'bin/tool'), 0o444),
    /"bin\/tool" is no longer executable/,
  ],
  [
    'a gained executable bit',
    (files) => chmodSync(join(files, 'server.mjs'), 0o555),
    /"server\.mjs" became executable/,
  ],
  [
    'a moved link',
    (files) => execFileSync('ln', ['-sfn', 'nowhere', join(files, 'lib/link.txt')]),
    /"lib\/link\.txt" leads somewhere else/,
  ],
  [
    'a file become a link',
    (files) => execFileSync('ln', ['-sf', '/etc/hostname', join(files, 'server.mjs')]),
    /"server\.mjs" is no longer a plain file/,
  ],
  [
    'a changed manifest',
    (files) => writeFileSync(join(files, 'blockyard.json'), manifestText({ version: '2.0.1' })),
    /"blockyard\.json" was changed/,
  ],
  [
    'a changed list',
    (files) => execFileSync('sed', ['-i', 's/program/file/', join(files, '../files.jsonl')]),
    /files\.jsonl, was changed/,
  ],
  ['no list', (files) => rmSync(join(files, '../files.jsonl')), /files\.jsonl, cannot be read/],
])('%s refuses the launch and names the file', async (_, harm, message) => {
  const source = fixture.add('src', rich);
  const image = await store.importFrom(source);
  const files = store.folderOf(image.id);
  execFileSync('chmod', ['-R', 'u+w', join(files, '..')]);
  expect(await store.verify(image.id)).toEqual(image);

  harm(files);
  const fault = await faultOfCall(store.verify(image.id));
  expect(fault.code).toBe('damaged');
  expect(fault.message).toMatch(message);
  expect(await store.list()).toMatchObject([
    { kind: 'damaged', fault: { message: fault.message } },
  ]);

  // Importing the same content again makes it whole, says that it was damaged, and keeps what was.
  expect((await store.importFrom(source)).id).toBe(image.id);
  expect(setAside).toEqual([fault.message]);
  expect(await store.verify(image.id)).toEqual(image);
  expect(await store.list()).toEqual([{ kind: 'whole', image }]);
  const kept = readdirSync(folder).filter((name) => name.startsWith('.damaged-'));
  expect(kept).toHaveLength(1);
  // Damaged again and imported many times at once: one whole image in the end.
  execFileSync('chmod', ['-R', 'u+w', join(files, '..')]);
  harm(files);
  const many = await Promise.all(Array.from({ length: 4 }, () => store.importFrom(source)));
  expect(new Set(many.map(({ id }) => id)).size).toBe(1);
  expect(await store.verify(image.id)).toEqual(image);
  expect(readdirSync(folder).filter((name) => name.startsWith('.import-'))).toEqual([]);
});

test('a damaged image can be set aside without importing it', async () => {
  const image = await store.importFrom(fixture.add('src', smallImage));
  const file = join(store.folderOf(image.id), 'server.mjs');
  chmodSync(file, 0o644);
  writeFileSync(file, 'export {}!\n');
  await store.setAside(image.id);
  expect(await store.list()).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'having no file handles left is no damage, and is not remembered as such',
  () => {
    const source = fixture.add('src', smallImage);
    const script = join(import.meta.dirname, 'starved-store.fixture.ts');
    const command = `ulimit -n 64 && exec "${process.execPath}" "${script}" "${folder}" "${source}"`;
    const done = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(done.stderr.split('\n').filter((line) => line.includes('Error'))).toEqual([]);
    const { starved, listed, after } = JSON.parse(done.stdout) as Record<string, unknown>;
    const refused = { code: 'refused', message: expect.stringContaining('EMFILE') as string };
    expect(starved).toMatchObject([refused, refused]);
    expect([listed, after]).toEqual(['whole', 'whole']);
  },
  20_000,
);

test('a change with the same size and the time set back is found', async () => {
  const image = await store.importFrom(fixture.add('src', smallImage));
  const file = join(store.folderOf(image.id), 'server.mjs');
  const before = statSync(file);
  chmodSync(file, 0o644);
  writeFileSync(file, 'export {} \n');
  chmodSync(file, 0o444);
  execFileSync('touch', ['-d', before.mtime.toISOString(), file]);
  expect(statSync(file).size).toBe(before.size);
  expect((await faultOfCall(store.verify(image.id))).message).toMatch(/"server\.mjs" was changed/);
});

test('any single changed byte, in the content and in the list, is found', async () => {
  const image = await store.importFrom(fixture.add('src', smallImage));
  const files = store.folderOf(image.id);
  for (const file of ['server.mjs', 'blockyard.json', '../files.jsonl']) {
    const path = join(files, file);
    const whole = readFileSync(path);
    chmodSync(path, 0o644);
    for (let at = 0; at < whole.length; at += 1) {
      const harmed = Buffer.from(whole);
      harmed[at] = (whole[at] ?? 0) ^ 1;
      writeFileSync(path, harmed);
      expect((await faultOfCall(store.verify(image.id))).code, `${file} ${at}`).toBe('damaged');
    }
    writeFileSync(path, whole);
    chmodSync(path, 0o444);
  }
  expect(await store.verify(image.id)).toEqual(image);
});

test('a whole image is not set aside', async () => {
  const image = await store.importFrom(fixture.add('src', smallImage));
  expect((await faultOfCall(store.setAside(image.id))).code).toBe('refused');
  expect(await store.list()).toHaveLength(1);
});

test('unknown and hostile ids are not found and never leave the store', async () => {
  for (const id of ['sha256:00', 'sha256:../../etc', 'x', '', `sha256:${'0'.repeat(64)}`]) {
    expect((await faultOfCall(store.verify(asImageId(id)))).code).toBe('not-found');
    expect((await faultOfCall(store.get(asImageId(id)))).code).toBe('not-found');
  }
});

test('opening removes what a killed import left behind, and leaves a living one alone', async () => {
  const dead = spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], {
    encoding: 'utf8',
  });
  const crashed = join(folder, `.import-${dead.stdout.trim()}-0badf00d-1-00000001`);
  mkdirSync(join(crashed, 'ready/files/lib'), { recursive: true });
  writeFileSync(join(crashed, 'ready/files/lib/a'), '');
  execFileSync('chmod', ['-R', 'a-w', crashed]);
  const own = await import('../blocks/process-identity.ts').then((module) =>
    module.identifyProcess(process.pid),
  );
  const living = `.import-${process.pid}-${own?.startTime ?? ''}-00000002`;
  mkdirSync(join(folder, living));
  await openImageStore({ folder, clock });
  expect(readdirSync(folder)).toEqual([living]);
});
