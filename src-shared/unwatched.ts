/** For how long nobody carried a change before it was taken up again. Pure. */
import type { Intent } from './fleet.ts';
import { spanText } from './span-text.ts';

/**
 * Between the last time that the yard heard of the owner before and the takeover, by the yard's own clock:
 * the ends of two leases of one length. Milliseconds; null where that clock was set back.
 */
export function unwatchedMs(
  before: { readonly leaseEndsAtMs: number },
  after: { readonly leaseEndsAtMs: number },
): number | null {
  const ms = after.leaseEndsAtMs - before.leaseEndsAtMs;
  return ms >= 0 ? ms : null;
}

/** @param ms null or absent: not known. The owner may have lived a little longer than it was heard of. */
export function unwatchedText(kind: Intent['kind'], ms: number | null | undefined): string {
  const nobody = kind === 'release' ? 'no guard watched' : 'nobody carried it on';
  if (ms === null || ms === undefined) return `For how long ${nobody} is not known.`;
  // Up to the next second: never said to be shorter than it was.
  const span = spanText(Math.ceil(ms / 1000) * 1000);
  return `${nobody.charAt(0).toUpperCase()}${nobody.slice(1)} for up to ${span}.`;
}
