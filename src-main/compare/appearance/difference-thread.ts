/** The program of the thread that compares pictures: one pair at a time, from files into a file. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Box, PictureDifference } from '../../../src-shared/appearance-schema.ts';
import { answerInThread } from '../thread-answers.ts';
import { comparePixels, readPicture, writePicture } from './picture-difference.ts';

export interface PicturePair {
  /** Paths of PNG files. */
  readonly a: string;
  readonly b: string;
  /** Where the mask goes; there is none where nothing differs. */
  readonly mask: string;
  readonly ignored: readonly Box[];
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

answerInThread<{ question: PicturePair; value: PictureDifference }>(compared);
