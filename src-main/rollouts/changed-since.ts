/** What was changed at an entry since a cutover or a release was pressed on it, and how a split is read out. Pure. */
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { describeSplit } from '../../src-shared/split.ts';
import type { Yard } from '../yards/port.ts';

/** In sentences; empty where the split reads as it was pressed on, or the yard does not remember it. */
export function changedSince(
  yard: Pick<Yard, 'capabilities' | 'differenceSince'>,
  fleet: Fleet,
  move: Wish | Intent,
  /** What the last write of ours left behind. */
  ownRevision: number | null = null,
): readonly string[] {
  if (move.kind !== 'cut-over' && move.kind !== 'release') return [];
  if (yard.capabilities.revisions !== 'fingerprint') return [];
  const expected = ownRevision ?? move.expectedRevision;
  return fleet.split.revision === expected ? [] : yard.differenceSince(fleet.id, expected);
}

/** ` (revision 7)`; nothing where it is a fingerprint, which tells a reader nothing. */
export function revisionOf(fleet: Fleet, revisions: YardCapabilities['revisions']): string {
  return revisions === 'rising' ? ` (revision ${fleet.split.revision})` : '';
}

export function readSplit(fleet: Fleet, revisions: YardCapabilities['revisions']): string {
  return `${describeSplit(fleet)}${revisionOf(fleet, revisions)}`;
}
