/** The threads that compare pictures, from outside. */
import type { PictureDifference } from '../../../src-shared/appearance-schema.ts';
import type { Result } from '../../../src-shared/result.ts';
import { openThread, programBeside, type ThreadClient } from '../thread-client.ts';
import type { PicturePair } from './difference-thread.ts';

export interface DifferenceClient {
  readonly compare: (pair: PicturePair) => Promise<Result<PictureDifference>>;
  readonly end: () => void;
}

/** Two pictures of 3840 x 4000 pixels with all that is made of them take about 300 MB. */
const mostMegabytes = 1024;
/** A long page is drawn in less time than one thread takes to compare its pictures. */
const mostThreads = 2;

interface PictureThread extends ThreadClient<PicturePair, PictureDifference> {
  underWay: number;
}

/** The second one is started when the first is at work. @param program of a thread; the bench runs from the sources and measures the built one. */
export function openDifferenceThreads(
  program = programBeside(import.meta.url, 'difference-thread'),
): DifferenceClient {
  const open = (): PictureThread => ({
    ...openThread<PicturePair, PictureDifference>({
      ...{ program, mostMegabytes, what: 'The comparison of pictures', tooLarge: null },
    }),
    underWay: 0,
  });
  let threads = [open()];
  let isEnded = false;
  const freest = (): PictureThread => {
    // One that failed has nothing under way for ever, and would fail all that come.
    if (!isEnded) threads = threads.filter((one) => !one.isOver());
    const [least] = threads.toSorted((one, other) => one.underWay - other.underWay);
    const isUsable = least !== undefined && (least.underWay === 0 || threads.length >= mostThreads);
    if (least !== undefined && (isUsable || isEnded)) return least;
    const another = open();
    threads.push(another);
    return another;
  };
  return {
    compare: async (pair) => {
      const thread = freest();
      thread.underWay += 1;
      try {
        return await thread.ask(pair);
      } finally {
        thread.underWay -= 1;
      }
    },
    end: () => {
      isEnded = true;
      for (const { end } of threads) end();
    },
  };
}
