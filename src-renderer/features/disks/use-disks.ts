/** One reading of changed blocks. */
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import type { DisksReport } from '../../../src-shared/disk-blocks.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { useActs } from '../../store/panel-context.ts';
import { useJob, type Job } from '../../store/use-job.ts';

export interface Disks extends Pick<Job<ContentsProgress, DisksReport>, 'state' | 'cancel'> {
  readonly begin: () => void;
}

export function useDisks(a: ImageId, b: ImageId): Disks {
  const { onContents, stopDisks, readDisks } = useActs();
  const acts = { onProgress: onContents, stop: stopDisks };
  const { begin, ...rest } = useJob<ContentsProgress, DisksReport>('disks', acts);
  return { ...rest, begin: () => begin((job) => readDisks(job, a, b)) };
}
