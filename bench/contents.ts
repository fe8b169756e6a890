/**
 * Contents of two images of 50 000 files, through a real yard host and the real thread, over what cannot be
 * done without: reading both lists, hashing them, and parsing their lines. Hashing the files themselves, which
 * the lists spare, is told beside it, and how little of it all is done in the thread of whoever asks.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDesk } from '../src-main/compare/contents/desk-client.ts';
import { readContents } from '../src-main/compare/contents/read-contents.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { openImageStore } from '../src-main/yard-host/images/image-store.ts';
import { openLocalYard, type LocalYard } from '../src-main/yards/local/local-yard.ts';
import { entryOfLine } from '../src-shared/image-list.ts';
import type { ImageId } from '../src-shared/ids.ts';
import type { Result } from '../src-shared/result.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { until } from './until.ts';
import { newYardFolder, startHost } from './yard-process.ts';

const files = 50_000;
const rounds = 5;
/** Planted: so many files each are changed, left out and new on the right. */
const planted = 500;

export async function measureContents(): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  try {
    // Into its store before it runs: 100 000 files take longer than the call for one import may.
    const store = await openImageStore({ folder: join(place.yard, 'images'), clock: systemClock });
    const a = (await store.importFrom(await makeImage(join(place.folder, 'a'), false))).id;
    const b = (await store.importFrom(await makeImage(join(place.folder, 'b'), true))).id;
    await startHost('node', place);
    const yard = openLocalYard({
      dataFolder: place.yard,
      clock: systemClock,
      onLink: () => undefined,
    });
    try {
      await until('the yard', 20_000, () => yard.link().kind === 'live' || null);
      return await figures(yard, { a, b }, place.yard);
    } finally {
      yard.close();
    }
  } finally {
    await place.close();
  }
}

interface Images {
  readonly a: ImageId;
  readonly b: ImageId;
}

async function figures(
  yard: LocalYard,
  images: Images,
  folder: string,
): Promise<readonly Figure[]> {
  const bare: Taken[] = [];
  const took: Taken[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await taken(() => readBare(folder, images)));
    took.push(await taken(() => compare(yard, images)));
  }
  const hashing = await taken(async () => {
    for (const image of [images.a, images.b]) valueOf(await yard.proveImage(image));
  });
  const of = (all: readonly Taken[], take: (one: Taken) => number): number => median(all.map(take));
  const ms = of(took, (one) => one.ms);
  const bareMs = of(bare, (one) => one.ms);
  return [
    atMost('contents-over-bare-lists', ms / bareMs, 'x', 5),
    told('contents-of-2-times-50000-files', ms, 'ms'),
    told('contents-bare-lists', bareMs, 'ms'),
    atMost('contents-over-hashing-the-files', ms / hashing.ms, 'x', 1),
    told('contents-hashing-the-files', hashing.ms, 'ms'),
    told(
      'contents-cpu-over-bare-lists',
      of(took, (one) => one.cpuMs) / of(bare, (one) => one.cpuMs),
      'x',
    ),
    atMost(
      'contents-asking-thread-share',
      (of(took, (one) => one.threadMs) / of(took, (one) => one.cpuMs)) * 100,
      '%',
      33,
    ),
  ];
}

/** Compared, and what was planted is found: a quick answer that is wrong is no figure. */
async function compare(yard: LocalYard, { a, b }: Images): Promise<void> {
  const desk = openDesk();
  try {
    const report = valueOf(
      await readContents({ yard, desk, onProgress: () => undefined }, { a, b }),
    );
    // The manifest of each names its image, and differs, too.
    const { added, removed, changed, moved } = report.files ?? {};
    const found = [added, removed, changed, moved].map((one) => one?.count);
    if (found.join() !== [planted, planted, planted + 1, 0].join()) {
      throw new Error(`Planted were ${planted} of each, found ${found.join(', ')}.`);
    }
  } finally {
    desk.end();
  }
}

async function readBare(folder: string, { a, b }: Images): Promise<void> {
  for (const image of [a, b]) {
    const list = await readFile(join(folder, 'images', image.replace(':', '-'), 'files.jsonl'));
    const digest = createHash('sha256').update(list).digest('hex');
    if (image !== `sha256:${digest}`) throw new Error('The list is not the one of the image.');
    for (const line of list.toString('utf8').split('\n')) if (line !== '') entryOfLine(line);
  }
}

/** @returns `path`. */
async function makeImage(path: string, isRight: boolean): Promise<string> {
  const name = isRight ? 'right' : 'left';
  const manifest = { name, version: '1', start: { server: 'server.mjs' } };
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'blockyard.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'server.mjs'), 'export {};\n');
  const first = isRight ? planted : 0;
  for (let index = first; index < first + files; index += 1) {
    const folder = join(path, `lib-${String(index % 500)}`);
    if (index < first + 500) await mkdir(folder, { recursive: true });
    const isChanged = isRight && index < first + planted;
    await writeFile(
      join(folder, `${String(index)}.js`),
      `// ${index} ${isChanged ? 'is' : 'was'}\n`,
    );
  }
  return path;
}

interface Taken {
  readonly ms: number;
  /** Processor time of all threads of this process, and of this thread alone: neighbours add little to them. */
  readonly cpuMs: number;
  readonly threadMs: number;
}

async function taken(work: () => Promise<void>): Promise<Taken> {
  const [startedAt, cpu, thread] = [performance.now(), process.cpuUsage(), threadCpuMs()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    ms: performance.now() - startedAt,
    cpuMs: (user + system) / 1000,
    threadMs: threadCpuMs() - thread,
  };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}
