import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ensurePackages } from './packages.mjs';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'blockyard-packages-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** @param {Record<string, object>} packages */
async function writeLock(packages) {
  const own = { name: 'scratch', version: '1.0.0' };
  const dependencies = Object.fromEntries(
    Object.keys(packages).map((path) => [path.replace('node_modules/', ''), '1.0.0']),
  );
  await writeFile(join(root, 'package.json'), JSON.stringify({ ...own, dependencies }));
  const lock = {
    ...own,
    lockfileVersion: 3,
    packages: { '': { ...own, dependencies }, ...packages },
  };
  await writeFile(join(root, 'package-lock.json'), JSON.stringify(lock));
}

/** @param {Record<string, object>} packages */
async function writeInstalled(packages) {
  await mkdir(join(root, 'node_modules', 'kept'), { recursive: true });
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

const kept = () => existsSync(join(root, 'node_modules', 'kept'));

it('installs once', async () => {
  await writeLock({});
  await ensurePackages(root);
  expect(existsSync(join(root, 'node_modules', '.blockyard-packages'))).toBe(true);
  await mkdir(join(root, 'node_modules', 'kept'));
  await ensurePackages(root);
  expect(kept()).toBe(true);
});

it('leaves a fitting installation by hand alone, and replaces another one', async () => {
  await writeLock({
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  });
  await writeInstalled({ 'node_modules/a': { version: '1.0.0' } });
  await ensurePackages(root);
  expect(kept()).toBe(true);

  await writeLock({});
  await ensurePackages(root);
  expect(kept()).toBe(false);
});

it('ends in one sentence when the registry is out of reach', async () => {
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
  vi.stubEnv('npm_config_fetch_retries', '0');
  vi.stubEnv('npm_config_cache', join(root, 'cache'));
  await writeLock({ 'node_modules/a': { version: '1.0.0' } });
  await expect(ensurePackages(root)).rejects.toThrow(
    /^The packages could not be installed \(.+\): check that npm reaches its registry.+start again\.$/,
  );
});
