/** What both directions of a change of size ask about the look they are shown. */
import { blockTrouble } from '../../../src-shared/block-wording.ts';
import type { Block, Fleet, Generation } from '../../../src-shared/fleet.ts';
import { keptBlocks } from '../../../src-shared/guards.ts';
import type { BlockId } from '../../../src-shared/ids.ts';
import { healthyCount, isInService } from '../../../src-shared/roles.ts';
import { isLeaving } from '../../../src-shared/scale-order.ts';
import { labelOf } from '../../../src-shared/split.ts';
import type { DecideInput } from './decision.ts';
import { stepsOf, type StepFact, type StepKey } from './facts.ts';

export type ScaleInput = DecideInput<'scale'>;

/**
 * Names the end of a block. Its last characters tell it from the others of its fleet (`v002-b0008`), and
 * a token has room for so many beside the rollout.
 */
export function endKey(block: BlockId): StepKey {
  return `end-${block.slice(-20)}`;
}

/** Names the launch that makes a generation so large: each has a token of its own, whoever sends it. */
export function addKey(size: number): StepKey {
  return `add-${size}`;
}

export function endOf({ facts }: ScaleInput, { id }: Block): StepFact | undefined {
  return facts.steps[endKey(id)];
}

/**
 * The last end that was sent, while it is not known to have happened: by the yard's word, or by what is seen
 * where no answer came, as the size goes with the block. A look that only misses the block still tells the
 * size from before. Those sent earlier were known when the next one was sent.
 * @param before how large the generation was before anything was ended.
 */
export function openEnd(
  { facts }: ScaleInput,
  generation: Generation,
  before: number,
): readonly [StepKey, StepFact] | undefined {
  const ends = stepsOf(facts).filter(([key]) => key.startsWith('end-'));
  const last = ends.at(-1);
  if (last === undefined || last[1].kind === 'done') return undefined;
  const isShown = generation.blocks.some((block) => endKey(block.id) === last[0]);
  const isSeen = last[1].kind === 'unknown' && !isShown && generation.size <= before - ends.length;
  return isSeen ? undefined : last;
}

/** Those that are neither on their way out nor ordered to go. */
export function stayingIn(input: ScaleInput, generation: Generation): readonly Block[] {
  return generation.blocks.filter(
    (block) => !isLeaving(block) && endOf(input, block) === undefined,
  );
}

/**
 * Why a block must not be ended now: it would leave fewer healthy ones than the floor, where the floor
 * counts. What serves nobody takes no healthy one with it.
 */
export function shortfall(
  fleet: Fleet,
  generation: Generation,
  block: Block | undefined,
): string | null {
  if (block === undefined || !isInService(block)) return null;
  const kept = keptBlocks(fleet, generation.id);
  const left = healthyCount(generation) - 1;
  if (left >= kept) return null;
  return `ending ${block.id} would leave ${left} healthy blocks, the floor is ${kept}`;
}

export function isOverdue(
  { limits, nowMs }: ScaleInput,
  sinceMs: number,
  generation: Generation,
): boolean {
  return nowMs - sinceMs > limits.effectMs + generation.recipe.drainTimeoutMs;
}

/** `3 of 3 blocks are healthy` */
export function healthText(generation: Generation): string {
  const staying = generation.blocks.filter((block) => !isLeaving(block));
  const healthy = healthyCount(generation);
  return `${healthy} of ${staying.length} ${staying.length === 1 ? 'block is' : 'blocks are'} healthy`;
}

/** `v002 has 3 blocks now: 3 healthy.` */
export function nowText({ fleet }: ScaleInput, generation: Generation): string {
  const { size } = generation;
  const count = size === 1 ? '1 block' : `${size} blocks`;
  return `${labelOf(fleet, generation.id)} has ${count} now: ${healthyCount(generation)} healthy${illText(generation)}.`;
}

/** Whoever else is down is named: it is not ours to end. */
function illText(generation: Generation): string {
  const [first] = generation.blocks.filter((block) => !isLeaving(block) && !isInService(block));
  return first === undefined ? '' : `; ${first.id} ${blockTrouble(first)}`;
}

export function titleOf({ intent, fleet }: ScaleInput): string {
  return `Scaling ${labelOf(fleet, intent.generation)} to ${intent.size}`;
}

/** A later one than the operator saw, before anything of ours was sent: by somebody else. */
export function isChangedByOthers(input: ScaleInput, generation: Generation): boolean {
  const { fleet, facts, intent, rollout } = input;
  const running = fleet.rollout?.id === rollout ? fleet.rollout : null;
  const isUntouched = Object.keys(facts.steps).length === 0 && running?.launched.length === 0;
  return isUntouched && running.epoch === 1 && generation.size !== intent.from;
}
