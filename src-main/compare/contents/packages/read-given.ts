/** A list of packages that the operator names: any file of this computer, so it is looked at before it is read. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { mostListBytes } from './read-package-list.ts';

// A pipe without a writer would keep us waiting for ever.
const flags =
  process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;

/** @returns its content, or why there is none, as the end of a sentence. */
export async function readGivenList(path: string): Promise<Uint8Array | string> {
  try {
    const handle = await open(path, flags);
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) return 'is no file';
      if (facts.size > mostListBytes) return 'is too large to be read';
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return 'is not there';
    return code === 'EACCES' ? 'may not be read by you' : `cannot be read (${code})`;
  }
}
