/** Who carries a change, as far as its lease says: a dead panel stands in the yard like a living one. Pure. */
import type { Rollout } from '../../src-shared/fleet.ts';
import { ownerText, roughDuration } from '../../src-shared/wording.ts';

type Leased = Pick<Rollout, 'owner' | 'leaseEndsAtMs' | 'intent'>;

/** @param yardNowMs by the clock of the yard, which the lease runs by. */
export function isLeaseOver({ leaseEndsAtMs }: Leased, yardNowMs: number): boolean {
  return leaseEndsAtMs < yardNowMs;
}

/** `ana on desk`, for a table. */
export function carrierName(rollout: Leased, yardNowMs: number): string {
  const who = ownerText(rollout.owner);
  return isLeaseOver(rollout, yardNowMs) ? `${who} (lease over)` : who;
}

/** A whole sentence, or two. */
export function carrierText(rollout: Leased, yardNowMs: number): string {
  const { owner, intent, leaseEndsAtMs } = rollout;
  const who = ownerText(owner);
  if (!isLeaseOver(rollout, yardNowMs)) return `${who} carries the ${intent.kind}.`;
  const since = roughDuration(yardNowMs - leaseEndsAtMs);
  return `Nobody carries the ${intent.kind}: the lease of ${who} has been over for ${since}. \`blockyard watch --carry\` takes it up.`;
}
