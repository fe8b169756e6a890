/** The calls about changed blocks, led to the reading that the window has open. */
import type { DiskJobs } from '../compare/disks/disk-jobs.ts';
import type { DisksGround } from '../compare/disks/read-disks.ts';
import type { YardId } from '../../src-shared/ids.ts';
import { succeed } from '../../src-shared/result.ts';
import type { Handlers } from './answer-call.ts';

export interface DiskServices {
  readonly disks: DiskJobs;
}

export function diskCalls(
  { disks }: DiskServices,
  yardOf: (id: YardId) => DisksGround['yard'],
): Pick<Handlers, 'disks.read' | 'disks.stop'> {
  return {
    'disks.read': ({ yard, ...order }) => disks.read(order, yardOf(yard)),
    'disks.stop': ({ job }) => {
      disks.stop(job);
      return Promise.resolve(succeed(null));
    },
  };
}
