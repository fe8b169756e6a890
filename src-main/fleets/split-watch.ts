/**
 * Traffic that moves without a change of this panel: another operator, a hand in the console, or a late
 * write of a change that has ended. Nobody may have to find that out by comparing weights. Pure.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import type { Outcome, Progress, TimelineEvent } from '../../src-shared/panel.ts';
import { describeSplit, sendsAllTo } from '../../src-shared/split.ts';
import { ownerText } from '../../src-shared/wording.ts';

/** What an ended change of ours wanted may be read so much later, in milliseconds. */
const readLateMs = 60_000;

export interface SplitWatch {
  /** In words, as it was last taken for known. */
  readonly known: string;
  /** Read once: one look proves nothing (rule 8). */
  readonly pending: string | null;
}

export interface OwnMoves {
  readonly isMoving: boolean;
  readonly wanted: GenerationId | null;
}

export function ownMovesOf(
  fleet: Fleet['id'],
  progress: readonly Progress[],
  outcomes: readonly Outcome[],
  nowMs: number,
): OwnMoves {
  const last = outcomes
    .filter((one) => one.fleet === fleet && nowMs - one.atMs < readLateMs)
    .at(-1);
  const intent = last?.intent;
  return {
    isMoving: progress.some((one) => one.fleet === fleet),
    wanted: intent?.kind === 'cut-over' || intent?.kind === 'revert' ? intent.to : null,
  };
}

/** @returns `moved` when the second look in a row shows a split that no change of ours explains. */
export function watchSplit(
  before: SplitWatch | undefined,
  fleet: Fleet,
  { isMoving, wanted }: OwnMoves,
): { readonly watch: SplitWatch; readonly moved: string | null } {
  const now = describeSplit(fleet);
  const isOurs = isMoving || (wanted !== null && sendsAllTo(fleet, wanted));
  if (before === undefined || isOurs || now === before.known) {
    return { watch: { known: now, pending: null }, moved: null };
  }
  if (now !== before.pending) {
    return { watch: { known: before.known, pending: now }, moved: null };
  }
  return { watch: { known: now, pending: null }, moved: movedText(before.known, fleet) };
}

function movedText(before: string, fleet: Fleet): string {
  const owner = fleet.rollout?.owner;
  const who =
    owner === undefined
      ? 'somebody else, or a late write of an earlier change'
      : `${ownerText(owner)} is at work there`;
  return `It was ${before}, it is ${describeSplit(fleet)}, and no change that runs here did that: ${who}.`;
}

export function eventOfMove(
  id: string,
  fleet: Fleet['id'],
  detail: string,
  atMs: number,
): TimelineEvent {
  const title = 'The traffic was moved';
  return { id, atMs, fleet, rollout: null, severity: 'warning', title, detail, by: 'yard' };
}
