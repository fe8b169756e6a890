/** What people said to a running release, as far as a look shows it. */
import { longestFindingsReason } from '../../../src-shared/findings-bounds.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import { noControls } from '../../../src-shared/release.ts';
import type { Handover } from '../../../src-shared/handover-schema.ts';
import type { RolloutControls } from '../../../src-shared/release-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { JournalEntry, WrittenEntry } from '../../journal/entries.ts';

export type ReleaseTold = RolloutControls;
type ToldEntry = Extract<JournalEntry, { type: 'told' }>;

export function toldOf(fleet: Fleet, rollout: RolloutId): ReleaseTold {
  const running = fleet.rollout?.id === rollout ? fleet.rollout : null;
  return running?.controls ?? noControls;
}

/** As it stands in the record; null when nothing new was said. */
export function toldEntry(before: ReleaseTold, now: ReleaseTold): ToldEntry | null {
  const { accepted } = now;
  const isAborted = now.isAborted && !before.isAborted;
  if (!isAborted && accepted !== undefined && accepted.atMs !== before.accepted?.atMs) {
    const { mark, reason, by } = accepted;
    const text = `Accept the findings: \u201c${plain(reason, longestFindingsReason)}\u201d`;
    return { type: 'told', text, by, accepted: { mark, reason } };
  }
  const text = toldText(before, now);
  return text === null ? null : { type: 'told', text, by: now.by };
}

/** Of the first look of whoever carries it: what was accepted before stands in this record, too. */
export function toldBefore(now: ReleaseTold, entries: readonly WrittenEntry[]): ReleaseTold {
  const { accepted, ...rest } = now;
  const isKept = entries.some(
    ({ entry }) => entry.type === 'told' && entry.accepted?.mark === accepted?.mark,
  );
  return accepted === undefined || isKept ? now : rest;
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
