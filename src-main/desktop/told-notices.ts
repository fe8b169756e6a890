/**
 * Which notifications were told, also before a restart: a release that waits for a press is one event, however
 * often its panel starts. Kept in a file of the panel; without it the worst is that something is told twice.
 */
import * as z from 'zod';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { readRegularFile } from '../storage/regular-file.ts';

export interface ToldNotices {
  /** True once for each key. */
  readonly tellOnce: (key: string) => boolean;
  /** It may be told again. */
  readonly forget: (key: string) => void;
  /** Resolves when what was told until now is on the disk, or could not be. */
  readonly saved: () => Promise<void>;
}

/** Of the newest; a change is told a handful of times and then never again. */
const keptKeys = 500;
const largestBytes = 256 * 1024;

const fileSchema = z.object({ told: z.array(z.string().max(300)).max(keptKeys) });

export async function openToldNotices(path: string): Promise<ToldNotices> {
  let keys = await readKeys(path);
  let saving: Promise<void> = Promise.resolve();
  const keep = (next: readonly string[]): void => {
    keys = next;
    const text = `${JSON.stringify({ told: next })}\n`;
    // A full disk must not end the panel over a notification.
    saving = saving.then(() => writeFileAtomically(path, text).catch(() => undefined));
  };
  return {
    tellOnce: (key) => {
      if (keys.includes(key)) return false;
      keep([...keys, key].slice(-keptKeys));
      return true;
    },
    forget: (key) => {
      if (keys.includes(key)) keep(keys.filter((each) => each !== key));
    },
    saved: () => saving,
  };
}

async function readKeys(path: string): Promise<readonly string[]> {
  try {
    const { bytes } = await readRegularFile(path, largestBytes);
    return fileSchema.parse(JSON.parse(bytes.toString('utf8'))).told;
  } catch {
    return [];
  }
}
