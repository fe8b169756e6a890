/**
 * More blocks: one after the other is launched, without waiting for its health, then all are waited for.
 * What does not become healthy is removed (it is ours), and the size goes back with it.
 */
import { blockTrouble, isOver } from '../../../src-shared/block-wording.ts';
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import type { BlockId } from '../../../src-shared/ids.ts';
import { healthyWithinMs } from '../../../src-shared/healthy-within.ts';
import { isInService } from '../../../src-shared/roles.ts';
import { isLeaving } from '../../../src-shared/scale-order.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { acting, ended, waiting, type Decision } from './decision.ts';
import { stepsOf, type StepFact, type StepKey } from './facts.ts';
import {
  addKey,
  endKey,
  endOf,
  healthText,
  isOverdue,
  nowText,
  openEnd,
  shortfall,
  titleOf,
  type ScaleInput as Input,
} from './scale-scene.ts';

export function decideScaleUp(input: Input, generation: Generation): Decision {
  const { intent, fleet, facts, rollout } = input;
  const title = titleOf(input);
  const noted = fleet.rollout?.id === rollout ? fleet.rollout.launched : [];
  const receipts = stepsOf(facts).flatMap(([, step]) =>
    step.kind === 'done' && step.receipt.kind === 'launched' ? [step.receipt.id] : [],
  );
  const launched = [...new Set([...noted, ...receipts])] as BlockId[];
  const wanted = intent.size - intent.from;
  const isRemoving = stepsOf(facts).some(([key]) => key.startsWith('end-'));
  const next = intent.from + launched.length + 1;
  const step = facts.steps[addKey(next)];
  const refusal = refusalOf(input, generation, step);
  if (launched.length < wanted && refusal === null && !isRemoving) {
    return launchNext(input, generation, next, step);
  }
  // A look from before the last launch tells an older size and not all of the blocks.
  const isOldLook = receipts.some((id) => !noted.includes(id));
  const fresh = launched.flatMap((id) => generation.blocks.find((block) => block.id === id) ?? []);
  const removed = Math.max(0, intent.from + launched.length - generation.size);
  if (isOldLook || fresh.length + removed < launched.length) {
    if (!isOverdue(input, sinceMs(input), generation))
      return waiting(0.3, title, 'not all of the fresh blocks are to be seen yet');
    return ended(
      'failed',
      title,
      `The yard does not show all of the ${launched.length} fresh blocks. ${nowText(input, generation)}`,
    );
  }
  return watch(input, generation, { launched, fresh, refusal });
}

/** Why no more are launched; null while there is no reason. */
function refusalOf(
  input: Input,
  generation: Generation,
  step: StepFact | undefined,
): string | null {
  if (step?.kind === 'refused') return step.fault.message;
  const isLost = step?.kind === 'unknown' && isOverdue(input, step.firstSentAtMs, generation);
  return isLost ? 'It is not known whether one more was launched.' : null;
}

function launchNext(
  input: Input,
  generation: Generation,
  next: number,
  step: StepFact | undefined,
): Decision {
  const { intent, fleet, limits } = input;
  const title = titleOf(input);
  const value = (0.3 * (next - intent.from - 1)) / (intent.size - intent.from);
  if (step?.kind === 'sent' || step?.kind === 'done')
    return waiting(value, title, 'the yard has not answered yet');
  if (step === undefined && next === intent.from + 1 && input.sinceBegunMs > limits.beginMs) {
    return ended(
      'stopped',
      title,
      'The yard could not be reached for too long after the press. Nothing was launched.',
    );
  }
  return acting(value, {
    kind: 'add-block',
    key: addKey(next),
    generation: intent.generation,
    size: next,
    title: `Launch a fresh block of ${labelOf(fleet, intent.generation)}`,
    reason: `It then has ${next} blocks, ${intent.size} are wanted. ${healthText(generation)}.`,
  });
}

interface Fresh {
  readonly launched: readonly BlockId[];
  /** Those of them that are shown. */
  readonly fresh: readonly Block[];
  /** Why not all of them were launched. */
  readonly refusal: string | null;
}

function watch(input: Input, generation: Generation, shown: Fresh): Decision {
  const { fresh, launched, refusal } = shown;
  const { intent, limits, nowMs, facts } = input;
  const title = titleOf(input);
  const ends = stepsOf(facts).filter(([key]) => key.startsWith('end-'));
  const before = intent.from + launched.length;
  const open = openEnd(input, generation, before);
  if (open !== undefined) return settleRemoval(input, generation, shown, open);
  // Ended by the yard's word and still shown, or by a panel before this one.
  const leaving = fresh.find((block) => isLeaving(block) || endOf(input, block) !== undefined);
  if (leaving !== undefined) {
    if (!isOverdue(input, endOf(input, leaving)?.atMs ?? facts.takenUpAtMs, generation))
      return waiting(0.9, title, `${leaving.id} is being removed`);
    return ended(
      'failed',
      title,
      `${leaving.id} was not seen to end. ${nowText(input, generation)}`,
    );
  }
  const withinMs = healthyWithinMs(generation.recipe, limits.healthyMs);
  const isLate = nowMs - sinceMs(input) > withinMs;
  const ill = fresh.filter((block) => !isInService(block));
  const isPlain = ill.every(isOver);
  const [first] = ill;
  if (first !== undefined && (isPlain || isLate) && generation.size > intent.from) {
    const late = isOver(first) ? '' : ` after ${Math.round(withinMs / 1000)} s`;
    return remove(generation, first.id, `${first.id} ${blockTrouble(first)}${late}.`);
  }
  if (first !== undefined && !isLate) {
    const done = fresh.length - ill.length;
    return waiting(
      0.3 + (0.6 * done) / (intent.size - intent.from),
      title,
      `${first.id} ${blockTrouble(first)}; ${done} of ${intent.size - intent.from} fresh blocks are healthy`,
    );
  }
  if (generation.size >= intent.size) {
    return ended('done', title, nowText(input, generation));
  }
  const why = [...(refusal === null ? [] : [refusal]), ...ends.map(([, { reason }]) => reason)];
  const isShrunk = generation.size < before;
  const removed = isShrunk ? ' What did not become healthy was removed.' : '';
  return ended(
    'failed',
    title,
    `${nowText(input, generation)} Not ${intent.size}: ${why.join(' ') || 'a fresh block did not become healthy.'}${removed}`,
  );
}

function remove({ size }: Generation, block: BlockId, reason: string): Decision {
  const action = { kind: 'terminate-block', key: endKey(block), block, size: size - 1 } as const;
  return acting(0.9, { ...action, title: `Remove the fresh block ${block}`, reason });
}

/** Sent, refused, or nobody knows: then it is sent again, also when it is not to be seen any more. */
function settleRemoval(
  input: Input,
  generation: Generation,
  { launched, fresh }: Fresh,
  [key, step]: readonly [StepKey, StepFact],
): Decision {
  const title = titleOf(input);
  if (step.kind === 'refused') {
    return ended(
      'failed',
      title,
      `${step.reason} The yard refused to remove it: ${step.fault.message} ${nowText(input, generation)}`,
    );
  }
  const isLate = isOverdue(input, step.firstSentAtMs, generation);
  const id = launched.find((each) => endKey(each) === key);
  if (
    step.kind === 'unknown' &&
    id !== undefined &&
    !isLate &&
    generation.size > input.intent.from
  ) {
    const block = fresh.find((each) => each.id === id);
    const because = shortfall(input.fleet, generation, block);
    return because === null ? remove(generation, id, step.reason) : waiting(0.9, title, because);
  }
  if (!isLate) return waiting(0.9, title, 'a fresh block is being removed');
  return ended(
    'failed',
    title,
    `${step.reason} It was not seen to end. ${nowText(input, generation)}`,
  );
}

/** Monotonic: since when the last of the fresh blocks can be waited for. */
function sinceMs({ facts }: Input): number {
  const sent = stepsOf(facts)
    .filter(([key]) => key.startsWith('add-'))
    .map(([, { firstSentAtMs }]) => firstSentAtMs);
  return sent.length === 0 ? facts.takenUpAtMs : Math.max(...sent);
}
