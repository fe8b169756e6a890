/** The sample requests that the window waits for: one run at a time. */
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import type { BehaviourReport } from '../../../src-shared/behaviour-schema.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import { createOneJob } from '../one-job.ts';
import { compareBehaviour, type BehaviourOrder } from './compare-behaviour.ts';

export interface BehaviourJobs {
  /** @param job a name that the window gives it. Another one ends the one before, which answers `refused`. */
  readonly compare: (job: string, order: BehaviourOrder) => Promise<Result<BehaviourReport>>;
  readonly stop: (job: string) => void;
  /** Whichever runs: nobody waits for it any more. */
  readonly end: () => void;
}

export function createBehaviourJobs(
  clock: Pick<Clock, 'now' | 'monotonicMs'>,
  onProgress: (job: string, progress: AppearanceProgress) => void,
): BehaviourJobs {
  const { run, stop, end } = createOneJob();
  return {
    compare: (job, order) =>
      run(job, (signal) => {
        const told = (progress: AppearanceProgress): void => {
          if (!signal.aborted) onProgress(job, progress);
        };
        const { monotonicMs } = clock;
        return compareBehaviour(
          { nowMs: clock.now(), monotonicMs, onProgress: told, signal },
          order,
        );
      }),
    ...{ stop, end },
  };
}
