/** What people said to a running release, as far as a look shows it. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import { noControls } from '../../../src-shared/release.ts';
import type { Handover } from '../../../src-shared/handover-schema.ts';
import type { RolloutControls } from '../../../src-shared/release-schema.ts';

export type ReleaseTold = RolloutControls;

export function toldOf(fleet: Fleet, rollout: RolloutId): ReleaseTold {
  const running = fleet.rollout?.id === rollout ? fleet.rollout : null;
  return running?.controls ?? noControls;
}

/** Null when nothing new was said. */
export function toldText(before: ReleaseTold, now: ReleaseTold): string | null {
  if (now.isAborted && !before.isAborted) return 'Abort';
  if (now.passed > before.passed) return 'Go on with the traffic';
  if (now.isHeld !== before.isHeld) return now.isHeld ? 'Hold' : 'Resume';
  const handover = handoverText(before.handover, now.handover);
  if (handover !== null) return handover;
  if (now.passedAtMs !== before.passedAtMs && now.passedAtMs !== null)
    return 'Go on with the traffic, once more';
  return null;
}

/** The word itself; that it was given stands in the record as an entry of its own. */
function handoverText(before: Handover | undefined, now: Handover | undefined): string | null {
  if (now === undefined || JSON.stringify(before) === JSON.stringify(now)) return null;
  const words = { asked: 'Asks to take it over', declined: 'Keeps it', given: 'Hands it over' };
  return words[now.kind];
}
