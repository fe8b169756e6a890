/** The two ends of a replacement: the old block leaves, or the fresh one does. */
import { blockTrouble } from '../../../src-shared/block-wording.ts';
import type { Generation } from '../../../src-shared/fleet.ts';
import { healthyCount } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { acting, ended, waiting, type Decision } from './decision.ts';
import type { StepFact } from './facts.ts';
import { saidText } from './said-text.ts';
import {
  freshBlock,
  freshId,
  isOverdue,
  shortfall,
  titleOf,
  type ReplaceInput as Input,
} from './replace-scene.ts';

export function afterEnd(input: Input, generation: Generation, step: StepFact): Decision {
  const { intent } = input;
  const title = titleOf(input);
  const old = generation.blocks.find((block) => block.id === intent.block);
  if (step.kind === 'refused') {
    return ended(
      'stopped',
      title,
      `The fresh block serves, but the yard refused to end ${intent.block}: ${saidText(step.fault)}`,
    );
  }
  if (step.kind === 'done' && old === undefined) {
    const fresh = freshBlock(input, generation);
    const by = fresh === undefined ? '' : ` by ${fresh.id}`;
    return ended(
      'done',
      title,
      `${intent.block} was replaced${by}: ${healthyCount(generation)} of ${generation.size} blocks are healthy.`,
    );
  }
  if (step.kind === 'unknown') {
    if (isOverdue(input, step.firstSentAtMs)) return neverKnown(input, title, intent.block);
    const because = shortfall(input, generation, old);
    if (because !== null) return waiting(0.7, title, because);
    return acting(0.7, {
      kind: 'terminate-block',
      key: 'terminate-old',
      block: intent.block,
      title: `Drain and end ${intent.block}`,
      reason: step.reason,
    });
  }
  if (step.kind === 'done' && isOverdue(input, step.atMs))
    return neverKnown(input, title, intent.block);
  return waiting(
    0.8,
    title,
    `${intent.block} ${old === undefined ? 'is ending' : blockTrouble(old)}`,
  );
}

export function afterRemoval(input: Input, generation: Generation, step: StepFact): Decision {
  const { intent } = input;
  const title = titleOf(input);
  const fresh = freshBlock(input, generation);
  const said = `The fresh block was no replacement. ${step.reason} ${intent.block} is untouched.`;
  if (step.kind === 'refused') {
    return ended(
      'failed',
      title,
      `${said} The yard refused to remove the fresh block: ${saidText(step.fault)}`,
    );
  }
  if (step.kind === 'done' && fresh === undefined) return ended('failed', title, said);
  if (step.kind === 'unknown' && !isOverdue(input, step.firstSentAtMs)) {
    const block = fresh?.id ?? freshId(input);
    if (block === undefined) return waiting(0.8, title, 'the fresh block is not to be seen');
    const because = shortfall(input, generation, fresh);
    if (because !== null) return waiting(0.8, title, because);
    return acting(0.8, {
      kind: 'terminate-block',
      key: 'remove-fresh',
      block,
      title: `Remove the fresh block ${block}`,
      reason: step.reason,
    });
  }
  if (step.kind !== 'sent' && isOverdue(input, step.firstSentAtMs)) {
    return ended('failed', title, `${said} The fresh block may still be there.`);
  }
  return waiting(0.8, title, 'the fresh block is being removed');
}

function neverKnown(input: Input, title: string, block: string): Decision {
  const { fleet, intent } = input;
  return ended(
    'failed',
    title,
    `${labelOf(fleet, intent.generation)} has its fresh block, but ${block} was not seen to end.`,
  );
}
