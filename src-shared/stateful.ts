/** Blocks that keep data are never part of a swap: what would end with one is more than a server. Pure. */
import type { Block, Fleet, Generation } from './fleet.ts';
import { labelOfGeneration, type GenerationId } from './ids.ts';
import { plain } from './wording.ts';

export function statefulIn({ blocks }: Generation): Block | undefined {
  return blocks.find(({ stateful }) => stateful !== undefined);
}

/** Why none of these generations may be part of a swap, or be stopped or ended; null: nothing speaks against it. */
export function statefulText(fleet: Fleet, ids: readonly GenerationId[]): string | null {
  for (const generation of fleet.generations.filter(({ id }) => ids.includes(id))) {
    const block = statefulIn(generation);
    if (block !== undefined) return whyStateful(generation, block);
  }
  return null;
}

export function whyStateful(generation: Generation, block: Block): string {
  const why = plain(block.stateful ?? '', 200);
  return `${plain(block.id, 80)} of ${labelOfGeneration(generation)} is marked as one that keeps data${why === '' ? '' : ` (${why})`}: it is never part of a swap.`;
}
