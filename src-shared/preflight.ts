/**
 * Whether a release or a cutover would go well, and the way back after it: a list of checks, each with one
 * sentence. Judged over what is seen and what was asked; window and command line show the same list. It
 * binds nobody by itself: what forbids a change is said by its plan, and `stops` only where beginning
 * could not work. Pure.
 */
import { backChecks } from './preflight-back.ts';
import { forwardChecks } from './preflight-forward.ts';
import type { PreflightFacts } from './preflight-facts-schema.ts';
import type { PreflightCheck, PreflightGround, PreflightWish } from './preflight-shape.ts';
import { currentOf } from './roles.ts';
import { warmCostOf, warmCostText } from './warm-cost.ts';

export interface Preflight {
  readonly forward: readonly PreflightCheck[];
  readonly back: readonly PreflightCheck[];
  /** What the way back takes while it is kept, one sentence; empty when nothing is kept. */
  readonly cost: string;
}

export function preflightOf(ground: PreflightGround, wish: PreflightWish): Preflight {
  const { fleet, band, images } = ground;
  const current = currentOf(fleet);
  return {
    forward: forwardChecks(ground, wish),
    back: backChecks(ground, wish),
    cost: current === undefined ? '' : warmCostText(current, warmCostOf(current, band, images)),
  };
}

/** Why it cannot begin; null when nothing here forbids it. */
export function preflightStop({ forward, back }: Preflight): string | null {
  return [...forward, ...back].find(({ stops }) => stops)?.text ?? null;
}

const counted = [
  ['failed', 'failed'],
  ['warning', 'warning', 'warnings'],
  ['untold', 'cannot be told'],
  ['asking', 'being asked'],
  ['passed', 'passed'],
] as const;

/** `1 failed, 2 warnings, 9 passed` */
export function preflightSummary({ forward, back }: Preflight): string {
  const all = [...forward, ...back];
  return counted
    .flatMap(([verdict, one, more = one]) => {
      const count = all.filter((check) => check.verdict === verdict).length;
      return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : more}`];
    })
    .join(', ');
}

/** Asked, and nobody answered. @param because a whole sentence. */
export function noAnswers(because: string): PreflightFacts {
  const none = { kind: 'untold', because } as const;
  return {
    ...{ image: none, servingImage: none, difference: none, room: none, entry: none },
    ...{ check: none, permissions: null },
  };
}
