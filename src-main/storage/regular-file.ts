/**
 * Reads ordinary files only, and no more of them than was said: behind a name that anybody may have put
 * there, a device or a pipe would fill all memory or never end.
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** @throws the system's error, or one that says that it is no file. Whoever calls closes it. */
export async function openRegularFile(path: string): Promise<FileHandle> {
  // Without a word of who writes to it, a pipe is not even opened.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if ((await file.stat()).isFile()) return file;
    throw Object.assign(new Error('it is not a regular file'), { code: 'EINVAL' });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @returns the first `limitBytes` of it, and whether there is more. @throws as `openRegularFile`. */
export async function readRegularFile(
  path: string,
  limitBytes: number,
): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, limitBytes));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return { bytes: bytes.subarray(0, done), isCut: size > limitBytes };
  } finally {
    await file.close();
  }
}
