import type { Fleet } from './fleet.ts';

/** Numbers are never used twice: retired generations keep theirs. */
export function nextNumber(fleet: Fleet): number {
  return Math.max(0, ...fleet.generations.map((generation) => generation.number)) + 1;
}
