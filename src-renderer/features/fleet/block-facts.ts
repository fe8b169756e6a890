/** What a yard tells of a block beside its state, for rows and filters. Outside text, not yet made safe to read. Pure. */
import type { Block } from '../../../src-shared/fleet.ts';
import { instanceFacts, tagOfFact } from '../../../src-shared/instance-facts.ts';

function factOf({ facts = [] }: Pick<Block, 'facts'>, name: string): string | null {
  return facts.find(({ fact }) => fact === name)?.value ?? null;
}

/** Null where the yard has no types, or did not tell. */
export function typeOf(block: Pick<Block, 'facts'>): string | null {
  return factOf(block, instanceFacts.type);
}

/** Of this one block; a generation whose blocks differ in it says so in its notes. */
export function ownImageOf(block: Pick<Block, 'facts'>): string | null {
  return factOf(block, instanceFacts.image);
}

/** `team=checkout`, for each tag that the yard tells. */
export function tagsOf({ facts = [] }: Pick<Block, 'facts'>): readonly string[] {
  return facts.flatMap(({ fact, value }) => {
    const tag = tagOfFact(fact);
    return tag === null ? [] : [`${tag}=${value}`];
  });
}
