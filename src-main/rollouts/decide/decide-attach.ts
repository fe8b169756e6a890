/**
 * What a cutover does first when the entry does not list its generation: nobody checks that one's health
 * yet. It is put there at weight 0, and then its blocks have to be seen healthy; no traffic moves here.
 */
import { blockTrouble, isOver } from '../../../src-shared/block-wording.ts';
import { canAttach, canServeAll } from '../../../src-shared/guards.ts';
import type { Generation } from '../../../src-shared/fleet.ts';
import { generationOf, healthyCount, isInService, weightOf } from '../../../src-shared/roles.ts';
import { describeSplit, labelOf } from '../../../src-shared/split.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import {
  acting,
  ended,
  waiting,
  waitingSlowly,
  type DecideInput,
  type Decision,
} from './decision.ts';
import type { Facts, StepFact } from './facts.ts';
import { healthyWithinMs } from '../../../src-shared/healthy-within.ts';
import { saidText } from './said-text.ts';
import { noOrderText, turnedAway } from './turned-away.ts';

type Input = DecideInput<'cut-over'>;

export type AttachFirst =
  /** Attached and healthy, or given all its time: the guard has the last word. */
  | { readonly kind: 'attached' }
  | { readonly kind: 'not-yet'; readonly decision: Decision }
  /** Somebody else changed the entry. */
  | { readonly kind: 'changed' };

/** Shares of the whole cutover, as progress. */
const attachValue = 0.05;
const waitValue = 0.1;

export function attachFirst(input: Input, title: string): AttachFirst {
  const step = input.facts.steps.attach;
  switch (step?.kind) {
    case undefined:
    case 'unknown':
      return write(input, title, step);
    case 'sent':
      return notYet(waiting(attachValue, title, 'the entry has not answered yet'));
    case 'refused': {
      const label = labelOf(input.fleet, input.intent.to);
      const text = `${label} was not attached: ${saidText(step.fault)} ${goesTo(input)}`;
      return notYet(ended('stopped', title, text, step.fault.denial));
    }
    case 'done':
      return afterAttach(input, title, step);
  }
}

/** Revision that the attachment left behind; null while it was not answered. */
export function attachedRevision(facts: Facts): number | null {
  const step = facts.steps.attach;
  return step?.kind === 'done' && step.receipt.kind === 'routed' ? step.receipt.revision : null;
}

/** Milliseconds after the press in which the switch may still be begun: attached, it has to wait first. */
export function beginWithinMs({ intent, fleet, limits }: Input): number {
  const target = generationOf(fleet, intent.to);
  if (intent.attaches !== true || target === undefined) return limits.beginMs;
  return limits.beginMs + healthyWithinMs(target.recipe, limits.healthyMs);
}

function write(input: Input, title: string, step: StepFact | undefined): AttachFirst {
  const { intent, fleet, limits } = input;
  const label = labelOf(fleet, intent.to);
  const { revision } = fleet.split;
  // Listed and changed, it may be our own attachment, by a panel whose record we do not have: the yard
  // compares the whole content and answers a repeat with what is there.
  const mayBeOurs = generationOf(fleet, intent.to)?.isAttached !== false;
  const isAsSeen = revision === intent.expectedRevision || mayBeOurs;
  if (weightOf(fleet, intent.to) > 0 || !isAsSeen) return { kind: 'changed' };
  if (input.sinceBegunMs > limits.beginMs) {
    const away = turnedAway(step);
    const why =
      away !== null
        ? `${label} was not attached: ${noOrderText(away)}`
        : step === undefined
          ? `The yard could not be reached for too long after the press, so ${label} was not attached.`
          : `It is not known whether ${label} was attached at weight 0; no traffic was moved.`;
    return notYet(
      ended('stopped', title, `${why} ${goesTo(input)} Press again if you still want it.`),
    );
  }
  const verdict = canAttach(fleet, intent.to);
  if (verdict.kind === 'refused') {
    const until =
      step === undefined
        ? 'Nothing was changed.'
        : `Whether ${label} was attached at weight 0 is not known; no traffic was moved.`;
    return notYet(ended('stopped', title, `${verdict.because} ${until}`));
  }
  return notYet(
    acting(attachValue, {
      kind: 'attach',
      key: 'attach',
      generation: intent.to,
      expectedRevision: intent.expectedRevision,
      title: `Attach ${label} at weight 0`,
      reason: `Its health is not checked before. ${goesTo(input)} That stays so.`,
    }),
  );
}

function afterAttach(input: Input, title: string, step: StepFact): AttachFirst {
  const { intent, fleet, limits, nowMs } = input;
  const { revision } = fleet.split;
  const written = attachedRevision(input.facts);
  const target = generationOf(fleet, intent.to);
  if (revision !== written) {
    const isRising = input.revisions === 'rising';
    const isBefore = isRising ? revision < (written ?? 0) : revision === intent.expectedRevision;
    const isEarly = nowMs - step.atMs <= limits.verifyMs;
    if (isBefore && isEarly) {
      return notYet(waiting(waitValue, title, 'the entry has not been read back yet'));
    }
    // Without an order a look from between two of our writes, one rule attached and the other not yet,
    // cannot be told from a change by others. Waiting moves nothing.
    if (!isRising && isEarly) {
      const because = 'the entry reads neither as before nor as attached; reading again';
      return notYet(waiting(waitValue, title, because));
    }
    if (!isBefore) return { kind: 'changed' };
    const text = `The entry said that ${labelOf(fleet, intent.to)} was attached, but it does not read back. ${goesTo(input)}`;
    return notYet(ended('failed', title, text));
  }
  if (target === undefined) {
    // One look without it proves nothing (rule 8); the time for its health is the time for this, too.
    if (nowMs - step.atMs <= limits.healthyMs) {
      return notYet(waiting(waitValue, title, `${labelOf(fleet, intent.to)} is not to be seen`));
    }
    return { kind: 'attached' };
  }
  return health(input, title, step, target);
}

function health(input: Input, title: string, step: StepFact, target: Generation): AttachFirst {
  const { intent, fleet, limits, nowMs } = input;
  const label = labelOf(fleet, intent.to);
  const healthy = healthyCount(target);
  if (healthy >= target.size && healthy > 0) return { kind: 'attached' };
  const others = target.blocks.filter((block) => !isInService(block));
  const withinMs = healthyWithinMs(target.recipe, limits.healthyMs);
  const waitedMs = nowMs - step.atMs;
  const isSettled = target.blocks.length >= target.size && others.every(isOver);
  if (waitedMs <= withinMs && !isSettled) {
    const [first] = others;
    const why = first === undefined ? '' : ` (${first.id} ${blockTrouble(first)})`;
    const because = `${healthy} of ${target.size} blocks of ${label} are healthy${why}; waiting for all of them, at most ${roughDuration(withinMs)}`;
    const value = waitValue + (0.1 * healthy) / Math.max(1, target.size);
    return notYet(waitingSlowly(value, title, because));
  }
  const verdict = canServeAll(fleet, intent.to);
  if (verdict.kind === 'allowed') return { kind: 'attached' };
  const [first] = others;
  const why = first === undefined ? '' : ` ${first.id} ${blockTrouble(first)}.`;
  const late = isSettled ? '' : ` after ${roughDuration(waitedMs)}`;
  return notYet(
    ended(
      'stopped',
      title,
      `${label} is not healthy${late}: ${verdict.because}${why} It stays attached at weight 0. ${goesTo(input)}`,
    ),
  );
}

function notYet(decision: Decision): AttachFirst {
  return { kind: 'not-yet', decision };
}

function goesTo({ fleet }: Input): string {
  return `The traffic goes to: ${describeSplit(fleet)}.`;
}
