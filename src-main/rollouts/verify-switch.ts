/**
 * Has the switch been seen? The split reads back as wanted, K probes in a row were answered by the
 * wanted generation, and where there is live traffic the entry's own counters say that it alone makes
 * responses.
 */
import type { GenerationId } from '../../src-shared/ids.ts';
import { labelOf } from '../../src-shared/split.ts';
import type { DecideInput } from './decide/decision.ts';
import { judgeTraffic } from './live-traffic.ts';
import type { Verification } from './decide/verification.ts';
import { verifyWork } from './verify-work.ts';

export function verifySwitch(
  input: Pick<DecideInput, 'fleet' | 'facts' | 'nowMs' | 'marker' | 'limits'>,
  to: GenerationId,
): Verification {
  const { fleet, facts, nowMs, marker, limits } = input;
  if (marker === 'work') return verifyWork(input, to);
  if (marker === 'none') return { kind: 'cannot-be-seen' };
  const label = labelOf(fleet, to);
  const { inARow, wrong } = facts.probes;
  const share = Math.min(1, inARow / limits.probesInARow);
  if (inARow < limits.probesInARow) {
    const because =
      wrong !== null && inARow === 0
        ? wrong
        : `${inARow} of ${limits.probesInARow} probes were answered by ${label}`;
    return { kind: 'not-yet', because, share: share * 0.8, needsProbe: true };
  }
  const live = judgeTraffic(facts.live, fleet, to, nowMs);
  switch (live.kind) {
    case 'not-yet':
      return { kind: 'not-yet', because: live.because, share: 0.9, needsProbe: false };
    case 'no-traffic': {
      // Where nothing is counted, nothing is known of other traffic.
      const others = fleet.traffic.isCounted ? '; no other traffic to count' : '';
      const text = `${inARow} probes in a row were answered by ${label}${others}.`;
      return { kind: 'seen', text };
    }
    case 'seen': {
      const text = `${inARow} probes in a row and ${live.responses} responses counted since the switch came from ${label}.`;
      return { kind: 'seen', text };
    }
  }
}
