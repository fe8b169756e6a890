/** What the blocks of a generation take of memory now, where their yard tells it. Pure. */
import { bytesText } from './bytes-text.ts';
import type { Generation } from './fleet.ts';
import { nearestRank } from './nearest-rank.ts';

export interface GenerationMemory {
  /** Of how many blocks it is known, and of how many in all. */
  readonly known: number;
  readonly blocks: number;
  readonly medianBytes: number;
  readonly totalBytes: number;
}

export function memoryIn({ blocks }: Generation): GenerationMemory | null {
  const known = blocks.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  const medianBytes = nearestRank(known, 0.5);
  if (medianBytes === null) return null;
  const totalBytes = known.reduce((sum, one) => sum + one, 0);
  return { known: known.length, blocks: blocks.length, medianBytes, totalBytes };
}

export function memoryText(memory: GenerationMemory | null): string {
  if (memory === null) return 'Not known here: its yard does not tell it, or not yet.';
  const { known, blocks, medianBytes, totalBytes } = memory;
  const of = known === blocks ? `${String(blocks)} ${blocks === 1 ? 'block' : 'blocks'}` : `${String(known)} of ${String(blocks)} blocks, the others are not known`; // prettier-ignore
  return `${bytesText(medianBytes)} a block, ${bytesText(totalBytes)} together (${of}).`;
}
