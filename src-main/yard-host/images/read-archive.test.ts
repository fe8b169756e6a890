/** Archives of very many or very deep entries, packed small: other work goes on beside. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Parser } from 'tar';
import type { ReadEntry } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { sortedByPath } from './image-entries.ts';
import { openFixture, tarEntry, tarOf, type FixtureFolder } from './image-fixture.ts';
import { normalEntryPath } from './image-path.ts';
import { unpackArchive } from './read-archive.ts';
import type { Stage } from './stage.ts';

let fixture: FixtureFolder;
beforeEach(() => {
  fixture = openFixture();
});
afterEach(() => fixture.remove());

const count = 20_000;
const manyFiles = gzipSync(
  tarOf(...Array.from({ length: count }, (_, index) => tarEntry(`d/f${String(index)}`))),
);

/** Counts, and costs a turn for each file as a disk does. */
function countingStage(): { readonly stage: Stage; readonly paths: string[] } {
  const paths: string[] = [];
  const stage: Stage = {
    folder: '',
    entries: new Map<string, ImageEntry>(),
    addFolder: () => Promise.resolve(),
    addLink: () => Promise.resolve(),
    addFile: async (path, _executable, content) => {
      let bytes = 0;
      for await (const chunk of content) bytes += chunk.byteLength;
      paths.push(path);
      return bytes;
    },
  };
  return { stage, paths };
}

/** The longest time in which nothing else could run. */
async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  const watch = { isOver: false, longest: 0 };
  const watching = (async () => {
    let last = performance.now();
    while (!watch.isOver) {
      await new Promise(setImmediate);
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - last);
      last = now;
    }
  })();
  await work();
  watch.isOver = true;
  await watching;
  return watch.longest;
}

describe('an archive of very many empty files', () => {
  it('is read in short turns; control: the parser alone takes it in one', async () => {
    const archive = join(fixture.path, 'many.tgz');
    writeFileSync(archive, manyFiles);
    // The best of some: a turn is as long as others on this computer make it.
    let oursMs = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 4; run += 1) {
      const { stage, paths } = countingStage();
      oursMs = Math.min(oursMs, await longestTurnMs(() => unpackArchive(archive, stage)));
      expect(paths).toHaveLength(count);
      expect(paths.at(-1)).toBe(`d/f${String(count - 1)}`);
    }

    const startedAtMs = performance.now();
    const parser = new Parser({ strict: true, maxDecompressionRatio: Infinity });
    parser.on('entry', (entry: ReadEntry) => entry.resume());
    parser.end(manyFiles);
    const atOnceMs = performance.now() - startedAtMs;
    process.stdout.write(
      `${String(count)} empty files: longest turn ${oursMs.toFixed(0)} ms, at once ${atOnceMs.toFixed(0)} ms\n`,
    );
    expect(oursMs).toBeLessThan(atOnceMs / 2);
  }, 60_000);

  it('is not unpacked twice', async () => {
    const archive = join(fixture.path, 'twice.tgz');
    writeFileSync(archive, gzipSync(manyFiles));
    const { stage, paths } = countingStage();
    await expect(unpackArchive(archive, stage)).rejects.toThrow(/is not a whole \.tgz archive/u);
    expect(paths).toEqual([]);
  });
});

describe('sorting', () => {
  it('is by the bytes of UTF-8, whatever the number, and keeps every entry', async () => {
    const names = ['\u{1F600}', '\uFFFD', 'é', 'z', 'a', 'a/b', 'a.b'];
    const entries = Array.from({ length: 7001 }, (_, index) => ({
      path: `${names[(index * 31) % names.length] ?? ''}${String((index * 7919) % 7001)}`,
    }));
    const sorted = await sortedByPath(entries);
    const expected = entries
      .map(({ path }) => path)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(sorted.map(({ path }) => path)).toEqual(expected);
    expect(await sortedByPath([])).toEqual([]);
  });
});

describe('a path', () => {
  it('of more than 100 levels is refused before anything is made for it', () => {
    const levels = (depth: number): string => Array.from({ length: depth }, () => 'd').join('/');
    expect(() => normalEntryPath(levels(101), 'linux')).toThrow(/more than 100 folders deep/u);
    expect(normalEntryPath(levels(100), 'linux')).toBe(levels(100));
  });
});
