/**
 * A guard broke: the traffic goes back by itself, when the old generation is fit for it. When it is not, moving
 * would only change which one fails, and a person is called.
 */
import { dataAfter, dataWayBack } from '../../../src-shared/data-note.ts';
import { canServeAll } from '../../../src-shared/guards.ts';
import { loadGoesTo } from '../../../src-shared/load-words.ts';
import { describeSplit, sendsAllTo } from '../../../src-shared/split.ts';
import { acting, ended, waiting, waitingFor, type Decision } from './decision.ts';
import type { StepFact } from './facts.ts';
import type { ReleaseInput, ReleaseScene } from './release-scene.ts';

/** Without an answer it counts only when the traffic is back: else the guards are asked again. */
export function isBackBegun({ facts }: ReleaseInput, { at }: ReleaseScene): boolean {
  const { back } = facts.steps;
  if (back === undefined) return false;
  return back.kind === 'unknown' || mayGoAgain(back) ? at === -1 : true;
}

/** A split that our own write had changed meanwhile, or a full disk: it is decided anew on the next look. */
function mayGoAgain(step: StepFact): boolean {
  return (
    step.kind === 'refused' &&
    (step.fault.code === 'conflict' || step.fault.code === 'no-space') &&
    step.attempt < mostAttempts
  );
}

const mostAttempts = 10;

export function decideBack(input: ReleaseInput, scene: ReleaseScene): Decision {
  const { facts, fleet, intent, limits, nowMs } = input;
  const { label, fromLabel } = scene;
  const title = `Taking ${label} back`;
  const step = facts.steps.back;
  const why =
    facts.release.trouble === null
      ? (step?.reason ?? reasonOf(input, label))
      : reasonOf(input, label);
  const isBack = sendsAllTo(fleet, intent.from);
  const now = loadGoesTo(fleet);
  if (step?.kind === 'sent') return waiting(0.9, title, 'the entry has not answered yet');
  if (step?.kind === 'refused' && !mayGoAgain(step)) {
    const text = `${why} Taking it back was refused: ${step.fault.message} ${now} A person has to decide; a revert goes whatever else is refused.`;
    return ended('failed', title, text, step.fault.denial);
  }
  if (isBack && step !== undefined) {
    const { inARow, of } = facts.probes;
    const isSeen = of === intent.from && inARow >= limits.probesInARow;
    if (!isSeen && input.marker !== 'none' && nowMs - step.atMs <= limits.verifyMs) {
      const because = `seeing ${fromLabel} serve again`;
      const probe = { through: 'entry', wanted: intent.from } as const;
      return waitingFor(0.95, title, because, { probe });
    }
    const seen = isSeen ? 'was seen to serve again' : 'was not seen to serve yet';
    const text = `${why} The traffic was taken back: ${fromLabel} has all of it and ${seen}. ${label} is left as it is: read its log, then retire it.`;
    return ended('failed', title, text);
  }
  if (step?.kind === 'done') {
    if (nowMs - step.atMs <= limits.verifyMs)
      return waiting(0.9, title, 'the split has not been read back yet');
    const text = `${why} The entry said that it went back, but its split reads: ${describeSplit(fleet)}. A person has to decide.`;
    return ended('failed', title, text);
  }
  const fit = canServeAll(fleet, intent.from);
  if (fit.kind === 'refused') {
    const text = `${why} It was not taken back by itself, because ${fromLabel} is not fit either: ${fit.because} A person has to decide. ${now}`;
    return ended('failed', title, text);
  }
  const lost = lossOf(input, scene);
  if (lost !== null) {
    const text = `${why} It was not taken back by itself: ${lost} A person has to decide; a press on Revert goes all the same. ${now}`;
    return ended('failed', title, text);
  }
  return acting(0.9, {
    kind: 'route',
    key: 'back',
    to: intent.from,
    expectedRevision: fleet.split.revision,
    previous: null,
    overtake: false,
    title: `Send 100 % of the traffic back to ${fromLabel}`,
    reason: why,
  });
}

/** Why going back loses data, as a sentence; null: nothing is noted that says so. What the release itself noted counts unseen. */
function lossOf(
  { fleet, intent }: ReleaseInput,
  { generation, label, fromLabel }: ReleaseScene,
): string | null {
  const way = dataWayBack(fleet, intent.from);
  if (way.kind === 'data-loss') return way.because;
  // What stands by now counts: somebody may have put it right since.
  const data = generation?.data ?? intent.terms.data;
  return data?.change === 'contract' ? dataAfter(fromLabel, label, data) : null;
}

function reasonOf({ facts }: ReleaseInput, label: string): string {
  const because = facts.release.trouble?.because ?? `${label} did worse than it may`;
  return `A guard broke: ${because}.`;
}
