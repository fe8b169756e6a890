/** The sample requests that the window waits for: one run at a time. */
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import type { BehaviourReport } from '../../../src-shared/behaviour-schema.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
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
  let open: { readonly job: string; readonly stopper: AbortController } | null = null;
  const end = (): void => {
    open?.stopper.abort();
    open = null;
  };
  return {
    compare: async (job, order) => {
      end();
      const own = { job, stopper: new AbortController() };
      open = own;
      const { signal } = own.stopper;
      const told = (progress: AppearanceProgress): void => {
        if (!signal.aborted) onProgress(job, progress);
      };
      const { monotonicMs } = clock;
      const ground = { nowMs: clock.now(), monotonicMs, onProgress: told, signal };
      const report = await compareBehaviour(ground, order);
      if (open === own) open = null;
      return report;
    },
    stop: (job) => {
      if (open?.job === job) end();
    },
    end,
  };
}
