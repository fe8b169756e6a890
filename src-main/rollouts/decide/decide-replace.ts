/**
 * Replace one block: a fresh one first, the old one only when the fresh one is healthy. When it never
 * becomes healthy it is removed (it is ours) and the old one is left as it was.
 */
import { blockTrouble, isOver } from '../../../src-shared/block-wording.ts';
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import { generationOf, healthyCount, isInService } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { acting, ended, waiting, type Decision } from './decision.ts';
import { healthyWithinMs } from '../../../src-shared/healthy-within.ts';
import { afterEnd, afterRemoval } from './replace-ends.ts';
import { saidText } from './said-text.ts';
import {
  freshBlock,
  isGone,
  isOverdue,
  notedFor,
  shortfall,
  titleOf,
  type ReplaceInput as Input,
} from './replace-scene.ts';

export function decideReplace(input: Input): Decision {
  const { intent, fleet, facts } = input;
  const title = titleOf(input);
  const generation = generationOf(fleet, intent.generation);
  if (generation === undefined) {
    const label = labelOf(fleet, intent.generation);
    if (!isOverdue(input, facts.takenUpAtMs)) {
      return waiting(0.1, title, `the yard does not show ${label}; looking again`);
    }
    return ended('stopped', title, `The yard does not show ${label}. Nothing more was done.`);
  }
  const { 'remove-fresh': removal, 'terminate-old': end } = facts.steps;
  if (removal !== undefined) return afterRemoval(input, generation, removal);
  if (end !== undefined) return afterEnd(input, generation, end);
  return freshFirst(input, generation);
}

function freshFirst(input: Input, generation: Generation): Decision {
  const { intent, facts, limits } = input;
  const title = titleOf(input);
  const step = facts.steps['launch-fresh'];
  if (step?.kind === 'sent') return waiting(0.1, title, 'the yard has not answered yet');
  if (step?.kind === 'refused') {
    return ended(
      'failed',
      title,
      `No fresh block was launched: ${saidText(step.fault)} ${intent.block} is untouched.`,
    );
  }
  const fresh = freshBlock(input, generation);
  if (fresh !== undefined) return watchFresh(input, generation, fresh);
  if (step?.kind === 'done') {
    if (!isOverdue(input, step.atMs))
      return waiting(0.2, title, 'the fresh block is not to be seen yet');
    return ended(
      'failed',
      title,
      `The yard said that it launched a fresh block, but does not show it. ${intent.block} is untouched.`,
    );
  }
  const old = generation.blocks.find((block) => block.id === intent.block);
  if (old === undefined && step === undefined && notedFor(input).length > 0) {
    if (!isOverdue(input, facts.takenUpAtMs))
      return waiting(0.2, title, 'neither the old nor the fresh block is to be seen');
    const text = `A fresh block was launched for ${intent.block}, and neither of them is to be seen.`;
    return ended('failed', title, text);
  }
  if (input.sinceBegunMs > limits.beginMs) {
    return ended(
      'stopped',
      title,
      `The yard could not be reached for too long after the press. ${intent.block} is untouched.`,
    );
  }
  if (old === undefined && step === undefined) {
    return ended('stopped', title, `${intent.block} is not there any more. Nothing was launched.`);
  }
  if (generation.rung !== 'warm') {
    return ended(
      'stopped',
      title,
      `${labelOf(input.fleet, intent.generation)} is being retired. Nothing was launched.`,
    );
  }
  return acting(0.1, {
    kind: 'launch-block',
    key: 'launch-fresh',
    generation: intent.generation,
    replaces: intent.block,
    title: `Launch a fresh block beside ${intent.block}`,
    reason: `${healthyCount(generation)} of ${generation.size} blocks are healthy.`,
  });
}

function watchFresh(input: Input, generation: Generation, fresh: Block): Decision {
  const { intent, facts, limits, nowMs } = input;
  const title = titleOf(input);
  const step = facts.steps['launch-fresh'];
  const sinceMs = step?.firstSentAtMs ?? facts.takenUpAtMs;
  const withinMs = healthyWithinMs(generation.recipe, limits.healthyMs);
  const old = generation.blocks.find((block) => block.id === intent.block);

  if (isInService(fresh)) {
    // Gone, or ended by a panel whose record we do not have: the yard answers its token again.
    if (old === undefined && !isGone(input)) {
      return waiting(0.5, title, `${intent.block} is not to be seen; looking again`);
    }
    const because = shortfall(input, generation, old);
    if (because === null) {
      return acting(0.6, {
        kind: 'terminate-block',
        key: 'terminate-old',
        block: intent.block,
        title: `Drain and end ${intent.block}`,
        reason: `${fresh.id} is healthy in its place; the floor is ${input.fleet.floor}.`,
      });
    }
    if (nowMs - sinceMs <= withinMs) return waiting(0.5, title, because);
    return ended(
      'stopped',
      title,
      `${fresh.id} is healthy, but ${because}: another block failed meanwhile. Both stay; replace the failed block.`,
    );
  }
  const isLate = nowMs - sinceMs > withinMs;
  if (isOver(fresh) || isLate) {
    const late = isLate && !isOver(fresh) ? ` after ${Math.round(withinMs / 1000)} s` : '';
    return acting(0.6, {
      kind: 'terminate-block',
      key: 'remove-fresh',
      block: fresh.id,
      title: `Remove the fresh block ${fresh.id}`,
      reason: `It ${blockTrouble(fresh)}${late}.`,
    });
  }
  return waiting(0.4, title, `the fresh block ${fresh.id} ${blockTrouble(fresh)}`);
}
