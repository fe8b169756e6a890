/** Brings what two images consist of from their yard to the desk, piece by piece, and tells how far it is. */
import type {
  ContentsProgress,
  ContentsReport,
  FileDifference,
} from '../../../src-shared/contents.ts';
import { contentsSides, sideWords, type ContentsSide } from '../../../src-shared/contents-words.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { fail, FaultError, succeed, type Result } from '../../../src-shared/result.ts';
import type { Piece, Yard } from '../../yards/port.ts';
import type { DeskClient } from './desk-client.ts';
import type { ListToRead } from './desk.ts';
import type { WantedFile } from './file-difference.ts';
import { mostListBytes } from './packages/read-package-list.ts';

export interface ContentsGround {
  readonly yard: Pick<Yard, 'capabilities' | 'imageList' | 'imageFile'>;
  readonly desk: DeskClient;
  /** With each piece. */
  readonly onProgress: (progress: ContentsProgress) => void;
}

type Images = Readonly<Record<ContentsSide, ImageId>>;

/** Pieces of 512 KiB of a list that wait for the thread: enough to be busy, and little memory. */
const mostWaiting = 8;

/** Where a yard does not give away what its images consist of, lists that are given can still be compared. */
export async function readContents(
  ground: ContentsGround,
  images: Images,
): Promise<Result<ContentsReport>> {
  const { desk, yard } = ground;
  try {
    if (yard.capabilities.readsImages) {
      for (const side of contentsSides) await readList(ground, images[side], side);
      ground.onProgress({ title: 'Comparing both lists', doneBytes: 0, totalBytes: 0 });
      const lists = must(await desk.ask('compareLists', images.a, images.b));
      for (const list of lists) await readPackages(ground, images[list.side], list);
    }
    return await desk.ask('report');
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

async function readList(ground: ContentsGround, image: ImageId, side: ContentsSide): Promise<void> {
  const title = `Reading the list of the ${sideWords[side]} image`;
  const taking: Promise<Result<null>>[] = [];
  for await (const data of pieces(ground, title, (from) => ground.yard.imageList(image, from))) {
    // The next pieces are on their way while one is taken apart, and while the thread starts.
    taking.push(ground.desk.ask('takeList', side, data));
    if (taking.length > mostWaiting) must((await taking.shift()) ?? succeed(null));
  }
  for (const taken of taking) must(await taken);
}

async function readPackages(
  ground: ContentsGround,
  image: ImageId,
  { side, path, bytes, sha256 }: ListToRead,
): Promise<void> {
  const title = `Reading packages of the ${sideWords[side]} image`;
  const data =
    bytes > mostListBytes
      ? 'is too large to be read'
      : await readFile(ground, image, path, title).catch((error: unknown) => {
          // One list that cannot be read leaves the rest of the comparison as it is.
          if (error instanceof FaultError) return `cannot be read: ${error.fault.message}`;
          throw error;
        });
  must(await ground.desk.ask('takePackages', { side, name: path, isGiven: false, sha256, data }));
}

/** @param row as the desk counts them. */
export async function readDifference(
  ground: ContentsGround,
  images: Images,
  row: number,
): Promise<Result<FileDifference>> {
  try {
    const wanted = must(await ground.desk.ask('wanted', row));
    if (wanted.kind === 'told') return succeed({ kind: 'told', text: wanted.text });
    const read = async (side: ContentsSide, file: WantedFile | null) =>
      file === null
        ? null
        : await readFile(
            ground,
            images[side],
            file.path,
            `Reading of the ${sideWords[side]} image`,
          );
    const [a, b] = [await read('a', wanted.a), await read('b', wanted.b)];
    return await ground.desk.ask('difference', row, a, b);
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

async function readFile(
  ground: ContentsGround,
  image: ImageId,
  path: string,
  title: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const read = (from: number): Promise<Result<Piece>> => ground.yard.imageFile(image, path, from);
  for await (const data of pieces(ground, title, read)) parts.push(data);
  return Buffer.concat(parts);
}

/** A file that grows while it is read ends where it did at first. */
async function* pieces(
  { onProgress }: ContentsGround,
  title: string,
  read: (from: number) => Promise<Result<Piece>>,
): AsyncGenerator<Uint8Array> {
  let from = 0;
  let totalBytes = Infinity;
  while (from < totalBytes) {
    const piece = must(await read(from));
    totalBytes = Math.min(totalBytes, piece.totalBytes);
    if (piece.data.length === 0 && from < totalBytes) {
      const message = 'An image ended before its end: it was changed while it was read.';
      throw new FaultError({ code: 'damaged', message });
    }
    from += piece.data.length;
    onProgress({ title, doneBytes: from, totalBytes });
    yield piece.data;
  }
}

function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new FaultError(result.fault);
  return result.value;
}
