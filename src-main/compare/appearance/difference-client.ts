/** The thread that compares pictures, from outside. */
import type { PictureDifference } from '../../../src-shared/appearance-schema.ts';
import type { Result } from '../../../src-shared/result.ts';
import { openThread, programBeside } from '../thread-client.ts';
import type { PicturePair } from './difference-thread.ts';

export interface DifferenceClient {
  readonly compare: (pair: PicturePair) => Promise<Result<PictureDifference>>;
  readonly end: () => void;
}

/** Two pictures of 3840 x 4000 pixels with all that is made of them take about 300 MB. */
const mostMegabytes = 1024;

/** @param program of the thread; the bench runs from the sources and measures the built one. */
export function openDifferenceThread(
  program = programBeside(import.meta.url, 'difference-thread'),
): DifferenceClient {
  const { ask, end } = openThread<PicturePair, PictureDifference>({
    ...{ program, mostMegabytes, what: 'The comparison of pictures', tooLarge: null },
  });
  return { compare: ask, end };
}
