/**
 * Which auto scaling groups have to be held at their size again. A hold is set by a launch and ends by itself, but a
 * release may be watched for days, a press may be waited for, and the way back stands until it is retired (rules 4
 * and 5): without another hold its own policies end what has no traffic. Pure.
 */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../../src-shared/ids.ts';
import { releasedId } from '../../../../src-shared/released-id.ts';
import type { ReadScaling } from '../discover/reading.ts';
import { holdIn } from '../discover/scaling-group.ts';
import { moveOf } from '../move-of.ts';

/** By what the last look shows. */
export interface HeldLook {
  /** The auto scaling groups that fill a generation. */
  readonly behind: (generation: GenerationId) => readonly ReadScaling[];
  readonly nowMs: number;
  /** How long a hold lasts, in milliseconds. */
  readonly holdMs: number;
}

/**
 * Who keeps its size while nothing is ordered: the way back, and what moves traffic both its sides. What
 * serves with no change under way may shrink by its own policies again when its hold ends, so that it does
 * not stay for ever as large as its busiest hour. Nobody while a change of another kind runs, which may take
 * servers away or end the group.
 */
export function keptAtSize(fleet: Fleet): readonly GenerationId[] {
  const { generations, previous, rollout } = fleet;
  const wayBack = previous === null ? [] : [previous];
  if (rollout === null) return wayBack;
  const { intent } = rollout;
  const move = moveOf(intent, intent.kind === 'release' ? releasedId(fleet, intent) : null);
  // Nothing is beside what serves before it is launched: it need not be held yet.
  if (move === null || move.from === move.to || generations.every(({ id }) => id !== move.to)) {
    return [];
  }
  return [...new Set([move.from, move.to, ...wayBack])];
}

/** Whose hold has ended, or has less than half of its time left. @returns names of auto scaling groups. */
export function holdsToRenew(look: HeldLook, kept: readonly GenerationId[]): readonly string[] {
  return namesOf(look, kept, (one) => isDue(look, one));
}

/** The same right before traffic moves, and what has grown since it was held. */
export function holdsBeforeWrite(
  look: HeldLook,
  sides: readonly GenerationId[],
): readonly string[] {
  return namesOf(look, sides, (one) => isDue(look, one) || isSmaller(one));
}

function namesOf(
  { behind }: HeldLook,
  generations: readonly GenerationId[],
  isMeant: (one: ReadScaling) => boolean,
): readonly string[] {
  const due = generations
    .flatMap(behind)
    // One that is being deleted takes no order.
    .filter((one) => one.group.status === null && isMeant(one));
  return [...new Set(due.map(({ group }) => group.name))];
}

function isDue({ nowMs, holdMs }: HeldLook, one: ReadScaling): boolean {
  // Not read: whether it is held is asked before anything is written.
  if (one.details === null) return true;
  const hold = holdIn(one.details.scheduled, nowMs);
  return hold === null ? isSmaller(one) : hold.untilMs < nowMs + holdMs / 2;
}

/** It may become smaller than it is. */
function isSmaller({ group: { sizes } }: ReadScaling): boolean {
  return sizes.min < sizes.desired;
}
