/** The desk from outside its thread. Ending it ends whatever it is at, also in the middle of a file. */
import { Worker } from 'node:worker_threads';
import type { Fault, Result } from '../../../src-shared/result.ts';
import { fail } from '../../../src-shared/result.ts';
import type { Desk } from './desk.ts';

export interface DeskQuestion {
  readonly id: number;
  readonly verb: keyof Desk;
  readonly args: readonly unknown[];
}

export interface DeskAnswer {
  readonly id: number;
  readonly result: Result<unknown>;
}

export interface DeskClient {
  readonly ask: <Verb extends keyof Desk>(
    verb: Verb,
    ...args: Parameters<Desk[Verb]>
  ) => Promise<Result<ReturnType<Desk[Verb]>>>;
  readonly end: () => void;
}

const ended: Fault = { code: 'refused', message: 'The comparison of contents was ended.' };
/** Two lists of 200 000 files take about 300 MB; what is beyond this is no image. */
const mostMegabytes = 2048;

/** @param program of the thread; the bench runs from the sources and measures the built one. */
export function openDesk(program = programUrl(import.meta.url)): DeskClient {
  const worker = new Worker(program, {
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  const waiting = new Map<number, (result: Result<never>) => void>();
  let nextId = 0;
  let over: Fault | null = null;
  const finish = (fault: Fault): void => {
    over ??= fault;
    for (const answer of waiting.values()) answer(fail(over));
    waiting.clear();
  };
  worker.on('message', ({ id, result }: DeskAnswer) => {
    const answer = waiting.get(id);
    waiting.delete(id);
    answer?.(result as Result<never>);
  });
  worker.on('error', (error: Error) => {
    const isFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const message = isFull
      ? 'The contents are too large to be compared.'
      : `The comparison of contents failed: ${error.message}`;
    finish({ code: 'internal', message });
  });
  worker.on('exit', () => finish(ended));
  return {
    ask: (verb, ...args) =>
      new Promise((resolve) => {
        if (over !== null) {
          resolve(fail(over));
          return;
        }
        const id = nextId;
        nextId += 1;
        waiting.set(id, resolve);
        const question: DeskQuestion = { id, verb, args };
        worker.postMessage(question);
      }),
    end: () => {
      finish(ended);
      void worker.terminate();
    },
  };
}

/** Beside the sources, or where the build puts its programs: above the parts they share. */
function programUrl(here: string): URL {
  if (here.endsWith('.ts')) return new URL('./desk-thread.ts', here);
  return new URL(here.includes('/chunks/') ? '../desk-thread.js' : './desk-thread.js', here);
}
