/**
 * A release writes its shares on the entry that the operator saw. Where revisions name the content of rules, its
 * own candidate in them is new content, too: a launch lists it at weight 0, or this does. The yard takes that out
 * before it compares, so what others changed since is told from it without a memory, by whoever goes on with it.
 */
import { canAttach } from '../../../src-shared/guards.ts';
import { loadGoesTo } from '../../../src-shared/load-words.ts';
import { attachedRevision } from './decide-attach.ts';
import { acting, ended, waiting, type Decision } from './decision.ts';
import type { StepFact } from './facts.ts';
import type { Staged } from './release-course.ts';
import type { ReleaseInput, ReleaseScene } from './release-scene.ts';
import { noOrderText, turnedAway } from './turned-away.ts';

const value = 0.3;

/** What the entry reads just before the first share. */
export function revisionBeforeShares({ facts, intent }: ReleaseInput): number {
  return attachedRevision(facts) ?? intent.expectedRevision;
}

/** @returns null when the candidate is listed, and what the entry reads with it is known. */
export function listed(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  const step = input.facts.steps.attach;
  const { generation, label } = scene;
  if (step === undefined && !isMissing(input, scene)) return null;
  if (step?.kind === 'done') return readBack(input, scene, step);
  const title = `Releasing ${label}`;
  const phase = { name: 'launch' } as const;
  if (generation === undefined && step?.kind !== 'refused') {
    // A read that does not show it is no reason to write; what it is for one that stands is said elsewhere.
    if (input.intent.candidate.kind === 'existing') return null;
    return { phase, decision: waiting(value, title, `the yard does not show ${label}`) };
  }
  if (step?.kind === 'sent') {
    return { phase, decision: waiting(value, title, 'the entry has not answered yet') };
  }
  if (step?.kind === 'refused') {
    const text = `Nothing more is moved: ${step.fault.message} ${loadGoesTo(input.fleet)}`;
    return { phase, decision: ended('stopped', title, text, step.fault.denial) };
  }
  return { phase, decision: write(input, scene, step) };
}

/** Nobody lists it, or the entry reads otherwise than the operator saw: by its listing alone, or by others. */
function isMissing({ fleet, intent, revisions }: ReleaseInput, { generation }: ReleaseScene) {
  if (generation?.isAttached === false) return true;
  return revisions === 'fingerprint' && fleet.split.revision !== intent.expectedRevision;
}

function write(input: ReleaseInput, scene: ReleaseScene, step: StepFact | undefined): Decision {
  const { fleet, intent, limits, nowMs } = input;
  const { candidate, label, generation } = scene;
  const title = `Releasing ${label}`;
  if (step?.kind === 'unknown' && nowMs - step.firstSentAtMs > limits.effectMs) {
    const away = turnedAway(step);
    const why =
      away === null
        ? `It is not known whether ${label} was listed at weight 0.`
        : `${label} was not listed: ${noOrderText(away)}`;
    const text = `${why} No traffic was moved. ${loadGoesTo(fleet)} Release again if you still want it.`;
    return ended('stopped', title, text, step.fault.denial);
  }
  const isThere = generation?.isAttached !== false;
  const isWarm = generation === undefined || generation.rung === 'warm';
  const verdict = isThere && isWarm ? null : canAttach(fleet, candidate);
  if (verdict?.kind === 'refused') return waiting(value, title, verdict.because);
  return acting(value, {
    kind: 'attach',
    key: 'attach',
    generation: candidate,
    expectedRevision: intent.expectedRevision,
    title: `List ${label} at weight 0`,
    reason: isThere
      ? 'It is listed; whether anything else of the entry was changed is asked.'
      : 'Its health is not checked before.',
  });
}

/** A look from before is waited out; what is different for longer is judged where the first share is written. */
function readBack(input: ReleaseInput, scene: ReleaseScene, step: StepFact): Staged | null {
  const { fleet, limits, nowMs } = input;
  const isRead = fleet.split.revision === attachedRevision(input.facts);
  if (isRead || nowMs - step.atMs > limits.verifyMs) return null;
  const because = 'the entry has not been read back yet';
  const decision = waiting(value, `Releasing ${scene.label}`, because);
  return { phase: { name: 'launch' }, decision };
}
