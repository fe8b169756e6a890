/** The comparison of pages that the window looks at: one at a time, and the pictures of those that are kept. */
import type {
  AppearanceProgress,
  AppearanceReport,
} from '../../../src-shared/appearance-schema.ts';
import type { PictureKind } from '../../../src-shared/appearance-bounds.ts';
import { succeed, type Result } from '../../../src-shared/result.ts';
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
  let open: { readonly job: string; readonly stopper: AbortController } | null = null;

  function end(): void {
    open?.stopper.abort();
    open = null;
  }

  function letGo(stopper: AbortController): void {
    if (open?.stopper === stopper) open = null;
  }

  return {
    compare: async (job, order) => {
      end();
      const stopper = new AbortController();
      open = { job, stopper };
      const { signal } = stopper;
      try {
        const told = (progress: AppearanceProgress): void => {
          if (!signal.aborted) onProgress(job, progress);
        };
        return await compareAppearance(
          { ...ground, nowMs: now(), onProgress: told, signal },
          order,
        );
      } finally {
        letGo(stopper);
      }
    },
    stop: (job) => {
      if (open?.job === job) end();
    },
    end,
    picture: async (run, shot, kind) => succeed(await options.pictures.read(run, shot, kind)),
  };
}
