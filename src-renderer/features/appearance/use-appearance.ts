/** One comparison of pages. */
import type {
  AppearanceList,
  AppearanceProgress,
  AppearanceReport,
} from '../../../src-shared/appearance-schema.ts';
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import { useActs } from '../../store/panel-context.ts';
import { useJob, type Job } from '../../store/use-job.ts';

export interface Appearance extends Pick<
  Job<AppearanceProgress, AppearanceReport>,
  'state' | 'cancel'
> {
  readonly begin: (list: AppearanceList) => void;
}

export function useAppearance(fleet: FleetId, a: GenerationId, b: GenerationId): Appearance {
  const { onAppearance, stopAppearance, compareAppearance } = useActs();
  const acts = { onProgress: onAppearance, stop: stopAppearance };
  const { begin, ...rest } = useJob<AppearanceProgress, AppearanceReport>('appearance', acts);
  return {
    ...rest,
    begin: (list) => begin((job) => compareAppearance({ job, fleet, a, b, list })),
  };
}
