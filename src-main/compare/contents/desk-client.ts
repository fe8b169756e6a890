/** The desk from outside its thread: ending it ends it in the middle of a file, too. */
import type { Result } from '../../../src-shared/result.ts';
import { openThread, programBeside } from '../thread-client.ts';
import type { Desk } from './desk.ts';

export interface DeskQuestion {
  readonly verb: keyof Desk;
  readonly args: readonly unknown[];
}

export interface DeskClient {
  readonly ask: <Verb extends keyof Desk>(
    verb: Verb,
    ...args: Parameters<Desk[Verb]>
  ) => Promise<Result<ReturnType<Desk[Verb]>>>;
  readonly end: () => void;
}

/** Two lists of 200 000 files take about 300 MB; what is beyond this is no image. */
const mostMegabytes = 2048;

/** @param program of the thread; the bench runs from the sources and measures the built one. */
export function openDesk(program = programBeside(import.meta.url, 'desk-thread')): DeskClient {
  // What a verb answers is known by its name only, as its caller says it.
  const { ask, end } = openThread<DeskQuestion, never>({
    ...{ program, mostMegabytes, what: 'The comparison of contents' },
    tooLarge: 'The contents are too large to be compared.',
  });
  return { ask: (verb, ...args) => ask({ verb, args }), end };
}
