/** The program of the thread that compares pictures: one pair at a time, from files into a file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { Box, PictureDifference } from '../../../src-shared/appearance-schema.ts';
import { faultOf, type Result } from '../../../src-shared/result.ts';
import { comparePixels, readPicture, writePicture } from './picture-difference.ts';

export interface PicturePair {
  /** Paths of PNG files. */
  readonly a: string;
  readonly b: string;
  /** Where the mask goes; there is none where nothing differs. */
  readonly mask: string;
  readonly ignored: readonly Box[];
}

export interface PairAsked extends PicturePair {
  readonly id: number;
}

export interface PairAnswered {
  readonly id: number;
  readonly result: Result<PictureDifference>;
}

function compared({ a, b, mask: path, ignored }: PicturePair): PictureDifference {
  const [left, right] = [readFileSync(a), readFileSync(b)];
  const one = readPicture(left);
  // Equal pages mostly are equal files: unpacked once.
  const other = left.equals(right) ? one : readPicture(right);
  const { difference, mask } = comparePixels(one, other, ignored);
  if (mask !== null) writeFileSync(path, writePicture(mask), { mode: 0o600 });
  return difference;
}

const port = parentPort;
port?.on('message', ({ id, ...pair }: PairAsked) => {
  let answer: PairAnswered;
  try {
    answer = { id, result: { ok: true, value: compared(pair) } };
  } catch (error) {
    answer = { id, result: { ok: false, fault: faultOf(error) } };
  }
  port.postMessage(answer);
});
