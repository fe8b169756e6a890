/** Releases with one deliberate mistake each. Test support. */
import { noControls } from '../../../src-shared/release.ts';
import { decideRelease } from '../decide/decide-release.ts';
import { decide, type Decide } from '../decide/decide.ts';
import type { DecideInput, Decision } from '../decide/decision.ts';
import { acting } from '../decide/decision.ts';
import type { ReleaseFacts } from '../decide/release-facts.ts';
import { sceneOf, type ReleaseInput } from '../decide/release-scene.ts';

type Changed = (input: ReleaseInput) => ReleaseInput;

/** The right decision on something else than what is so. */
const on =
  (change: Changed): Decide =>
  (input: DecideInput): Decision =>
    input.intent.kind === 'release'
      ? decideRelease(change({ ...input, intent: input.intent }))
      : decide(input);

function withRelease(input: ReleaseInput, change: Partial<ReleaseFacts>): ReleaseInput {
  const release = { ...input.facts.release, ...change };
  return { ...input, facts: { ...input.facts, release } };
}

/** Whoever is healthy is good enough. */
export const unprovedDecide = on((input) =>
  withRelease(input, { proof: { inARow: 99, wrong: null, sinceMs: 0, atMs: 0 } }),
);

/** Nobody is waited for. */
export const unpressedDecide = on((input) => {
  const { terms } = input.intent;
  const steps = terms.steps.map((step) => ({ ...step, pauseMs: step.pauseMs ?? 0 }));
  const hasty = { ...terms, steps, waitsForPress: false };
  return { ...input, intent: { ...input.intent, terms: hasty } };
});

/** A press is enough, whatever was accepted with it. */
export const unreadDecide = on((input) => {
  const terms = { ...input.intent.terms, findings: 'recorded', waitsForPress: true } as const;
  return { ...input, intent: { ...input.intent, terms } };
});

/** What people say to it is not heard. */
export const deafDecide = on((input) => {
  const { rollout } = input.fleet;
  if (rollout === null) return input;
  const { controls = noControls } = rollout;
  const silent = { ...controls, isHeld: false, isAborted: false };
  return { ...input, fleet: { ...input.fleet, rollout: { ...rollout, controls: silent } } };
});

/** The time of the bake is taken for passed. */
export const unbakedDecide = on((input) => {
  const { memory } = input.facts.release;
  return withRelease(input, { memory: { ...memory, bakedMs: input.intent.terms.bakeMs } });
});

/** Trouble is taken for something that passes. */
export const hopefulDecide = on((input) => {
  const { memory, trouble } = input.facts.release;
  const bakedMs = trouble === null ? memory.bakedMs : input.intent.terms.bakeMs;
  return withRelease(input, { trouble: null, memory: { ...memory, bakedMs } });
});

/** A node of the entry that still answers by the old split is taken for a fault of the candidate. */
export const nervousDecide = on((input) => {
  const { inARow, wrong } = input.facts.probes;
  if (inARow > 0 || !wrong?.includes('came from')) return input;
  return withRelease(input, { trouble: { because: wrong, needsMs: null, sinceMs: 0, looks: 99 } });
});

/** Whatever others made of the split is what it goes on from. */
export const overwritingDecide = on((input) => {
  const { revision } = input.fleet.split;
  const { memory } = input.facts.release;
  const known = memory.revision === null ? null : revision;
  const changed = withRelease(input, { memory: { ...memory, revision: known } });
  return { ...changed, intent: { ...input.intent, expectedRevision: revision } };
});

/** That the entry reads otherwise once its candidate is listed is taken for its own listing alone. */
export const unquestioningDecide = on((input) => {
  const { fleet, facts, intent } = input;
  if (facts.release.memory.revision !== null || facts.steps.attach !== undefined) return input;
  const { revision } = fleet.split;
  return { ...input, intent: { ...intent, expectedRevision: revision } };
});

/** What was taken back is cleared away at once, and its logs with it. */
export const clearingDecide: Decide = (input) => {
  const { intent, facts } = input;
  if (intent.kind !== 'release' || facts.steps.back?.kind !== 'done') return decide(input);
  if (facts.steps.retire !== undefined) return decide(input);
  const { candidate, at } = sceneOf({ ...input, intent });
  if (at !== -1) return decide(input);
  const action = { kind: 'retire-generation', key: 'retire', generation: candidate } as const;
  return acting(0.9, { ...action, title: 'Clear away', reason: 'It was taken back.' });
};
