/** The streams and signals of this process, the same for both programs that are the command line. */
import { exitCodes } from './exit-code.ts';
import type { Streams } from './terminal.ts';

export interface ProcessEnds {
  readonly streams: Streams;
  readonly interrupted: AbortSignal;
  readonly unread: AbortSignal;
  /** As a signal does. */
  readonly interrupt: () => void;
}

/** @param exit ends the process at once: the second time that somebody says so. */
export function watchProcess(exit: (code: number) => void): ProcessEnds {
  const stopping = new AbortController();
  const unread = new AbortController();
  const onSignal = (): void => {
    if (stopping.signal.aborted) exit(exitCodes.left);
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const writer = (stream: NodeJS.WriteStream) => {
    let isGone = false;
    // A reader that has seen enough (`| head`): what was begun goes to its end without words.
    stream.on('error', () => {
      isGone = true;
      unread.abort();
    });
    return (text: string): void => {
      if (!isGone) stream.write(text);
    };
  };
  const streams = { out: writer(process.stdout), err: writer(process.stderr) };
  return { streams, interrupted: stopping.signal, unread: unread.signal, interrupt: onSignal };
}
