/**
 * Whether a record has its end, from its last lines alone: nothing comes after an end but a comparison that took longer. A
 * folder of thousands of records is asked so at each start, and nearly all of them have one.
 */
import { openRegularFile } from '../storage/regular-file.ts';
import { holdsEntry } from './line.ts';

/** More than an end ever takes, and a comparison usually; of longer last lines all of the record is read. */
const tailBytes = 64 * 1024;

/** @returns false also for what cannot be read or understood: whoever asks then reads all of it. */
export async function endsFinished(path: string): Promise<boolean> {
  const tail = await readTail(path).catch(() => null);
  if (tail === null) return false;
  const lines = tail.toString('utf8').split('\n');
  // What stands behind the last line feed was being written when the machine stopped.
  const [before = '', last = ''] = lines.slice(0, -1).slice(-2);
  const end = holdsEntry(last, 'compared') ? before : last;
  return holdsEntry(end, 'ended');
}

async function readTail(path: string): Promise<Buffer> {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const tail = Buffer.alloc(length);
    const { bytesRead } = await file.read(tail, 0, length, size - length);
    return tail.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
