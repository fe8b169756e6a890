/** The end of our part in a change that its owner hands to another panel. */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { Owner } from '../../src-shared/handover-schema.ts';
import { givenTo } from '../../src-shared/handover.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { ownerText } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import type { Job } from './job.ts';

/** To whom it was let go in our epoch, by what the yard shows; also when it was taken up since. */
export function givenAway(
  { rollout, epoch }: Pick<Job, 'rollout' | 'epoch'>,
  fleet: Fleet | undefined,
): Owner | null {
  const running = fleet?.rollout;
  return running?.id === rollout ? givenTo({ ...running, epoch }) : null;
}

/** Its own end is to come: that one takes it up, or after the lease whoever finds it. */
export async function handOver(job: Job, to: Owner, clock: Clock): Promise<Outcome> {
  const { fleet, rollout, intent, epoch, diary, lease } = job;
  lease.lose();
  await diary.write({ type: 'handed', epoch, to });
  const text = `${ownerText(to)} carries it on.`;
  const atMs = clock.now();
  return { fleet, rollout, intent, atMs, kind: 'handed-over', text, firstResponseMs: null };
}
