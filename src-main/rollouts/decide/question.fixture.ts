/** Questions to `decide`, built for tests. Test support. */
import { aRecipe, aRollout, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import { asBlockId, asImageId, asRolloutId } from '../../../src-shared/ids.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { decide } from './decide.ts';
import type { DecideInput, Decision } from './decision.ts';
import { freshFacts, withStep, type Facts, type StepFact, type StepKey } from './facts.ts';

export const cutOver = { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 } as const;
export const attaching: Intent = { ...cutOver, attaches: true };
export const replace: Intent = { kind: 'replace', generation: v1, block: asBlockId(`${v1}-b1`) };
export const retire: Intent = { kind: 'retire', generation: v2 };
export const launch: Intent = {
  kind: 'launch',
  image: asImageId('sha256:3'),
  number: 3,
  size: 4,
  recipe: aRecipe,
};

export const rollout = asRolloutId('rollout-1');
export const facts = freshFacts({ nowMs: 0, monotonicMs: 0 }, 'v001 100 %');
export const sent = { atMs: 100, firstSentAtMs: 100, attempt: 1, reason: 'why' };
export const fault = { code: 'unknown-outcome', message: 'No answer.' } as const;
export const routed: StepFact = {
  ...sent,
  kind: 'done',
  receipt: { kind: 'routed', revision: 2, atMs: 5, overtook: null },
};
export const launched = (id: string): StepFact => ({
  ...sent,
  kind: 'done',
  receipt: { kind: 'launched', id },
});
export const performed: StepFact = { ...sent, kind: 'done', receipt: { kind: 'performed' } };

export function ask(intent: Intent, fleet: Fleet, more: Partial<DecideInput> = {}): Decision {
  const running = { ...fleet, rollout: aRollout(intent, fleet.rollout ?? {}) };
  const base = {
    rollout,
    intent,
    facts,
    nowMs: 200,
    sinceBegunMs: more.nowMs ?? 200,
    marker: 'header',
    revisions: 'rising',
    canCheck: true,
    sincePassedMs: null,
    limits: usualLimits,
  } as const;
  return decide({ ...base, fleet: running, ...more });
}
export function stepped(...steps: [StepKey, StepFact][]): Facts {
  return steps.reduce((known, [key, step]) => withStep(known, key, step), facts);
}
