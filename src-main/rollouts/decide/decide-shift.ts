/** A release with traffic: share by share, each watched for its time, then the bake with all of it. */
import { canTakeShare } from '../../../src-shared/guards.ts';
import { isGivenAll, loadGoesTo, moveTitle } from '../../../src-shared/load-words.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import { decideBack } from './decide-back.ts';
import { revisionBeforeShares } from './decide-listing.ts';
import { waitsForPress } from './decide-candidate.ts';
import { opinionSaid, requiredOpinion } from './decide-opinion.ts';
import { heldText } from '../../../src-shared/release.ts';
import { acting, ended, waiting, waitingFor, type Decision } from './decision.ts';
import type { StepFact } from './facts.ts';
import { isProvedAlone } from './promised-proof.ts';
import { shiftKey, type ReleaseInput, type ReleaseScene } from './release-scene.ts';
import type { Staged } from './release-course.ts';
import { isTroubled } from './release-verdict.ts';
import { noOrderText, turnedAway } from './turned-away.ts';
import { seenText, unseenText } from '../unseen-traffic.ts';
import { verifySwitch } from '../verify-switch.ts';

export function decideShift(input: ReleaseInput, scene: ReleaseScene): Staged {
  const at = scene.at ?? -1;
  const last = scene.shares.length - 1;
  // Its answer first: what takes back is bound to the revision that the write leaves.
  const isOnItsWay = input.facts.steps[shiftKey(at + 1)]?.kind === 'sent';
  if (at >= 0 && isTroubled(input) && !isOnItsWay) {
    const phase = at === last ? ({ name: 'bake' } as const) : ({ name: 'shift', at } as const);
    return { phase, decision: decideBack(input, scene) };
  }
  if (at === last) return { phase: { name: 'bake' }, decision: bake(input, scene) };
  const next = at + 1;
  const phase = { name: 'shift', at: Math.max(0, at) } as const;
  const begun = input.facts.steps[shiftKey(next)];
  // Sent without an answer it is asked for anew, as if it had not been: nobody expects it for ever.
  if ((begun === undefined || begun.kind === 'unknown' || isHeldBack(input, begun)) && at >= 0) {
    const pause = pauseIn(input, scene, at);
    if (pause !== null) return { phase, decision: pause };
    const press = waitsForPress(input, scene, next, titleOf(scene), valueOf(scene, at));
    if (press !== null) return press;
  }
  return { phase: { name: 'shift', at: next }, decision: write(input, scene, next) };
}

/** The yard did not take it, because somebody had held it a moment before: it may go once that is over. */
export function isHeldBack({ fleet }: ReleaseInput, step: StepFact): boolean {
  return (
    step.kind === 'refused' &&
    step.fault.code === 'conflict' &&
    fleet.rollout?.controls !== undefined &&
    step.fault.message === heldText
  );
}

function titleOf({ shares, at, label }: ReleaseScene): string {
  const share = at === null || at < 0 ? null : shares[at];
  return share === null || share === undefined
    ? `Releasing ${label}`
    : `${label} has ${share} % of the traffic`;
}

function valueOf({ shares }: ReleaseScene, at: number): number {
  return 0.4 + (0.3 * (at + 1)) / shares.length;
}

function pauseIn(input: ReleaseInput, scene: ReleaseScene, at: number): Decision | null {
  const { facts, intent } = input;
  const title = titleOf(scene);
  const value = valueOf(scene, at);
  const { trouble, share } = facts.release;
  if (trouble !== null) return watching(value, title, `looking again: ${trouble.because}`);
  if (scene.controls.isHeld) return watching(value, title, `it is held by ${scene.controls.by}`);
  const pauseMs = intent.terms.steps[at]?.pauseMs ?? 0;
  const leftMs = pauseMs - (share?.at === at ? share.watchedMs : 0);
  if (leftMs <= 0) return null;
  return watching(value, title, `it is watched for another ${roughDuration(leftMs)}`);
}

/** Between looks while nothing but time is waited for, in milliseconds. */
const watchPauseMs = 1000;

function watching(value: number, title: string, because: string): Decision {
  return waitingFor(value, title, because, { pauseMs: watchPauseMs });
}

function write(input: ReleaseInput, scene: ReleaseScene, next: number): Decision {
  const { facts, fleet, intent, limits, nowMs } = input;
  const { label, fromLabel, shares, candidate } = scene;
  const key = shiftKey(next);
  const step = facts.steps[key];
  const share = shares[next] ?? 100;
  const title =
    fleet.entry.kind === 'none'
      ? `Giving the work to ${label}`
      : `Sending ${share} % of the traffic to ${label}`;
  const value = valueOf(scene, next - 1);
  const now = loadGoesTo(fleet);
  const back = next === 0 ? '' : ` A revert leads back to ${fromLabel}.`;
  if (step?.kind === 'sent') return waiting(value, title, 'the entry has not answered yet');
  if (step?.kind === 'refused' && !isHeldBack(input, step)) {
    const text = `The yard refused to send ${share} % to ${label}: ${step.fault.message} ${now}${back}`;
    return ended('stopped', title, text, step.fault.denial);
  }
  if (step?.kind === 'done') {
    if (nowMs - step.atMs <= limits.verifyMs)
      return waiting(value, title, 'the split has not been read back yet');
    const text = `The entry said that it sends ${share} % to ${label}, but its split reads: ${describeSplit(fleet)}.${back}`;
    return ended('failed', title, text);
  }
  if (step?.kind === 'unknown' && nowMs - step.firstSentAtMs > limits.effectMs) {
    const away = turnedAway(step);
    const why =
      away === null
        ? `No answer is known to sending ${share} % to ${label}, and it is not seen.`
        : `${share} % were not sent to ${label}: ${noOrderText(away)}`;
    const text = `${why} ${now}${back} Release again if you still want it.`;
    return ended('stopped', title, text, step.fault.denial);
  }
  const changed = changedBefore(input, scene, next);
  if (changed !== null) return changed;
  const verdict = canTakeShare(fleet, candidate, share);
  // Whoever looks may abort, hold or revert; what is not healthy now can be so in a moment.
  if (verdict.kind === 'refused') return waiting(value, title, verdict.because);
  const { baseline } = facts.release.memory;
  const seen =
    baseline === null || baseline.errorShare === null
      ? 'There is too little traffic for a baseline.'
      : `Before: ${(baseline.errorShare * 100).toFixed(1)} % errors${baseline.p95Ms === null ? '' : `, p95 ${Math.round(baseline.p95Ms)} ms`}.`;
  return acting(value, {
    kind: 'shift',
    key,
    to: candidate,
    from: intent.from,
    percent: share,
    at: next,
    expectedRevision: fleet.split.revision,
    title: share === 100 ? moveTitle(fleet, label) : `Send ${share} % of the traffic to ${label}`,
    // Once: under each further share it would hide what that one is for.
    reason: next === 0 ? `${proofText(input, scene)} ${seen}` : seen,
  });
}

function proofText(input: ReleaseInput, { label }: ReleaseScene): string {
  const { facts, intent } = input;
  if (!isProvedAlone(input))
    return `${label} is healthy; it cannot be asked past the traffic, so that is its proof.`;
  const { inARow } = intent.terms.checks;
  return facts.release.proof.inARow >= inARow
    ? `${inARow} checks in a row were good in isolation.`
    : `${label} had proved itself before.`;
}

/** The split is as planned, but it was changed and changed back since the operator looked. */
function changedBefore(input: ReleaseInput, scene: ReleaseScene, next: number): Decision | null {
  const { fleet, facts, revisions, changed = [] } = input;
  const wanted = next === 0 ? revisionBeforeShares(input) : facts.release.memory.revision;
  if (wanted === null || fleet.split.revision === wanted) return null;
  if (revisions === 'rising' && fleet.split.revision < wanted) {
    return waiting(
      valueOf(scene, next - 1),
      titleOf(scene),
      'that look is older than the split; looking again',
    );
  }
  const since = next === 0 ? 'you looked' : 'the last share was moved';
  const what = ['The split was changed by someone else since', `${since}.`, ...changed].join(' ');
  const text = `${what} Nothing more is moved. ${loadGoesTo(fleet)}`;
  return ended('stopped', titleOf(scene), text);
}

function bake(input: ReleaseInput, scene: ReleaseScene): Decision {
  const { facts, fleet, intent, limits, nowMs } = input;
  const { candidate, label, controls, fromLabel } = scene;
  const title = `${label} serves and is watched`;
  const { memory, share, trouble } = facts.release;
  const sides = { from: intent.from, to: candidate };
  const seen = verifySwitch(input, candidate);
  if (seen.kind === 'not-yet' && share?.wasVerified !== true) {
    if (nowMs - (share?.sinceMs ?? nowMs) > limits.verifyMs && trouble === null) {
      const text = `${isGivenAll(fleet, label)}, but it was not verified: ${seen.because}. A revert leads back to ${fromLabel}.`;
      return ended('failed', title, text);
    }
    const probe = seen.needsProbe ? ({ through: 'entry', wanted: candidate } as const) : null;
    return waitingFor(0.7, `Seeing ${label} serve`, seen.because, { probe });
  }
  const { bakeMs } = intent.terms;
  const left = bakeMs - memory.bakedMs;
  const isAsked = seen.kind !== 'cannot-be-seen' && input.marker !== 'work';
  const probe = isAsked ? ({ through: 'entry', wanted: candidate } as const) : null;
  const wait = (because: string): Decision =>
    waitingFor(
      bakeMs === 0 ? 0.9 : Math.min(1, 0.7 + (0.3 * memory.bakedMs) / bakeMs),
      title,
      because,
      {
        probe,
        pauseMs: watchPauseMs,
      },
    );
  if (trouble !== null) return wait(`looking again: ${trouble.because}`);
  // It was verified before: one bad answer only stops the time of the bake, and the guards count it.
  if (seen.kind === 'not-yet') return wait(`looking again: ${seen.because}`);
  if (left > 0) return wait(`it has to do well for another ${roughDuration(left)}`);
  if (controls.isHeld) return wait(`it is held by ${controls.by}`);
  const unheard = requiredOpinion(input, scene, title, wait);
  if (unheard !== null) return unheard;
  const baked = bakeMs === 0 ? '' : ` It was seen to do well for ${roughDuration(bakeMs)}.`;
  const way = `${baked}${opinionSaid(input)} ${fromLabel} stays whole and warm as the way back, until it is retired.`;
  return seen.kind === 'seen'
    ? ended('verified', title, `${seenText(fleet, sides, seen.text)}${way}`)
    : ended('accepted', title, `${unseenText(fleet, sides)}${way}`);
}
