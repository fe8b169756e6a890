import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDifferenceThreads } from './difference-client.ts';
import { writePicture } from './picture-difference.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-pairs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Grey, with so many pixels of it white. */
async function picture(name: string, white: number): Promise<string> {
  const data = new Uint8Array(40 * 40 * 4).fill(80);
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  data.fill(255, 0, white * 4);
  const file = join(folder, name);
  await writeFile(file, writePicture({ width: 40, height: 40, data }));
  return file;
}

it('gives each pair its own answer, however many are asked for at once, and none after its end', async () => {
  const grey = await picture('grey.png', 0);
  const threads = openDifferenceThreads();
  const asked = Array.from({ length: 6 }, async (_, at) => {
    const b = await picture(`${String(at)}.png`, at * 40);
    const mask = join(folder, `${String(at)}-mask.png`);
    const answer = await threads.compare({ a: grey, b, mask, ignored: [] });
    return answer.ok ? answer.value.changed : answer.fault.message;
  });
  expect(await Promise.all(asked)).toEqual([0, 40, 80, 120, 160, 200]);
  await expect(stat(join(folder, '0-mask.png'))).rejects.toThrow();
  threads.end();
  const late = await threads.compare({ a: grey, b: grey, mask: grey, ignored: [] });
  expect(late).toMatchObject({ ok: false, fault: { code: 'refused' } });
});

it('loses with a thread that dies what that was at, and nothing that comes after it', async () => {
  const dying = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, question }) => {
      if (question.a === 'deadly') throw new Error('No memory.');
      parentPort.postMessage({ id, result: { ok: true, value: question.a } });
    });`;
  const program = new URL(`data:text/javascript,${encodeURIComponent(dying)}`);
  const threads = openDifferenceThreads(program);
  const ask = (a: string) => threads.compare({ a, b: '', mask: '', ignored: [] });
  expect(await ask('deadly')).toMatchObject({ ok: false, fault: { code: 'internal' } });
  expect(await Promise.all(['one', 'two', 'three'].map(ask))).toMatchObject(
    ['one', 'two', 'three'].map((value) => ({ ok: true, value })),
  );
  threads.end();
});
