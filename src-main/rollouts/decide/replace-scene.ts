/** What the parts of a replacement ask about the look they are shown. */
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import { generationOf, healthyCount, isInService, weightOf } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import type { DecideInput } from './decision.ts';

export type ReplaceInput = DecideInput<'replace'>;
type Input = ReplaceInput;

/**
 * By the receipt, or by what the yard has noted: launched for this rollout, or meant to replace the
 * same block (left by a replacement that was overtaken). Never by a guess.
 */
export function freshBlock(input: Input, generation: Generation): Block | undefined {
  const { intent } = input;
  const id = freshId(input);
  const launched = notedFor(input);
  return generation.blocks.find(
    (block) =>
      block.id !== intent.block &&
      (block.id === id || launched.includes(block.id) || block.replaces === intent.block),
  );
}

/** What the yard has noted as launched for this rollout. */
export function notedFor({ fleet, rollout }: Input): readonly string[] {
  return fleet.rollout?.id === rollout ? fleet.rollout.launched : [];
}

export function freshId({ facts }: Input): Block['id'] | undefined {
  const step = facts.steps['launch-fresh'];
  return step?.kind === 'done' && step.receipt.kind === 'launched'
    ? (step.receipt.id as Block['id'])
    : undefined;
}

/** What ending a block does to the healthy blocks in service; null when it takes no capacity with it. */
export function shortfall(
  { fleet, intent }: Input,
  generation: Generation,
  block: Block | undefined,
): string | null {
  if (block === undefined || !isInService(block)) return null;
  const floor = weightOf(fleet, intent.generation) > 0 ? fleet.floor : 0;
  const left = healthyCount(generation) - 1;
  if (left >= floor) return null;
  return `ending ${block.id} would leave ${left} healthy blocks, the floor is ${floor}`;
}

/** As with whole generations (yards/yard-pace.ts): one look without it proves nothing (rule 8). */
const unseenLooks = 3;
const unseenMs = 5000;

/** Whether the block to be replaced was missed for so long that it is not to be waited for. */
export function isGone({ facts, nowMs }: Input): boolean {
  const { unseen } = facts;
  return unseen !== null && unseen.looks >= unseenLooks && nowMs - unseen.sinceMs >= unseenMs;
}

export function isOverdue({ limits, nowMs, fleet, intent }: Input, sinceMs: number): boolean {
  const drainMs = generationOf(fleet, intent.generation)?.recipe.drainTimeoutMs ?? 0;
  return nowMs - sinceMs > limits.effectMs + drainMs;
}

export function titleOf({ intent, fleet }: Input): string {
  return `Replacing ${intent.block} of ${labelOf(fleet, intent.generation)}`;
}
