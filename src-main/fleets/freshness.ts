/**
 * How fresh the picture is: the worse of the connection and the last look. A connection that lives
 * while reads fail, or are not believed, must not pass for live.
 */
import type { Denial } from '../../src-shared/denial.ts';
import type { YardLink } from '../../src-shared/panel.ts';
import { asOfMs } from './look-age.ts';
import type { Sight } from './observations.ts';

/**
 * @param nowMs used only when reads have failed from the beginning.
 * @param held what was said before, while no look has ended that began since the connection is there: one from before
 *   failed for want of it, and says nothing of the yard. Null once one has.
 */
export function freshnessOf(
  link: YardLink,
  sight: Sight,
  nowMs: number,
  held: YardLink | null,
): YardLink {
  if (link.kind !== 'live') return link;
  if (sight.kind !== 'live' && held !== null && held.kind !== 'live') return held;
  switch (sight.kind) {
    case 'live':
      return sight.isOld ? { kind: 'live', asOfMs: asOfMs(sight.look) } : link;
    case 'stale':
      return staleSince(sight.sinceMs, sight.reason, sight.denial);
    case 'none':
      // Connected, and nothing seen yet: neither an empty yard nor a live one.
      return sight.reason === null
        ? { kind: 'starting' }
        : staleSince(nowMs, sight.reason, sight.denial);
  }
}

function staleSince(sinceMs: number, reason: string, denial: Denial | undefined): YardLink {
  return { kind: 'stale', sinceMs, reason, ...(denial && { denial }) };
}
