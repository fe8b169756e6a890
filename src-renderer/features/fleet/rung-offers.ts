/** What a generation can be next beside the switch: adopted, stopped, started again. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import type { Verdict } from '../../../src-shared/guards.ts';
import { unableBecause } from '../../../src-shared/plan-of.ts';
import { weightOf } from '../../../src-shared/roles.ts';
import { canAdopt, canStart, canStop } from '../../../src-shared/rung-guards.ts';
import type { RungWish } from '../../../src-shared/rung-plan.ts';

export interface RungOffer {
  readonly verb: RungWish['kind'];
  /** Before its label, and behind it. */
  readonly words: readonly [string, string];
  readonly verdict: Verdict;
}

export function rungOffers(fleet: Fleet, generation: Generation): readonly RungOffer[] {
  return offersOf(fleet, generation).filter(({ verb }) => unableBecause(fleet, verb) === null);
}

function offersOf(fleet: Fleet, generation: Generation): readonly RungOffer[] {
  const { id, rung, isForeign, whyNotAdopted } = generation;
  if (isForeign === true) {
    if (whyNotAdopted !== undefined) return [];
    return [{ verb: 'adopt', words: ['Adopt', ''], verdict: canAdopt(fleet, id) }];
  }
  if (rung === 'stopped') {
    return [{ verb: 'start', words: ['Start', ' again'], verdict: canStart(fleet, id) }];
  }
  if (rung !== 'warm' || weightOf(fleet, id) > 0) return [];
  return [{ verb: 'stop', words: ['Stop', ''], verdict: canStop(fleet, id) }];
}
