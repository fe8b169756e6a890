import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { readInput } from './read-input.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-input-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const read = async (path: string, interrupted = new AbortController().signal): Promise<string> => {
  const result = await readInput(path, 8, { clock: systemClock, interrupted });
  return result.ok ? result.value : `not read: ${result.fault.message}`;
};

it('reads a text up to its limit, and nothing that is no text', async () => {
  await writeFile(at('a'), '12345678');
  await writeFile(at('b'), '123456789');
  await writeFile(at('c'), Buffer.from([0x61, 0xff]));
  expect(await read(at('a'))).toBe('12345678');
  expect(await read(at('b'))).toMatch(/^not read: .*too large; at most 8 bytes/u);
  expect(await read(at('c'))).toMatch(/^not read: .*UTF-8/u);
  expect(await read(at('d'))).toMatch(/^not read: ENOENT/u);
  expect(await read(folder)).toMatch(/^not read: .*neither a file nor a pipe/u);
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it('is not read where it never ends', async () => {
    await symlink('/dev/zero', at('zero'));
    expect(await read(at('zero'))).toMatch(/^not read: .*neither a file nor a pipe/u);
  });

  it('is read to its end where it is a pipe, in the pieces in which it comes', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const reading = read(at('pipe'));
    const writer = await open(at('pipe'), 'w');
    await writer.write('abc');
    await systemClock.delay(60);
    await writer.write('def');
    await writer.close();
    expect(await reading).toBe('abcdef');
  });

  it('is read as far as the limit where nobody stops writing', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const writer = spawn('sh', ['-c', `yes > "$0"`, at('pipe')], { stdio: 'ignore' });
    expect(await read(at('pipe'))).toMatch(/^not read: .*too large; at most 8 bytes/u);
    writer.kill();
  });

  it('is given up at a word where nobody writes', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const ending = new AbortController();
    const reading = read(at('pipe'), ending.signal);
    ending.abort();
    expect(await reading).toMatch(/^not read: .*interrupted/u);
  });
});
