/** Reads which blocks of the disks behind two AMIs differ, page by page, until it is done, ended, or too much. */
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import type { Disk, DiskReading, DisksReport } from '../../../src-shared/disk-blocks.ts';
import { createBlockStrip, type BlockStrip } from '../../../src-shared/disk-strip.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { AmiImage } from '../../../src-shared/image.ts';
import { fail, FaultError, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import type { BlockPage, DiskReader, Unrelated } from '../../yards/disk-reader.ts';
import type { ImageFacts, Yard } from '../../yards/port.ts';
import { ownersNote, pairDisks, type DiskPair } from './pair-disks.ts';

export interface DisksGround {
  readonly yard: Pick<Yard, 'disks' | 'describeImage'>;
  /** With each page. */
  readonly onProgress: (progress: ContentsProgress) => void;
  readonly ended: AbortSignal;
  readonly monotonicMs: () => number;
  readonly bounds?: DiskBounds;
}

/** Of one comparison; what is not reached within them is told as not read. */
export interface DiskBounds {
  readonly requests: number;
  readonly ms: number;
}

/** Two TiB of changed blocks, and a minute more than they take at the pace of the budget. */
export const usualBounds: DiskBounds = { requests: 4500, ms: 6 * 60_000 };

/** The largest volume there is, 64 TiB of blocks of 512 KiB: a size beyond that is a mistake. */
const mostBlocks = 2 ** 27;
const gib = 2 ** 30;

export async function readDisks(
  ground: DisksGround,
  images: { readonly a: ImageId; readonly b: ImageId },
): Promise<Result<DisksReport>> {
  const { yard } = ground;
  if (yard.disks === undefined) {
    const message = 'Images of this yard lie on no disks that could be compared.';
    return fail({ code: 'refused', message });
  }
  try {
    // Their parents are not needed here: that they were not read takes nothing away.
    const a = amiOf(must(await untilEnded(ground, yard.describeImage(images.a)))).ami;
    const b = amiOf(must(await untilEnded(ground, yard.describeImage(images.b)))).ami;
    const reading = openReading(ground, yard.disks);
    const disks: Disk[] = [];
    for (const pair of pairDisks(a, b)) {
      const read = await readingOf(reading, pair);
      const owners = read.kind === 'failed' && mayBeOwner.has(read.fault.code);
      const note = owners ? ownersNote(a, b) : null;
      disks.push({
        ...{ name: pair.name, reading: read },
        notes: [...pair.notes, ...(note === null ? [] : [note])],
      });
    }
    return succeed({ disks, requests: reading.requests() });
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

const mayBeOwner: ReadonlySet<Fault['code']> = new Set(['denied', 'not-found', 'refused']);

function amiOf({ image }: ImageFacts): AmiImage {
  if (image.kind === 'ami') return image;
  throw new FaultError({ code: 'refused', message: 'Only AMIs start from disks.' });
}

interface Reading extends DisksGround {
  readonly disks: DiskReader;
  readonly requests: () => number;
  /** One request. Null: it would be one too many. */
  readonly ask: <Page>(ask: () => Promise<Result<Page>>) => Promise<Page | null>;
}

function openReading(ground: DisksGround, disks: DiskReader): Reading {
  const { requests: most, ms } = ground.bounds ?? usualBounds;
  const begunAtMs = ground.monotonicMs();
  let requests = 0;
  return {
    ...{ ...ground, disks, requests: () => requests },
    ask: async (ask) => {
      if (requests >= most || ground.monotonicMs() - begunAtMs >= ms) return null;
      requests += 1;
      return must(await untilEnded(ground, ask()));
    },
  };
}

/** What one disk is refused says nothing of the next; without credentials none of them is read. */
async function readingOf(reading: Reading, { name, plan }: DiskPair): Promise<DiskReading> {
  if (plan.kind === 'told') return plan;
  try {
    return await compare(reading, name, plan);
  } catch (error) {
    if (!(error instanceof FaultError) || reading.ended.aborted) throw error;
    if (error.fault.code === 'signed-out') throw error;
    return { kind: 'failed', fault: error.fault };
  }
}

type Snapshots = Extract<DiskPair['plan'], { readonly kind: 'read' }>;

async function compare(reading: Reading, name: string, pair: Snapshots): Promise<DiskReading> {
  const { disks } = reading;
  const title = `Reading changed blocks of ${name}`;
  const first = await reading.ask(() => disks.changed(pair.a, pair.b, null));
  if (first === null) return notReached;
  if (first.kind === 'unrelated') return unrelated(reading, name, pair, first);
  const { strip, blocks, blockBytes } = openStrip(first, pair.sizeGiB);
  const readBlocks = await walk(reading, { title, strip, blocks, blockBytes }, first, (page) =>
    disks.changed(pair.a, pair.b, page).then(pagesOnly),
  );
  const told = { blockBytes, blocks, readBlocks, changed: strip.changed() };
  return { kind: 'compared', ...told, strip: [...strip.shares(readBlocks)] };
}

const notReached: DiskReading = {
  kind: 'told',
  text: 'It was not read: the disks before it took all the requests, or all the time, of one comparison.',
};

/** AWS compares them once, and then not any more: nothing that could be gone on with. */
function pagesOnly(answer: Result<BlockPage | Unrelated>): Result<BlockPage> {
  if (!answer.ok || answer.value.kind === 'page') return answer as Result<BlockPage>;
  return fail({ code: 'refused', message: answer.value.said });
}

interface Walked {
  readonly title: string;
  readonly strip: Pick<BlockStrip, 'mark'>;
  readonly blocks: number;
  readonly blockBytes: number;
}

/** @returns how far the disk was read, in blocks from its beginning. */
async function walk(
  reading: Reading,
  { title, strip, blocks, blockBytes }: Walked,
  first: BlockPage,
  ask: (page: string) => Promise<Result<BlockPage>>,
): Promise<number> {
  const totalBytes = blocks * blockBytes;
  let reached = 0;
  let page = first;
  for (;;) {
    for (const block of page.blocks) {
      if (!strip.mark(block)) throw beyond(block);
      reached = Math.max(reached, block + 1);
    }
    reading.onProgress({ title, doneBytes: reached * blockBytes, totalBytes });
    const { next } = page;
    if (next === null) return blocks;
    const following = await reading.ask(() => ask(next));
    if (following === null) return reached;
    page = following;
  }
}

function beyond(block: number): FaultError {
  const message = `Block ${block} was told of a disk that is smaller than that.`;
  return new FaultError({ code: 'damaged', message });
}

function openStrip(
  { sizeGiB, blockBytes }: BlockPage,
  meantGiB: number,
): { readonly strip: BlockStrip; readonly blocks: number; readonly blockBytes: number } {
  const blocks = Math.ceil((Math.max(sizeGiB, meantGiB) * gib) / blockBytes);
  if (!(blockBytes > 0) || !(blocks > 0) || blocks > mostBlocks) {
    const message = `A disk of ${sizeGiB} GiB in blocks of ${blockBytes} bytes was told: there is none.`;
    throw new FaultError({ code: 'damaged', message });
  }
  return { strip: createBlockStrip(blocks), blocks, blockBytes };
}

/** How much was ever written of each; whether it is equal nobody says. */
async function unrelated(
  reading: Reading,
  name: string,
  pair: Snapshots,
  { said }: Unrelated,
): Promise<DiskReading> {
  try {
    const a = await writtenOf(reading, `Reading blocks of the left ${name}`, pair.a);
    const b = a && (await writtenOf(reading, `Reading blocks of the right ${name}`, pair.b));
    if (a === null || b === null) return { kind: 'unrelated', said, written: null, fault: null };
    let both = 0;
    for (const block of a.blocks) if (b.blocks.has(block)) both += 1;
    const { blockBytes } = a;
    const written = { blockBytes, a: a.blocks.size, b: b.blocks.size, both };
    return { kind: 'unrelated', said, written, fault: null };
  } catch (error) {
    if (!(error instanceof FaultError) || reading.ended.aborted) throw error;
    if (error.fault.code === 'signed-out') throw error;
    return { kind: 'unrelated', said, written: null, fault: error.fault };
  }
}

async function writtenOf(
  reading: Reading,
  title: string,
  snapshot: string,
): Promise<{ readonly blocks: ReadonlySet<number>; readonly blockBytes: number } | null> {
  const { disks } = reading;
  const first = await reading.ask(() => disks.written(snapshot, null));
  if (first === null) return null;
  const { blocks: total, blockBytes } = openStrip(first, 0);
  const found = new Set<number>();
  const strip = {
    mark: (block: number) => block < total && found.add(block).has(block),
  };
  const read = await walk(reading, { title, strip, blocks: total, blockBytes }, first, (page) =>
    disks.written(snapshot, page),
  );
  return read < total ? null : { blocks: found, blockBytes };
}

/** Ended by whoever asked: what is under way answers nobody. */
async function untilEnded<Value>(
  { ended }: Pick<DisksGround, 'ended'>,
  asked: Promise<Value>,
): Promise<Value> {
  const over = (): FaultError =>
    new FaultError({ code: 'refused', message: 'The reading of changed blocks was ended.' });
  if (ended.aborted) throw over();
  let stop: () => void = () => undefined;
  const end = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(over());
    };
    ended.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([asked, end]);
  } finally {
    ended.removeEventListener('abort', stop);
  }
}

function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new FaultError(result.fault);
  return result.value;
}
