/** What the host did, for whoever must find out why: one file, bounded, the one before it kept. */
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plain } from '../../src-shared/wording.ts';

const limitBytes = 1024 * 1024;
const lineLimit = 2000;

export interface HostLog {
  readonly write: (text: string) => void;
}

/** Never throws: a full disk or a missing folder must not end the host over a line of text. */
export function openHostLog(dataFolder: string, clock: { readonly now: () => number }): HostLog {
  const path = join(dataFolder, 'host.log');
  const older = join(dataFolder, 'host.1.log');
  let bytes = sizeOf(path);
  return {
    write: (text) => {
      const line = `${new Date(clock.now()).toISOString()} ${plain(text, lineLimit)}\n`;
      try {
        if (bytes > limitBytes) {
          renameSync(path, older);
          bytes = 0;
        }
        appendFileSync(path, line, { mode: 0o600 });
        bytes += Buffer.byteLength(line);
      } catch {
        bytes = sizeOf(path);
      }
    },
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
