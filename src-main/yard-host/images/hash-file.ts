/** SHA-256 of a file's whole content, without stopping the process that also carries the traffic. */
import { createHash, webcrypto } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Hashed at once on this thread: about 0.1 ms, less than it costs to hand it to another one. */
const SMALL_BYTES = 64 * 1024;
/** Up to here a file is hashed in one go on the thread pool. */
const ONE_GO_BYTES = 4 * 1024 * 1024;
/** Larger ones in slices on this thread: one of them takes about 0.5 ms, then others get a turn. */
const SLICE_BYTES = 512 * 1024;

export interface FileFacts {
  readonly sha256: string;
  readonly bytes: number;
  readonly executable: boolean;
}

/** Null when it is no plain file; a link in the last place is not followed. Rejects with the system's error. */
export async function hashFile(path: string): Promise<FileFacts | null> {
  const flags =
    process.platform === 'win32'
      ? constants.O_RDONLY
      : // Without O_NONBLOCK a pipe put in the file's place would keep us waiting for ever.
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) return null;
    const executable = (facts.mode & 0o100) !== 0;
    if (facts.size > ONE_GO_BYTES) return { ...(await hashSlices(handle)), executable };
    // One byte more than it should have, so that a file that grew is seen to have grown.
    const buffer = Buffer.allocUnsafe(facts.size + 1);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, bytes, buffer.length - bytes, bytes);
      bytes += bytesRead;
      if (bytesRead === 0 || bytes >= facts.size) break;
    }
    const content = buffer.subarray(0, bytes);
    const sha256 =
      bytes <= SMALL_BYTES
        ? createHash('sha256').update(content).digest('hex')
        : Buffer.from(await webcrypto.subtle.digest('SHA-256', content)).toString('hex');
    return { sha256, bytes, executable };
  } finally {
    await handle.close();
  }
}

async function hashSlices(
  handle: Awaited<ReturnType<typeof open>>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const slice = Buffer.allocUnsafe(SLICE_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await handle.read(slice, 0, SLICE_BYTES);
    if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
    hash.update(slice.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}
