import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRegularFile } from './regular-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-regular-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('reads a file, also behind a link, and no more than was said', async () => {
  await writeFile(join(folder, 'a'), 'abcdef');
  await symlink(join(folder, 'a'), join(folder, 'b'));
  const whole = await readRegularFile(join(folder, 'b'), 6);
  expect([whole.bytes.toString(), whole.isCut]).toEqual(['abcdef', false]);
  const cut = await readRegularFile(join(folder, 'a'), 4);
  expect([cut.bytes.toString(), cut.isCut]).toEqual(['abcd', true]);
  await expect(readRegularFile(join(folder, 'c'), 4)).rejects.toThrow('ENOENT');
});

it.skipIf(process.platform === 'win32')(
  'neither fills the memory from a device nor waits for a pipe',
  async () => {
    await symlink('/dev/zero', join(folder, 'zero'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const name of ['zero', 'pipe']) {
      await expect(readRegularFile(join(folder, name), 4)).rejects.toThrow('not a regular file');
    }
  },
);
