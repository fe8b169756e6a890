/**
 * Cut over at once: one traffic write on a fresh look, then wait until it has been seen. A generation that
 * the entry does not list is attached first, see decide-attach.ts.
 */
import { canServeAll } from '../../../src-shared/guards.ts';
import { isGivenAll, loadGoesTo, moveTitle } from '../../../src-shared/load-words.ts';
import { weightOf } from '../../../src-shared/roles.ts';
import { describeSplit, labelOf, sendsAllTo } from '../../../src-shared/split.ts';
import { attachedRevision, attachFirst, beginWithinMs } from './decide-attach.ts';
import { readSplit, revisionOf } from '../changed-since.ts';
import { acting, ended, waiting, waitingFor, type DecideInput, type Decision } from './decision.ts';
import type { Facts, StepFact } from './facts.ts';
import { noOrderText, notTakenText, turnedAway } from './turned-away.ts';
import { seenText, unseenText, unstoppedText } from '../unseen-traffic.ts';
import { verifySwitch } from '../verify-switch.ts';

export function decideCutOver(input: DecideInput<'cut-over'>): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const step = facts.steps.route;
  const label = labelOf(fleet, intent.to);
  const title = `Cutting over to ${label}`;
  const sendTitle = moveTitle(fleet, label);
  const { revision } = fleet.split;
  const isWanted = sendsAllTo(fleet, intent.to);
  /** What the entry reads just before our switch. */
  const expectedRevision = attachedRevision(facts) ?? intent.expectedRevision;

  if (step?.kind === 'sent') return waiting(0.3, title, 'the entry has not answered yet');
  if (step?.kind === 'refused') {
    const now = loadGoesTo(fleet);
    const { message, denial } = step.fault;
    // An earlier attempt got no answer: what it sent stands there, in some of the rules or in all.
    if (step.attempt > 1 && weightOf(fleet, intent.to) > 0) {
      const text = `The switch was sent and its answer never came; sent again it was refused: ${message} ${now} A revert leads back to ${labelOf(fleet, intent.from)}.`;
      return ended('failed', title, text, denial);
    }
    return ended('stopped', title, `The yard refused the switch: ${message} ${now}`, denial);
  }

  if (step?.kind === 'done') {
    const written = step.receipt.kind === 'routed' ? step.receipt.revision : 0;
    const isLate = nowMs - step.atMs > limits.verifyMs;
    const isBefore =
      input.revisions === 'rising'
        ? revision < written
        : revision !== written &&
          (revision === expectedRevision || revision === intent.expectedRevision);
    if (isBefore) {
      if (!isLate) return waiting(0.5, title, 'the split has not been read back yet');
      return ended(
        'failed',
        title,
        `The entry said that it switched, but its split does not read back: ${describeSplit(fleet)}.`,
      );
    }
    if (!isWanted && revision === written) return lied(input, title);
    if (!isWanted) {
      // Without an order a read that is older still cannot be told from a later change.
      if (input.revisions === 'fingerprint' && !isLate)
        return waiting(
          0.5,
          title,
          'the split reads neither as before nor as written; reading again',
        );
      return changedAfter(input, title);
    }
    return verified(input, title, step.atMs);
  }

  // Not sent by us, or nobody knows. What the split says decides.
  if (isWanted && (step !== undefined || revision !== intent.expectedRevision)) {
    return verified(input, title, step?.atMs ?? facts.takenUpAtMs);
  }
  if (step !== undefined && revision !== expectedRevision && revision === intent.expectedRevision) {
    return waiting(0.3, title, 'that look is older than the attachment; looking again');
  }
  if (intent.attaches === true && (step === undefined || attachedRevision(facts) === null)) {
    const first = attachFirst(input, title);
    if (first.kind === 'not-yet') return first.decision;
    if (first.kind === 'changed') return changedOutside(input, title, expectedRevision);
  }
  // What is not allowed is not allowed a moment later either.
  if (step?.fault.denial !== undefined) return partlyMade(input, title, step);
  // Without an order it may be our own write, half done: the yard leaves that out of what it compares.
  const mayBeOurs = step !== undefined && input.revisions === 'fingerprint';
  const isElse = revision !== expectedRevision;
  if (isElse && !mayBeOurs) return changedOutside(input, title, expectedRevision);
  if (input.sinceBegunMs > beginWithinMs(input)) {
    if (isElse && step !== undefined) return partlyMade(input, title, step);
    const away = turnedAway(step);
    const why =
      away !== null
        ? `The switch was not made: ${noOrderText(away)}`
        : step === undefined
          ? 'The yard could not be reached for too long after the press, so the switch was not made.'
          : 'No answer to the switch is known, and it is not seen.';
    const now = loadGoesTo(fleet);
    return ended('stopped', title, `${why} ${now} Press again if you still want it.`);
  }
  const verdict = canServeAll(fleet, intent.to);
  if (verdict.kind === 'refused') {
    if (isElse && step !== undefined) return partlyMade(input, title, step, verdict.because);
    return unfit(input, title, verdict.because);
  }
  return acting(0.2, {
    kind: 'route',
    key: 'route',
    to: intent.to,
    expectedRevision,
    previous: intent.from === intent.to ? null : intent.from,
    overtake: false,
    title: sendTitle,
    reason: `The split reads ${readSplit(fleet, input.revisions)}; ${label} was looked at just before.`,
  });
}

function verified(input: DecideInput<'cut-over'>, title: string, sinceMs: number): Decision {
  const { fleet, intent } = input;
  const label = labelOf(fleet, intent.to);
  const seen = verifySwitch(input, intent.to);
  if (seen.kind === 'seen') return ended('verified', title, seenText(fleet, intent, seen.text));
  if (seen.kind === 'cannot-be-seen') return ended('accepted', title, unseenText(fleet, intent));
  if (input.nowMs - sinceMs > input.limits.verifyMs) {
    if (seen.isTaken === true)
      return ended('accepted', title, unstoppedText(fleet, label, seen.because));
    return ended(
      'failed',
      title,
      `${isGivenAll(fleet, label)}, but it was not verified: ${seen.because}. A revert leads back to ${labelOf(fleet, intent.from)}.`,
    );
  }
  const probe = seen.needsProbe ? ({ through: 'entry', wanted: intent.to } as const) : null;
  return waitingFor(0.5 + seen.share * 0.5, title, seen.because, { probe });
}

/** Some of it was written or may have been, and it is not sent again. */
function partlyMade(
  { fleet, intent }: DecideInput<'cut-over'>,
  title: string,
  { fault }: Extract<StepFact, { kind: 'unknown' }>,
  because?: string,
): Decision {
  const why = because === undefined ? '' : ` It is not sent again: ${because}`;
  const text = `The switch was not made as a whole: ${fault.message}${why} ${loadGoesTo(fleet)} A revert leads back to ${labelOf(fleet, intent.from)}.`;
  return ended('failed', title, text, fault.denial);
}

/** Not sent, or not again. What was sent before may have been taken all the same. */
function unfit(
  { fleet, facts }: DecideInput<'cut-over'>,
  title: string,
  because: string,
): Decision {
  const { route } = facts.steps;
  const notTaken = notTakenText(route);
  if (notTaken !== null) return ended('stopped', title, `${because} ${notTaken}.`);
  if (route !== undefined) {
    const text = `${sentUnanswered}: whether it took effect is not known. It is not sent again: ${because} ${loadGoesTo(fleet)}`;
    return ended('failed', title, text);
  }
  const until = facts.isWhole ? 'Nothing was changed' : hadByOthers;
  return ended('stopped', title, `${because} ${until}.`);
}

function lied({ fleet }: DecideInput<'cut-over'>, title: string): Decision {
  return ended(
    'failed',
    title,
    `The entry said that it switched, but its split reads: ${describeSplit(fleet)}.`,
  );
}

function changedAfter({ fleet, revisions }: DecideInput<'cut-over'>, title: string): Decision {
  return ended(
    'overtaken',
    title,
    `The split was changed again after the switch${revisionOf(fleet, revisions)}. ${loadGoesTo(fleet)}`,
  );
}

function changedOutside(
  { fleet, intent, facts, revisions, changed = [] }: DecideInput<'cut-over'>,
  title: string,
  expectedRevision: number,
): Decision {
  const { route } = facts.steps;
  const sent =
    route === undefined
      ? untilThen(facts, labelOf(fleet, intent.to))
      : (notTakenText(route) ??
        `${sentUnanswered}: whether it took effect in between is not known`);
  const now = describeSplit(fleet);
  if (!facts.isWhole && revisions === 'rising') {
    const text = `The split was changed since this was pressed: it was at revision ${expectedRevision}, it is ${now} (revision ${fleet.split.revision}). ${sent}; look again and press again.`;
    return ended('stopped', title, text);
  }
  const what =
    revisions === 'rising'
      ? `The split was changed by someone else since you looked: it was ${facts.splitBefore} (revision ${expectedRevision}), it is ${now} (revision ${fleet.split.revision}).`
      : `The entry was changed by someone else since you looked. ${differenceText(changed)} The split was ${facts.splitBefore}, it is ${now}.`;
  return ended('stopped', title, `${what} ${sent}; look again and press again.`);
}

function differenceText(changed: readonly string[]): string {
  return changed.length === 0 ? 'What its rules were then is not remembered.' : changed.join(' ');
}

const sentUnanswered = 'Our own write was sent, and no answer to it is known';
const hadByOthers = 'Another panel had this change before, and what it has sent is not known';

function untilThen({ steps, isWhole }: Facts, label: string): string {
  if (steps.attach === undefined) return isWhole ? 'Nothing was sent' : hadByOthers;
  return steps.attach.kind === 'done'
    ? `${label} was attached at weight 0, and no traffic was moved`
    : `Whether ${label} was attached at weight 0 is not known; no traffic was moved`;
}
