/** Sentences about ends that no single verb owns. */
import { loadGoesTo } from '../../../src-shared/load-words.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import type { Fault } from '../../../src-shared/result.ts';
import type { Action } from './decision.ts';
import type { Facts } from './facts.ts';

/** Nothing went wrong: whoever sits here asked for it. */
export const takenBackText =
  'A revert that was pressed here took it back. Nothing more of it is sent.';

/** @param own what was lost; an older look may still show it. */
export function lostText(
  fleet: Fleet | null,
  own: { readonly rollout: RolloutId; readonly epoch: number },
): string {
  const shown = fleet?.rollout ?? null;
  const isBefore = shown?.id === own.rollout && shown.epoch === own.epoch;
  // A look that shows it still tells of the split as it was before it was lost.
  const now = fleet === null || isBefore ? '' : ` ${loadGoesTo(fleet)}`;
  const running = isBefore ? null : shown;
  const by =
    running === null
      ? 'A revert or another panel ended this change.'
      : `${running.owner.name} on ${running.owner.host} goes on with the fleet (${running.intent.kind}).`;
  return `${by} Nothing more is sent by us.${now}`;
}

/** Rule 6: what cannot be recorded is not done. */
export function unrecordedText(action: Action, fault: Fault): string {
  return `"${action.title}" was not done because it could not be recorded. ${fault.message} ${fault.todo ?? ''}`.trim();
}

/** @param ageMs of the last look. */
export function tooSlowText(action: Action, ageMs: number, facts: Facts): string {
  const done =
    facts.steps[action.key] === undefined
      ? `"${action.title}" was not sent`
      : `"${action.title}" was sent and not answered, and is not sent again`;
  return `${done}: the yard answers too slowly to act on what it shows (the last look was ${Math.round(ageMs)} ms old). Look again and press again.`;
}
