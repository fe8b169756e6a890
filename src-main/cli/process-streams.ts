/** The streams and signals of this process, the same for both programs that are the command line. */
import { exitCodes } from './exit-code.ts';
import type { Streams } from './terminal.ts';

export interface ProcessEnds {
  readonly streams: Streams;
  readonly interrupted: AbortSignal;
  readonly unread: AbortSignal;
  /** As a signal does. */
  readonly interrupt: () => void;
  /**
   * What to end with: an answer that could not be written is none. A reader that has gone away has seen what
   * it wanted.
   */
  readonly codeAfter: (code: number) => number;
}

const sameWordMs = 400;

/** @param exit ends the process at once: the second time that somebody says so. */
export function watchProcess(exit: (code: number) => void): ProcessEnds {
  const stopping = new AbortController();
  const unread = new AbortController();
  let toldAtMs = 0;
  let lost: string | null = null;
  const onSignal = (): void => {
    const nowMs = performance.now();
    // The terminal tells the whole group, and whoever started us passes it on: that is one word, said twice.
    if (stopping.signal.aborted && nowMs - toldAtMs > sameWordMs) exit(exitCodes.left);
    if (!stopping.signal.aborted) toldAtMs = nowMs;
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const writer = (stream: NodeJS.WriteStream) => {
    let isGone = false;
    // A reader that has seen enough (`| head`): what was begun goes to its end without words.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      isGone = true;
      if (error.code !== 'EPIPE' && stream === process.stdout) lost ??= error.code ?? error.message;
      unread.abort();
    });
    return (text: string): void => {
      if (!isGone) stream.write(text);
    };
  };
  const streams = { out: writer(process.stdout), err: writer(process.stderr) };
  const codeAfter = (code: number): number => {
    if (lost === null) return code;
    streams.err(`blockyard: The answer could not be written: ${lost}.\n`);
    return code === exitCodes.done ? exitCodes.failed : code;
  };
  const { signal: interrupted } = stopping;
  return { streams, interrupted, unread: unread.signal, interrupt: onSignal, codeAfter };
}
