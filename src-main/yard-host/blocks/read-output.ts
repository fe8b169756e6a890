/** Reads a block's output into its tail, slowly enough that the traffic does not suffer. */
import type { Readable } from 'node:stream';
import type { LogStream, LogTail } from './log-tail.ts';

/**
 * A block that writes more than this is made to wait (its pipe fills): without a limit one flooding
 * block keeps the process that also carries the traffic busy with reading. 80 MB/s at most.
 */
const BYTES_PER_WINDOW = 4 * 1024 * 1024;
const WINDOW_MS = 50;

/** Resolves when the stream has ended or broken. */
export function readOutput(stream: Readable, name: LogStream, tail: LogTail): Promise<void> {
  return new Promise((resolve) => {
    let windowBytes = 0;
    let timer: NodeJS.Timeout | null = null;
    const done = (): void => {
      if (timer !== null) clearTimeout(timer);
      resolve();
    };
    stream.on('data', (chunk: Buffer) => {
      tail.write(name, chunk);
      windowBytes += chunk.length;
      if (windowBytes >= BYTES_PER_WINDOW) stream.pause();
      timer ??= setTimeout(() => {
        timer = null;
        windowBytes = 0;
        stream.resume();
      }, WINDOW_MS);
    });
    stream.once('end', done).once('close', done).once('error', done);
  });
}
