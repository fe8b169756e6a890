import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openToldNotices } from './told-notices.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-told-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('tells each thing once, also after a restart, until it is over', async () => {
  const path = join(folder, 'told.json');
  const first = await openToldNotices(path);
  expect([first.tellOnce('a'), first.tellOnce('a'), first.tellOnce('b')]).toEqual([true, false, true]); // prettier-ignore
  await first.saved();
  const second = await openToldNotices(path);
  expect(second.tellOnce('a')).toBe(false);
  second.forget('a');
  await second.saved();
  expect((await openToldNotices(path)).tellOnce('a')).toBe(true);
});

it.each(['', '{', '{"told":7}', `{"told":["${'x'.repeat(400)}"]}`])(
  'begins anew on a file that is none: %j',
  async (content) => {
    const path = join(folder, 'told.json');
    await writeFile(path, content);
    const told = await openToldNotices(path);
    expect(told.tellOnce('a')).toBe(true);
    await told.saved();
    expect((await openToldNotices(path)).tellOnce('a')).toBe(false);
  },
);

it('goes on where it cannot be saved', async () => {
  const told = await openToldNotices(join(folder, 'no', 'such', '\u0000'));
  expect(told.tellOnce('a')).toBe(true);
  await expect(told.saved()).resolves.toBeUndefined();
  expect(told.tellOnce('a')).toBe(false);
});
