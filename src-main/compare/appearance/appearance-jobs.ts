/** The comparison of pages that the window looks at: one at a time, and the pictures of those that are kept. */
import type {
  AppearanceProgress,
  AppearanceReport,
} from '../../../src-shared/appearance-schema.ts';
import type { PictureKind } from '../../../src-shared/appearance-bounds.ts';
import { succeed, type Result } from '../../../src-shared/result.ts';
import { createOneJob } from '../one-job.ts';
import {
  compareAppearance,
  type AppearanceGround,
  type AppearanceOrder,
} from './compare-appearance.ts';

export interface AppearanceJobs {
  /** @param job a name that the window gives it. Another one ends the one before, which answers `refused`. */
  readonly compare: (job: string, order: AppearanceOrder) => Promise<Result<AppearanceReport>>;
  readonly stop: (job: string) => void;
  /** Whichever runs: nobody waits for it any more. */
  readonly end: () => void;
  /** @throws `not-found`. */
  readonly picture: (
    run: string,
    shot: number,
    kind: PictureKind,
  ) => Promise<Result<Uint8Array<ArrayBuffer>>>;
}

export interface AppearanceJobsOptions extends Pick<
  AppearanceGround,
  'openCamera' | 'openDifference' | 'pictures' | 'mark' | 'newId'
> {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onProgress: (job: string, progress: AppearanceProgress) => void;
}

export function createAppearanceJobs(options: AppearanceJobsOptions): AppearanceJobs {
  const { now, onProgress, ...ground } = options;
  const { run, stop, end } = createOneJob();
  return {
    compare: (job, order) =>
      run(job, (signal) => {
        const told = (progress: AppearanceProgress): void => {
          if (!signal.aborted) onProgress(job, progress);
        };
        return compareAppearance({ ...ground, nowMs: now(), onProgress: told, signal }, order);
      }),
    ...{ stop, end },
    picture: async (run, shot, kind) => succeed(await options.pictures.read(run, shot, kind)),
  };
}
