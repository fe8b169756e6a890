/**
 * The time at which the host was last alive, as a file's own time: one `utimes` a second, no data
 * written. After a crash the difference to it is the gap in which requests were refused.
 */
import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const beatEveryMs = 1000;

export interface Heartbeat {
  readonly stop: () => void;
}

export interface HeartbeatOptions {
  readonly dataFolder: string;
  readonly clock: { readonly now: () => number };
  /** After each beat: null, or why it failed. */
  readonly onBeat: (failure: NodeJS.ErrnoException | null) => void;
}

const heartbeatPath = (dataFolder: string): string => join(dataFolder, 'heartbeat');

/** @returns epoch ms of the last beat of the run before; null when there was none. */
export async function lastBeat(dataFolder: string): Promise<number | null> {
  try {
    return (await stat(heartbeatPath(dataFolder))).mtimeMs;
  } catch {
    return null;
  }
}

export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const path = heartbeatPath(options.dataFolder);
  let isBeating = false;
  const beat = async (): Promise<void> => {
    if (isBeating) return;
    isBeating = true;
    const seconds = options.clock.now() / 1000;
    try {
      await utimes(path, seconds, seconds);
      options.onBeat(null);
    } catch (error) {
      options.onBeat(error as NodeJS.ErrnoException);
    } finally {
      isBeating = false;
    }
  };
  void writeFile(path, '', { mode: 0o600 }).then(beat, (error: unknown) => {
    options.onBeat(error as NodeJS.ErrnoException);
  });
  const timer = setInterval(() => void beat(), beatEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** `2.1 s`, `40 s`, `3 min`, `2 h`: a gap as people say it. */
export function gapText(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${String(Math.round(ms / 1000))} s`;
  if (ms < 7_200_000) return `${String(Math.round(ms / 60_000))} min`;
  return `${String(Math.round(ms / 3_600_000))} h`;
}
