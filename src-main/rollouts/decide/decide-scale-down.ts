/**
 * Fewer blocks: out of service, drained and ended, one after the other, each on a look of its own. The
 * size goes down with each, so that nothing is missing wherever this ends.
 */
import { blockTrouble } from '../../../src-shared/block-wording.ts';
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import { keptBlocks } from '../../../src-shared/guards.ts';
import { healthyWithinMs } from '../../../src-shared/healthy-within.ts';
import { inOrderOfLeaving, isLeaving } from '../../../src-shared/scale-order.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { acting, ended, waiting, type Decision } from './decision.ts';
import { stepsOf, type StepFact, type StepKey } from './facts.ts';
import {
  endKey,
  healthText,
  isOverdue,
  nowText,
  openEnd,
  shortfall,
  stayingIn,
  titleOf,
  type ScaleInput as Input,
} from './scale-scene.ts';

export function decideScaleDown(input: Input, generation: Generation): Decision {
  const { intent, facts } = input;
  const title = titleOf(input);
  const open = openEnd(input, generation, intent.from);
  if (open !== undefined) return settle(input, generation, open);
  // Ended by the yard's word and still shown, or by a panel before this one: one after the other.
  const leaving = generation.blocks.find(
    (block) => isLeaving(block) || facts.steps[endKey(block.id)] !== undefined,
  );
  if (leaving !== undefined) {
    const sinceMs = facts.steps[endKey(leaving.id)]?.atMs ?? facts.takenUpAtMs;
    if (!isOverdue(input, sinceMs, generation))
      return waiting(valueOf(input, generation), title, `${leaving.id} ${blockTrouble(leaving)}`);
    return ended(
      'failed',
      title,
      `${leaving.id} was not seen to end. ${nowText(input, generation)}`,
    );
  }
  if (generation.size <= intent.size) return ended('done', title, nowText(input, generation));
  return endNext(input, generation);
}

function endNext(input: Input, generation: Generation): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const title = titleOf(input);
  const value = valueOf(input, generation);
  const label = labelOf(fleet, intent.generation);
  const lastMs = Math.max(facts.takenUpAtMs, ...stepsOf(facts).map(([, { atMs }]) => atMs));
  if (stepsOf(facts).length === 0 && input.sinceBegunMs > limits.beginMs) {
    return ended(
      'stopped',
      title,
      `The yard could not be reached for too long after the press. ${nowText(input, generation)}`,
    );
  }
  const kept = keptBlocks(fleet, intent.generation);
  if (generation.size <= kept) {
    return ended(
      'stopped',
      title,
      `${label} has traffic or is the way back by now and keeps the ${kept} blocks of the floor. ${nowText(input, generation)}`,
    );
  }
  const staying = stayingIn(input, generation);
  const [next] = inOrderOfLeaving(staying);
  // Fewer than it is meant to have: that look misses some, and who goes first is not known from it.
  if (next === undefined || staying.length < generation.size) {
    if (!isOverdue(input, lastMs, generation))
      return waiting(value, title, `the yard does not show all blocks of ${label}; looking again`);
    return ended(
      'stopped',
      title,
      `The yard shows ${staying.length} of ${generation.size} blocks of ${label}. Nothing more was ended.`,
    );
  }
  const because = shortfall(fleet, generation, next);
  if (because !== null) {
    if (nowMs - lastMs <= healthyWithinMs(generation.recipe, limits.healthyMs))
      return waiting(value, title, because);
    return ended(
      'stopped',
      title,
      `Nothing more was ended: ${because}. ${nowText(input, generation)}`,
    );
  }
  return end(
    input,
    generation,
    next,
    `${next.id} ${blockTrouble(next)}. ${healthText(generation)}; the floor is ${kept}.`,
  );
}

function settle(
  input: Input,
  generation: Generation,
  [key, step]: readonly [StepKey, StepFact],
): Decision {
  const { facts, fleet } = input;
  const title = titleOf(input);
  const value = valueOf(input, generation);
  const block = generation.blocks.find((each) => endKey(each.id) === key);
  if (step.kind === 'refused') {
    return ended(
      'stopped',
      title,
      `The yard refused to end another block: ${step.fault.message} ${nowText(input, generation)}`,
    );
  }
  if (isOverdue(input, step.firstSentAtMs, generation)) {
    const name = block?.id ?? 'A block';
    return ended('failed', title, `${name} was not seen to end. ${nowText(input, generation)}`);
  }
  // At the size that is wanted nothing more is asked for: it is on its way.
  if (step.kind !== 'unknown' || generation.size <= input.intent.size)
    return waiting(value, title, `${block?.id ?? 'a block'} is draining or ending`);
  if (block === undefined) return waiting(value, title, 'a block is ending');
  const because = shortfall(fleet, generation, block);
  if (because !== null) return waiting(value, title, because);
  return end(input, generation, block, facts.steps[key]?.reason ?? '');
}

function end(
  input: Input,
  generation: Generation,
  { id }: Pick<Block, 'id'>,
  reason: string,
): Decision {
  return acting(valueOf(input, generation), {
    kind: 'terminate-block',
    key: endKey(id),
    block: id,
    size: generation.size - 1,
    title: `Drain and end ${id}`,
    reason,
  });
}

function valueOf({ intent }: Input, { size }: Generation): number {
  const done = (intent.from - size) / (intent.from - intent.size);
  return 0.1 + 0.8 * Math.min(1, Math.max(0, done));
}
