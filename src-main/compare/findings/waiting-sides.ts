/** When a person who is asked to accept findings is shown sample requests that nobody has sent from here yet. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canServeAll } from '../../../src-shared/guards.ts';
import { acceptsAt } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { weightOf } from '../../../src-shared/roles.ts';
import type { TwoSides } from './ask-findings.ts';

/** Somebody waits for them, in front of a dialog or at a terminal. */
export const longestSamplingMs = 5000;

/**
 * A release of the two waits for that acceptance, as its owner has told: proved, compared, and not measured any more. What
 * is not up just now would be told as failing, which says nothing of it.
 */
export function waitsForAcceptance(fleet: Fleet, { a, b }: TwoSides): boolean {
  const { intent, step } = fleet.rollout ?? {};
  if (intent?.kind !== 'release' || intent.from !== a || releasedId(fleet, intent) !== b) return false; // prettier-ignore
  const place = step?.waitsAt ?? null;
  if (place === null || !acceptsAt(intent.terms, place) || weightOf(fleet, b) > 0) return false;
  return canServeAll(fleet, b).kind === 'allowed';
}
