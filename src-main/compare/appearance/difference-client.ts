/** The thread that compares pictures, from outside. Ending it ends whatever it is at. */
import { Worker } from 'node:worker_threads';
import type { PictureDifference } from '../../../src-shared/appearance-schema.ts';
import { fail, type Fault, type Result } from '../../../src-shared/result.ts';
import type { PairAnswered, PairAsked, PicturePair } from './difference-thread.ts';

export interface DifferenceClient {
  readonly compare: (pair: PicturePair) => Promise<Result<PictureDifference>>;
  readonly end: () => void;
}

const ended: Fault = { code: 'refused', message: 'The comparison of pictures was ended.' };
/** Two pictures of 3840 x 4000 pixels with all that is made of them take about 300 MB. */
const mostMegabytes = 1024;

/** @param program of the thread; the bench runs from the sources and measures the built one. */
export function openDifferenceThread(program = programUrl(import.meta.url)): DifferenceClient {
  const worker = new Worker(program, {
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  const waiting = new Map<number, (result: Result<PictureDifference>) => void>();
  let nextId = 0;
  let over: Fault | null = null;
  const finish = (fault: Fault): void => {
    over ??= fault;
    for (const answer of waiting.values()) answer(fail(over));
    waiting.clear();
  };
  worker.on('message', ({ id, result }: PairAnswered) => {
    const answer = waiting.get(id);
    waiting.delete(id);
    answer?.(result);
  });
  worker.on('error', (error: Error) => {
    finish({ code: 'internal', message: `The comparison of pictures failed: ${error.message}` });
  });
  worker.on('exit', () => finish(ended));
  return {
    compare: (pair) =>
      new Promise((resolve) => {
        if (over !== null) {
          resolve(fail(over));
          return;
        }
        const id = nextId;
        nextId += 1;
        waiting.set(id, resolve);
        const asked: PairAsked = { id, ...pair };
        worker.postMessage(asked);
      }),
    end: () => {
      finish(ended);
      void worker.terminate();
    },
  };
}

/** Beside the sources, or where the build puts its programs: above the parts they share. */
function programUrl(here: string): URL {
  if (here.endsWith('.ts')) return new URL('./difference-thread.ts', here);
  const name = 'difference-thread.js';
  return new URL(here.includes('/chunks/') ? `../${name}` : `./${name}`, here);
}
