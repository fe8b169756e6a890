/** The reading of changed blocks that the window looks at: one at a time, until it is done or left. */
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import type { DisksReport } from '../../../src-shared/disk-blocks.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { readDisks, type DisksGround } from './read-disks.ts';

export interface DisksOrder {
  /** A name that the window gives it, never used before. */
  readonly job: string;
  readonly a: ImageId;
  readonly b: ImageId;
}

export interface DiskJobs {
  /** Ends the one before. What is ended in between answers `refused`. */
  readonly read: (order: DisksOrder, yard: DisksGround['yard']) => Promise<Result<DisksReport>>;
  readonly stop: (job: string) => void;
  /** Whichever runs: nobody looks at it any more. */
  readonly end: () => void;
}

export interface DiskJobsOptions {
  readonly monotonicMs: () => number;
  readonly onProgress: (job: string, progress: ContentsProgress) => void;
}

export function createDiskJobs({ monotonicMs, onProgress }: DiskJobsOptions): DiskJobs {
  let running: { readonly job: string; readonly ending: AbortController } | null = null;
  const end = (): void => {
    running?.ending.abort();
    running = null;
  };
  const isRunning = (ending: AbortController): boolean => running?.ending === ending;
  return {
    read: async ({ job, ...images }, yard) => {
      end();
      const ending = new AbortController();
      running = { job, ending };
      const ground: DisksGround = {
        ...{ yard, monotonicMs, ended: ending.signal },
        onProgress: (progress) => {
          if (!ending.signal.aborted) onProgress(job, progress);
        },
      };
      try {
        return await readDisks(ground, images);
      } finally {
        if (isRunning(ending)) running = null;
      }
    },
    stop: (job) => {
      if (running?.job === job) end();
    },
    end,
  };
}
