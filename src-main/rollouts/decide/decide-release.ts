/**
 * The whole way of a release: launch, prove in isolation, wait for the press, move the traffic by shares,
 * bake under watch. Each turn reads off the split how far it is, so it goes on after a crash, a sleep or
 * in other hands as if nothing had been. Retiring the old generation is never part of it.
 */
import { labelOf } from '../../../src-shared/split.ts';
import { ended, waiting, type Decision } from './decision.ts';
import { decideBack, isBackBegun } from './decide-back.ts';
import { decideCandidate } from './decide-candidate.ts';
import { decideRetire } from './decide-retire.ts';
import { decideShift } from './decide-shift.ts';
import { courseOf, type PhaseAt, type Staged } from './release-course.ts';
import { sceneOf, type ReleaseInput, type ReleaseScene } from './release-scene.ts';
import { strangeSplit } from './strange-split.ts';
import { turnedAway } from './turned-away.ts';

export function decideRelease(input: ReleaseInput): Decision {
  const scene = sceneOf(input);
  const { phase, decision } = stage(input, scene);
  if (decision.phase === 'ended') return decision;
  return { ...decision, course: courseOf(input, scene, phase) };
}

function stage(input: ReleaseInput, scene: ReleaseScene): Staged {
  if (isBackBegun(input, scene)) {
    return { phase: phaseOfBack(input, scene), decision: decideBack(input, scene) };
  }
  if (scene.at === null) {
    return { phase: { name: 'shift', at: 0 }, decision: strangeSplit(input, scene) };
  }
  if (scene.at === -1) {
    if (input.facts.release.memory.revision !== null) {
      return { phase: { name: 'shift', at: 0 }, decision: strangeSplit(input, scene) };
    }
    if (scene.controls.isAborted) {
      return { phase: { name: 'press' }, decision: abort(input, scene) };
    }
    const before = decideCandidate(input, scene);
    if (before !== null) return before;
  } else if (scene.controls.isAborted) {
    const text = `It was aborted by ${scene.controls.by} when traffic had begun to move, so nothing more is moved: ${splitText(input)}. A revert leads back to ${scene.fromLabel}.`;
    const title = `Releasing ${scene.label}`;
    return { phase: { name: 'bake' }, decision: ended('stopped', title, text) };
  }
  return decideShift(input, scene);
}

/** Where it was when it was taken back: what it never had must not read as done. */
function phaseOfBack({ facts }: ReleaseInput, { shares }: ReleaseScene): PhaseAt {
  const at = facts.release.share?.at ?? 0;
  return at === shares.length - 1 ? { name: 'bake' } : { name: 'shift', at };
}

/** While nobody knows whether it was launched or its traffic moved, that is found out first. */
function abort(input: ReleaseInput, scene: ReleaseScene): Decision {
  const { launch, 'shift-1': shift } = input.facts.steps;
  const title = `Aborting the release of ${scene.label}`;
  if (launch?.kind === 'sent') return waiting(0.1, title, 'the yard has not answered yet');
  if (launch?.kind === 'unknown' && scene.generation === undefined && !turnedAway(launch)) {
    if (input.nowMs - launch.firstSentAtMs <= input.limits.effectMs) {
      return waiting(0.1, title, `it is not known yet whether ${scene.label} was launched`);
    }
    const text = `It was aborted by ${scene.controls.by}. It is not known whether ${scene.label} was launched, and it is not seen: look at the fleet before you release again.`;
    return ended('stopped', title, text);
  }
  const isOpen = shift?.kind === 'sent' || shift?.kind === 'unknown' || shift?.kind === 'done';
  if (isOpen && input.nowMs - shift.atMs <= input.limits.verifyMs) {
    const because = 'it is not known yet whether its first traffic was moved';
    return waiting(0.4, title, because);
  }
  return aborted(input, scene);
}

/** Takes away only what this release launched itself. */
function aborted(input: ReleaseInput, scene: ReleaseScene): Decision {
  const { intent, facts, fleet, rollout } = input;
  const { label, candidate, controls, fromLabel, generation } = scene;
  const title = `Aborting the release of ${label}`;
  const by = `It was aborted by ${controls.by} before any traffic.`;
  const isOurs =
    intent.candidate.kind === 'launch' &&
    (facts.steps.launch?.kind === 'done' ||
      (fleet.rollout?.id === rollout && fleet.rollout.launched.includes(candidate)));
  if (!isOurs) {
    const stays = intent.candidate.kind === 'existing' ? `${label} stays as it is.` : '';
    const text = `${by} Nothing was launched for it. ${stays} ${fromLabel} serves as before.`;
    return ended('stopped', title, text.replace(/ +/gu, ' '));
  }
  // The yard may lag: what was launched is waited for, so that it does not stay behind.
  if (generation === undefined && facts.steps.launch?.kind === 'done') {
    if (input.nowMs - facts.steps.launch.atMs <= input.limits.effectMs)
      return waiting(0.1, title, `the yard does not show ${label} yet`);
  }
  // The time for it counts from the abort, and not from the press of the release.
  const isBegun = facts.steps.retire !== undefined || generation === undefined;
  const removal = decideRetire({
    ...input,
    intent: { kind: 'retire', generation: candidate },
    facts: isBegun ? facts : { ...facts, takenUpAtMs: input.nowMs },
    sinceBegunMs: 0,
  });
  if (removal.phase === 'acting') {
    return { ...removal, title, action: { ...removal.action, reason: by } };
  }
  if (removal.phase === 'waiting') return { ...removal, title };
  if (removal.kind !== 'done') return { ...removal, title, text: `${by} ${removal.text}` };
  const text = `${by} ${label} was removed; ${fromLabel} serves as before.`;
  return ended('stopped', title, text);
}

function splitText({ fleet }: ReleaseInput): string {
  const serving = fleet.split.weights.filter(({ weight }) => weight > 0);
  return `${serving.map(({ generation }) => labelOf(fleet, generation)).join(' and ')} ${serving.length === 1 ? 'serves' : 'serve'}`;
}
