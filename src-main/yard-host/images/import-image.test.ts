import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  openSync,
  readdirSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultOf } from '../../../src-shared/result.ts';
import type { Fault } from '../../../src-shared/result.ts';
import {
  manifestText,
  openFixture,
  packWithTar,
  smallImage,
  tarEntry,
  tarOf,
} from './image-fixture.ts';
import type { FixtureFile, FixtureFolder } from './image-fixture.ts';
import { openImageStore } from './image-store.ts';
import type { ImageStore } from './image-store.ts';

let fixture: FixtureFolder;
let folder: string;
let store: ImageStore;

beforeEach(async () => {
  fixture = openFixture();
  folder = join(fixture.path, 'images');
  store = await openImageStore({ folder, clock: Date });
});
afterEach(() => fixture.remove());

async function refusal(path: string, from = store, where = folder): Promise<Fault> {
  const before = readdirSync(where);
  const fault = await from.importFrom(path).then(
    () => {
      throw new Error('was accepted');
    },
    (error: unknown) => faultOf(error),
  );
  // No debris, whatever happened.
  expect(readdirSync(where)).toEqual(before);
  expect(fault.todo, fault.message).toBeTruthy();
  return fault;
}

test.each<[string, Record<string, FixtureFile>, RegExp]>([
  ['no manifest', { 'server.mjs': '' }, /no blockyard\.json in/],
  [
    'two folders, one with a manifest',
    { 'a/blockyard.json': manifestText(), 'b/x': '' },
    /no blockyard\.json/,
  ],
  [
    'a name twice in it',
    { ...smallImage, 'blockyard.json': manifestText().replace('{', '{ "version": "0",\n') },
    /"version" stands twice in blockyard\.json, in line 1 and in line 2\./,
  ],
  ['manifest is a folder', { 'blockyard.json/x': '' }, /no blockyard\.json/],
  ['broken manifest', { ...smallImage, 'blockyard.json': '{"name":' }, /not valid JSON/],
  [
    'missing entry file',
    { 'blockyard.json': manifestText(), 'serve.mjs': '' },
    /"start\.server" .* names "server\.mjs", which is not in the image/,
  ],
  [
    'entry is a folder',
    { 'blockyard.json': manifestText(), 'server.mjs/x': '' },
    /which is a folder/,
  ],
  [
    'entry is no JavaScript',
    { 'blockyard.json': manifestText({ start: { server: 'a.py' } }), 'a.py': '' },
    /no \.mjs, \.cjs or \.js/,
  ],
  [
    'command not executable',
    { 'blockyard.json': manifestText({ start: { command: ['./x'] } }), x: '' },
    /not executable/,
  ],
  [
    'command missing',
    { 'blockyard.json': manifestText({ start: { command: ['./x'] } }) },
    /not in the image/,
  ],
  [
    'link to an absolute path',
    { ...smallImage, l: { link: '/etc/passwd' } },
    /"l" to "\/etc\/passwd" leads out/,
  ],
  ['link upwards', { ...smallImage, 'a/l': { link: '../../x' } }, /"a\/l" .* leads out/],
  [
    'link out through a link',
    { ...smallImage, 'a/b/c': '', d: { link: 'a/b' }, l: { link: 'd/../../../etc' } },
    /"l" .* leads out/,
  ],
  ['link to itself', { ...smallImage, l: { link: 'l' } }, /leads back to itself/],
  [
    'links in a ring',
    { ...smallImage, a: { link: 'b' }, b: { link: 'a' } },
    /leads back to itself/,
  ],
])('refuses a folder with %s', async (_, files, message) => {
  const fault = await refusal(fixture.add('src', files));
  expect(fault.code).toBe('bad-input');
  expect(fault.message).toMatch(message);
});

test('a missing entry file: the near one is offered', async () => {
  const fault = await refusal(
    fixture.add('src', { 'blockyard.json': manifestText(), 'sever.mjs': '' }),
  );
  expect(fault.todo).toBe('Did you mean "sever.mjs"?');
});

test('keeps links that stay inside, also dangling ones, and an entry behind a link', async () => {
  const image = await store.importFrom(
    fixture.add('src', {
      'blockyard.json': manifestText(),
      'dist/main.mjs': 'export {};',
      'server.mjs': { link: 'dist/main.mjs' },
      'dist/up': { link: '..' },
      later: { link: 'not-yet-there' },
    }),
  );
  expect(image.fileCount).toBe(5);
});

test('a manifest may lie in one single folder of the folder', async () => {
  const inner = await store.importFrom(fixture.add('outer/package', smallImage));
  const outer = await store.importFrom(join(fixture.path, 'outer'));
  expect(outer.id).toBe(inner.id);
});

test('refuses paths that are nothing, relative, a device, or hold the store itself', async () => {
  expect((await refusal(join(fixture.path, 'none'))).code).toBe('not-found');
  expect((await refusal('relative/path')).message).toMatch(/not a whole path/);
  expect((await refusal('')).code).toBe('bad-input');
  expect((await refusal('/dev/null')).message).toMatch(/neither a folder nor an archive/);
  expect((await refusal(fixture.path)).message).toMatch(/holds the yard's own images/);
  expect((await refusal(folder)).message).toMatch(/holds the yard's own images/);
});

test('refuses pipes, and names that are not UTF-8', async () => {
  const withPipe = fixture.add('pipe', smallImage);
  execFileSync('mkfifo', [join(withPipe, 'p')]);
  expect((await refusal(withPipe)).message).toMatch(/"p" is a device, a pipe or a socket/);
  const withName = fixture.add('name', smallImage);
  closeSync(openSync(Buffer.concat([Buffer.from(`${withName}/`), Buffer.from([0x61, 0xff])]), 'w'));
  expect((await refusal(withName)).message).toMatch(/not valid UTF-8/);
});

test('says the limits, before and while copying', async () => {
  const small = await openImageStore({
    folder,
    clock: Date,
    limits: { entries: 4, bytes: 1e6 },
  });
  const many = fixture.add('many', { ...smallImage, a: '', b: '', c: '' });
  expect((await refusal(many, small)).message).toMatch(/more than 4 files/);
  const big = fixture.add('big', { ...smallImage, a: 'x'.repeat(1_100_000) });
  expect((await refusal(big, small)).message).toMatch(/larger than 1000000 bytes/);
  const bomb = join(fixture.path, 'bomb.tgz');
  packWithTar(bomb, big, ['.']);
  expect((await refusal(bomb, small)).message).toMatch(/larger than 1000000 bytes/);
});

const manifestEntry = tarEntry('blockyard.json', { content: manifestText() });
const serverEntry = tarEntry('server.mjs', { content: 'export {};' });

test('the hand-made archive of these tests is good in itself', async () => {
  const archive = join(fixture.path, 'a.tgz');
  writeFileSync(archive, gzipSync(tarOf(manifestEntry, serverEntry)));
  expect((await store.importFrom(archive)).fileCount).toBe(2);
});

test.each<[string, Buffer[], RegExp]>([
  ['a path upwards', [tarEntry('../evil', { content: 'x' })], /"\.\.\/evil", which points outside/],
  ['a path upwards inside', [tarEntry('a/../../evil')], /points outside/],
  ['an absolute path', [tarEntry('/tmp/evil')], /is an absolute path/],
  [
    'a hard link',
    [tarEntry('h', { type: '1', link: 'server.mjs' })],
    /"h" is a hard link to "server\.mjs"/,
  ],
  ['a hard link outside', [tarEntry('h', { type: '1', link: '/etc/passwd' })], /is a hard link/],
  [
    'a character device',
    [tarEntry('null', { type: '3' })],
    /no plain file, folder or link \(CharacterDevice\)/,
  ],
  ['a block device', [tarEntry('sda', { type: '4' })], /BlockDevice/],
  ['a fifo', [tarEntry('p', { type: '6' })], /FIFO/],
  ['a link outside', [tarEntry('l', { type: '2', link: '../../x' })], /leads out of the image/],
  [
    'a file written through a link',
    [tarEntry('l', { type: '2', link: '/tmp' }), tarEntry('l/evil')],
    /"l" is both a link and a folder/,
  ],
  [
    'the same path twice',
    [tarEntry('a', { content: '1' }), tarEntry('./a', { content: '2' })],
    /"a" comes twice/,
  ],
  [
    'a file that is also a folder',
    [tarEntry('a'), tarEntry('a/b')],
    /"a" is both a file and a folder/,
  ],
])('refuses an archive with %s', async (_, entries, message) => {
  const archive = join(fixture.path, 'evil.tgz');
  writeFileSync(archive, gzipSync(tarOf(manifestEntry, serverEntry, ...entries)));
  const fault = await refusal(archive);
  expect(fault.code).toBe('bad-input');
  expect(fault.message).toMatch(message);
});

test('refuses archives that are cut short at any place, empty, or something else', async () => {
  const whole = gzipSync(tarOf(manifestEntry, serverEntry));
  const archive = join(fixture.path, 'a.tgz');
  for (const length of [0, 1, 10, 40, whole.length - 9, whole.length - 1]) {
    writeFileSync(archive, whole.subarray(0, length));
    expect((await refusal(archive)).message, `${length} bytes`).toMatch(/not a whole \.tgz/);
  }
  writeFileSync(archive, Buffer.concat([manifestEntry, serverEntry]));
  expect((await refusal(archive)).message).toMatch(/not a whole \.tgz/);
  writeFileSync(archive, 'PK\u0003\u0004 this is a zip'.repeat(200));
  expect((await refusal(archive)).message).toMatch(/not a whole \.tgz/);
});

test('an archive of a folder with two hard-linked files says how to pack it', async () => {
  const source = fixture.add('src', { ...smallImage, a: 'x' });
  linkSync(join(source, 'a'), join(source, 'b'));
  const fault = await refusal(packWithTar(join(fixture.path, 'a.tgz'), source, ['.']));
  expect(fault.todo).toMatch(/--hard-dereference/);
  expect((await store.importFrom(source)).fileCount).toBe(4);
});

test('a file that changes or vanishes during the import is noticed', async () => {
  const source = fixture.add('src', { ...smallImage, big: 'x'.repeat(30_000_000) });
  const big = join(source, 'big');
  const importing = refusal(source);
  const file = openSync(big, 'a');
  const timer = setInterval(() => writeSync(file, 'y'), 1);
  const fault = await importing;
  clearInterval(timer);
  closeSync(file);
  expect(fault.message).toMatch(/"big" changed while/);
  expect((await store.importFrom(source)).fileCount).toBe(3);
  truncateSync(big, 5);
  execFileSync('rm', ['-r', source]);
  expect((await refusal(source)).code).toBe('not-found');
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount)
  process.stderr.write('NOT RUN: the full-disk test needs root on Linux to mount a small tmpfs\n');

test.skipIf(!canMount)(
  'a full disk: said at once for a folder, midway for an archive',
  async () => {
    const disk = fixture.add('disk', {});
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]);
    try {
      const images = join(disk, 'images');
      const tight = await openImageStore({ folder: images, clock: Date });
      const first = await tight.importFrom(fixture.add('small', smallImage));
      const source = fixture.add('src', { ...smallImage, a: 'x'.repeat(2_000_000) });
      const early = await refusal(source, tight, images);
      expect(early).toMatchObject({ code: 'no-space' });
      expect(early.message).toMatch(/needs 1\.9 MiB/);
      const archive = packWithTar(join(fixture.path, 'a.tgz'), source, ['.']);
      expect(await refusal(archive, tight, images)).toMatchObject({ code: 'no-space' });
      expect((await tight.verify(first.id)).id).toBe(first.id);
    } finally {
      spawnSync('umount', [disk]);
    }
  },
);
