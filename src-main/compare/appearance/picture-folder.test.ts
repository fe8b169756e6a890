/** Pictures on the disk: found by their names, bounded, and never anybody else's files. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPictureFolder } from './picture-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blockyard-pictures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const runAt = (at: number): string => `${String(at).padStart(14, '0')}-abc`;

it('keeps the newest comparisons, as many and as large as may be', async () => {
  const pictures = openPictureFolder(folder, { runs: 3, bytes: 1000 });
  writeFileSync(join(folder, 'Not ours.txt'), 'stays');
  for (const at of [1, 2, 3, 4]) {
    await pictures.begin(runAt(at));
    writeFileSync(pictures.fileOf(runAt(at), 0, 'a'), 'x'.repeat(100));
  }
  const kept = (): number[] =>
    [1, 2, 3, 4, 5, 6].filter((at) => existsSync(join(folder, runAt(at))));
  expect(kept()).toEqual([2, 3, 4]);
  writeFileSync(pictures.fileOf(runAt(4), 0, 'b'), 'x'.repeat(950));
  await pictures.begin(runAt(5));
  // The one of 1050 bytes is larger than all may be together, and so are those before it.
  expect(kept()).toEqual([5]);
  expect(existsSync(join(folder, 'Not ours.txt'))).toBe(true);
});

it('gives back what was taken, and says when it is not there any more', async () => {
  const pictures = openPictureFolder(folder);
  await pictures.begin(runAt(1));
  writeFileSync(pictures.fileOf(runAt(1), 7, 'difference'), Buffer.from([1, 2, 3]));
  expect(await pictures.read(runAt(1), 7, 'difference')).toEqual(new Uint8Array([1, 2, 3]));
  await mkdir(join(folder, runAt(1), 'profile'));
  await pictures.tidy(runAt(1));
  expect(existsSync(join(folder, runAt(1), 'profile'))).toBe(false);
  await pictures.drop(runAt(1));
  const gone = { fault: { code: 'not-found', todo: 'Compare the pages again.' } };
  await expect(pictures.read(runAt(1), 7, 'difference')).rejects.toMatchObject(gone);
  await expect(pictures.read('../../etc', 7, 'a')).rejects.toMatchObject(gone);
  expect(() => pictures.fileOf('..', 0, 'a')).toThrow('no name');
});
