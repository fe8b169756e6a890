/**
 * Contents of two images of 50 000 files, through a real yard host and the real thread, over two lower bounds in the
 * same rounds: hashing the bytes of every file, which whoever has no lists cannot do without, and with them reading
 * both lists, hashing them, and parsing their lines. And how little of it is done in the thread of whoever asks.
 */
import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDesk } from '../src-main/compare/contents/desk-client.ts';
import { readContents } from '../src-main/compare/contents/read-contents.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { openImageStore } from '../src-main/yard-host/images/image-store.ts';
import { openLocalYard, type LocalYard } from '../src-main/yards/local/local-yard.ts';
import { entryOfLine, type ImageEntry } from '../src-shared/image-list.ts';
import type { ImageId } from '../src-shared/ids.ts';
import type { Result } from '../src-shared/result.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { required } from './required.ts';
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
    const left = await makeImage(join(place.folder, 'a'), false);
    const right = await makeImage(join(place.folder, 'b'), true);
    const a = (await store.importFrom(left.folder)).id;
    const b = (await store.importFrom(right.folder)).id;
    await startHost('node', place);
    const yard = openLocalYard({
      dataFolder: place.yard,
      clock: systemClock,
      onLink: () => undefined,
    });
    try {
      await until('the yard', 20_000, () => yard.link().kind === 'live' || null);
      return await figures(yard, { a, b }, place.yard, [...left.files, ...right.files]);
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
  paths: readonly string[],
): Promise<readonly Figure[]> {
  const all: Round[] = [];
  // The control, unmeasured: an image beside itself has none of what was planted.
  await compare(yard, { a: images.a, b: images.a }, [0, 0, 0, 0]);
  for (let round = 0; round < rounds; round += 1) {
    all.push({
      hashing: await taken(() => hashFiles(paths)),
      lists: await taken(() => readBare(folder, images)),
      // The manifest of each names its image, and differs, too.
      own: await taken(() => compare(yard, images, [planted, planted, planted + 1, 0])),
    });
  }
  const ms = (what: keyof Round): number => median(all.map((one) => one[what].ms));
  const over = (what: 'hashing' | 'lists', of: keyof Taken): number =>
    median(all.map((one) => one.own[of] / one[what][of]));
  const share = median(all.map(({ own }) => own.threadMs / own.cpuMs)) * 100;
  return [
    atMost('contents-over-hashing-the-files', over('hashing', 'ms'), 'x', 1),
    atMost('contents-over-bare-lists', over('lists', 'ms'), 'x', 5),
    told('contents-of-2-times-50000-files', ms('own'), 'ms'),
    told('contents-hashing-the-files', ms('hashing'), 'ms'),
    told('contents-bare-lists', ms('lists'), 'ms'),
    told('contents-cpu-over-hashing-the-files', over('hashing', 'cpuMs'), 'x'),
    told('contents-cpu-over-bare-lists', over('lists', 'cpuMs'), 'x'),
    atMost('contents-asking-thread-share', share, '%', 33),
  ];
}

interface Round {
  readonly hashing: Taken;
  readonly lists: Taken;
  readonly own: Taken;
}

/**
 * Compared, and what was planted is found: a quick answer that is wrong is no figure.
 * @param planted added, removed, changed and moved files.
 */
async function compare(
  yard: LocalYard,
  { a, b }: Images,
  planted: readonly number[],
): Promise<void> {
  const program = join(required('BLOCKYARD_APP'), 'out', 'main', 'desk-thread.js');
  const desk = openDesk(pathToFileURL(program));
  try {
    const report = valueOf(
      await readContents({ yard, desk, onProgress: () => undefined }, { a, b }),
    );
    const { added, removed, changed, moved } = report.files ?? {};
    const found = [added, removed, changed, moved].map((one) => one?.count);
    if (found.join() !== planted.join()) {
      throw new Error(`Planted were ${planted.join(', ')}, found ${found.join(', ')}.`);
    }
  } finally {
    desk.end();
  }
}

/** As quickly as one thread can: what to read is known, and nothing else is done. */
function hashFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) hash('sha256', readFileSync(path));
  return Promise.resolve();
}

/** Both are there at the end: less than that cannot be compared. */
async function readBare(folder: string, { a, b }: Images): Promise<void> {
  const both: ImageEntry[][] = [];
  for (const image of [a, b]) {
    const list = await readFile(join(folder, 'images', image.replace(':', '-'), 'files.jsonl'));
    const digest = createHash('sha256').update(list).digest('hex');
    if (image !== `sha256:${digest}`) throw new Error('The list is not the one of the image.');
    const lines = list.toString('utf8').split('\n');
    both.push(lines.flatMap((line) => (line === '' ? [] : entryOfLine(line))));
  }
  if (both.some((entries) => entries.length < files)) throw new Error('A list is not whole.');
}

interface MadeImage {
  readonly folder: string;
  readonly files: readonly string[];
}

async function makeImage(path: string, isRight: boolean): Promise<MadeImage> {
  const name = isRight ? 'right' : 'left';
  const manifest = { name, version: '1', start: { server: 'server.mjs' } };
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'blockyard.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'server.mjs'), 'export {};\n');
  const made: string[] = [];
  const first = isRight ? planted : 0;
  for (let index = first; index < first + files; index += 1) {
    const folder = join(path, `lib-${String(index % 500)}`);
    if (index < first + 500) await mkdir(folder, { recursive: true });
    const isChanged = isRight && index < first + planted;
    const file = join(folder, `${String(index)}.js`);
    await writeFile(file, `// ${index} ${isChanged ? 'is' : 'was'}\n`);
    made.push(file);
  }
  return { folder: path, files: made };
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
