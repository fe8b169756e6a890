/** One run of sample requests. */
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import type { BehaviourReport, SampleOrder } from '../../../src-shared/behaviour-schema.ts';
import { useActs } from '../../store/panel-context.ts';
import { useJob, type Job } from '../../store/use-job.ts';

export interface Behaviour extends Pick<
  Job<AppearanceProgress, BehaviourReport>,
  'state' | 'cancel'
> {
  readonly begin: (order: SampleOrder) => void;
}

export function useBehaviour(): Behaviour {
  const { onBehaviour, stopBehaviour, compareBehaviour } = useActs();
  const acts = { onProgress: onBehaviour, stop: stopBehaviour };
  const { begin, ...rest } = useJob<AppearanceProgress, BehaviourReport>('behaviour', acts);
  return { ...rest, begin: (order) => begin((job) => compareBehaviour({ job, ...order })) };
}
