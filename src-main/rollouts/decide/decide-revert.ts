/**
 * What is left of a revert after its one write: has it been seen? The write itself is made by the
 * revert path, which asks nobody.
 */
import { isGivenAll, loadGoesTo } from '../../../src-shared/load-words.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { labelOf, sendsAllTo } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { readSplit, revisionOf } from '../changed-since.ts';
import { ended, waiting, waitingFor, type DecideInput, type Decision } from './decision.ts';
import { isRefusal } from '../refusal.ts';
import { seenText, unseenText, unstoppedText } from '../unseen-traffic.ts';
import { verifySwitch } from '../verify-switch.ts';

/** Why the write is not sent any more although nobody answered it. */
export type Override = 'pressed-again' | 'changed-by-other';

export function decideRevert(
  input: DecideInput<'revert'>,
  override: Override | null = null,
  wasUnanswered = false,
): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const label = labelOf(fleet, intent.to);
  const title = `Reverting to ${label}`;
  const step = facts.steps.route;
  // From the first sending, or from the one answer: a repeat begins nothing anew.
  const sinceMs = step?.kind === 'done' ? step.atMs : (step?.firstSentAtMs ?? facts.takenUpAtMs);
  const isLate = nowMs - sinceMs > limits.verifyMs;
  const goesTo = loadGoesTo(fleet);
  const isWanted = sendsAllTo(fleet, intent.to);

  if (override === 'pressed-again') {
    return ended('overtaken', title, `Another revert was pressed after this one. ${goesTo}`);
  }
  if (step?.kind === 'unknown' && !isWanted && !wasUnanswered && isRefusal(step.fault.code)) {
    const isOthers = override === 'changed-by-other';
    if (isLate || isOthers) {
      const by = isOthers ? ' The split was changed by someone else meanwhile.' : '';
      const text = `${notTakenText(step.fault)}${by} ${goesTo} ${notAgain}`;
      return ended(isOthers ? 'overtaken' : 'failed', title, text);
    }
  }
  if (step?.kind === 'unknown' && !isWanted && override === 'changed-by-other') {
    const text = `The split was changed by someone else${revisionOf(fleet, input.revisions)} before the write of this revert was answered: whether it took effect in between is not known. It is not sent again. ${goesTo} Press again if you still want it.`;
    return ended('overtaken', title, text);
  }
  if (
    (step === undefined || step.kind === 'sent' || step.kind === 'unknown') &&
    !isWanted &&
    isLate
  ) {
    const text = `The write was not answered: whether it took effect is not known; the split now reads ${readSplit(fleet, input.revisions)}. It is not sent again. Press again if you still want it.`;
    return ended('failed', title, text);
  }

  // What is seen counts, also when the answer to the write still hangs.
  if (step === undefined || (step.kind === 'sent' && !isWanted)) {
    return waiting(0.3, title, 'the entry has not answered yet');
  }
  if (step.kind === 'refused' && !isWanted) {
    const { denial } = step.fault;
    const before = wasUnanswered ? ` ${sentBefore}` : '';
    const text = `${refusedText(step.fault)}${before} ${goesTo}`;
    return ended('failed', title, text, denial);
  }
  if (!isWanted) {
    const written =
      step.kind === 'done' && step.receipt.kind === 'routed' ? step.receipt.revision : null;
    const isLater = input.revisions === 'rising' && fleet.split.revision > (written ?? Infinity);
    if (isLater) {
      return ended('overtaken', title, `The split was changed again after the revert. ${goesTo}`);
    }
    if (!isLate) return waiting(0.4, title, 'the split has not been read back yet');
    return ended('failed', title, `The revert does not read back. ${goesTo} Press again.`);
  }
  const seen = verifySwitch(input, intent.to);
  if (seen.kind === 'seen')
    return ended('verified', title, seenText(fleet, intent, seen.text, ' again'));
  if (seen.kind === 'cannot-be-seen') return ended('accepted', title, unseenText(fleet, intent));
  if (isLate) {
    if (seen.isTaken === true)
      return ended('accepted', title, unstoppedText(fleet, label, seen.because));
    return ended(
      'failed',
      title,
      `${isGivenAll(fleet, label)}, but it was not verified: ${seen.because}.`,
    );
  }
  const probe = seen.needsProbe ? ({ through: 'entry', wanted: intent.to } as const) : null;
  return waitingFor(0.5 + seen.share * 0.5, title, seen.because, { probe });
}

export const sentBefore =
  'It was sent before without an answer: whether that took effect is not known.';

/** Each sending was answered by "not now". */
export function notTakenText({ message }: Fault): string {
  return `The yard did not take the revert: ${plain(message, 300)} Nothing was changed by it.`;
}

export const notAgain = 'It is not sent again. Press again if you still want it.';

/** What the yard said, and what helps. */
export function refusedText({ message, todo }: Fault): string {
  const wayOn = todo === undefined ? '' : ` ${plain(todo, 200)} Then press again.`;
  return `The yard refused the revert: ${plain(message, 300)}${wayOn}`;
}
