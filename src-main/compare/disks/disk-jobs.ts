/** The reading of changed blocks that the window looks at: one at a time, until it is done or left. */
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import type { DisksReport } from '../../../src-shared/disk-blocks.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createOneJob } from '../one-job.ts';
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
  const { run, stop, end } = createOneJob();
  return {
    read: ({ job, ...images }, yard) =>
      run(job, (ended) => {
        const told = (progress: ContentsProgress): void => {
          if (!ended.aborted) onProgress(job, progress);
        };
        return readDisks({ yard, monotonicMs, ended, onProgress: told }, images);
      }),
    ...{ stop, end },
  };
}
