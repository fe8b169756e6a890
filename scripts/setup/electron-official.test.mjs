import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { executableName } from './distribution.mjs';
import { officialElectron } from './electron-official.mjs';
import { rootFolder } from './folders.mjs';

const version = '45.0.0';
const zipName = `electron-v${version}-${process.platform}-${process.arch}.zip`;

let folder = '';
let requests = 0;
/** @type {import('node:http').Server} */
let mirror;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-official-'));
  requests = 0;
  const zip = zipOf(executableName(), 'the executable');
  mirror = createServer((request, response) => {
    requests += 1;
    response.writeHead(request.url?.endsWith(zipName) ? 200 : 404).end(zip);
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve) => mirror.listen(0, '127.0.0.1', resolve))
  );
  const address = /** @type {import('node:net').AddressInfo} */ (mirror.address());
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${address.port}/`);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'xdg'));
  vi.stubEnv('HOME', folder);
  vi.stubEnv('HTTPS_PROXY', '');
  vi.stubEnv('https_proxy', '');
  await makeRoot(createHash('sha256').update(zip).digest('hex'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  mirror.closeAllConnections();
  mirror.close();
  await rm(folder, { recursive: true });
});

/**
 * A repository whose electron package promises the given checksum; the rest of its parts are the real ones.
 *
 * @param {string} checksum
 */
async function makeRoot(checksum) {
  const packages = join(folder, 'node_modules');
  await mkdir(packages, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  await cp(join(rootFolder, 'node_modules', 'electron'), join(packages, 'electron'), {
    recursive: true,
  });
  await writeFile(
    join(packages, 'electron', 'checksums.json'),
    JSON.stringify({ [zipName]: checksum }),
  );
  for (const scope of ['@electron', '@electron-internal']) {
    await symlink(join(rootFolder, 'node_modules', scope), join(packages, scope));
  }
}

const find = (hasFallback = true) =>
  officialElectron({ root: folder, version, cache: join(folder, 'cache'), hasFallback });

it('downloads, checks and unpacks once', async () => {
  const found = await find();
  expect(found.kind).toBe('ready');
  const executable = join(found.kind === 'ready' ? found.folder : '', executableName());
  expect(await readFile(executable, 'utf8')).toBe('the executable');
  const before = requests;
  expect(await find()).toEqual(found);
  expect(requests).toBe(before);
});

it('refuses what does not have the promised checksum and remembers that for a day', async () => {
  await rm(join(folder, 'node_modules'), { recursive: true });
  await makeRoot('0'.repeat(64));
  const refused = await find();
  expect(refused.kind).toBe('out-of-reach');
  expect(
    existsSync(join(folder, 'cache', `electron-${version}-${process.platform}-${process.arch}`)),
  ).toBe(false);
  const before = requests;
  expect(await find()).toEqual(refused);
  expect(requests).toBe(before);
  // Where nothing else can be run, each start tries again.
  await find(false);
  expect(requests).toBeGreaterThan(before);
});

it('notices a closed network at once', async () => {
  vi.stubEnv('ELECTRON_MIRROR', 'http://127.0.0.1:9/');
  const startedAt = Date.now();
  expect(await find()).toMatchObject({
    kind: 'out-of-reach',
    reason: '127.0.0.1 cannot be reached',
  });
  expect(Date.now() - startedAt).toBeLessThan(4_000);
});

/**
 * A zip archive with one uncompressed file.
 *
 * @param {string} name
 * @param {string} text
 */
function zipOf(name, text) {
  const path = Buffer.from(name);
  const content = Buffer.from(text);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(content.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, path, content]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    shared,
    Buffer.alloc(14),
    path,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
