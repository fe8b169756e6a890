/** The ends of our own logs. */
import { join } from 'node:path';
import { readRegularFile } from '../storage/regular-file.ts';

/** Logs are bounded to a megabyte each; what is larger is none of ours. */
const largestBytes = 2 * 1024 * 1024;
const lastLines = 150;

export interface LogEnd {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Of the yard host in this folder: its log, and what it said before it had one. */
export async function readLogs(yardFolder: string): Promise<readonly LogEnd[]> {
  return Promise.all(['host.log', 'host.out'].map((name) => readEnd(yardFolder, name)));
}

async function readEnd(folder: string, name: string): Promise<LogEnd> {
  try {
    const { bytes } = await readRegularFile(join(folder, name), largestBytes);
    const lines = bytes
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return { name, lines: lines.slice(-lastLines) };
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    return { name, lines: code === 'ENOENT' ? [] : [`it cannot be read (${code})`] };
  }
}
