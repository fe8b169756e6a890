/** The acts of reading which blocks of two images' disks differ. */
import type { DisksReport } from '../../src-shared/disk-blocks.ts';
import type { ImageId, YardId } from '../../src-shared/ids.ts';
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import type { Result } from '../../src-shared/result.ts';

export interface DiskActs {
  /** @param job a name of its own; how far it is comes as progress of contents under it. */
  readonly readDisks: (job: string, a: ImageId, b: ImageId) => Promise<Result<DisksReport>>;
  readonly stopDisks: (job: string) => void;
}

export function diskActs(
  { call }: Bridge,
  inYard: () => { readonly yard: YardId },
  answerOf: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>,
): DiskActs {
  return {
    readDisks: (job, a, b) => answerOf(call['disks.read']({ ...inYard(), job, a, b })),
    // What was stopped answers by itself; that it could not be stopped is no news to anybody.
    stopDisks: (job) => void answerOf(call['disks.stop']({ job })),
  };
}
