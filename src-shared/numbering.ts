import type { Fleet } from './fleet.ts';

/** Numbers are never used twice: retired generations keep theirs, and so does a launch that was broken off. */
export function nextNumber(fleet: Fleet): number {
  const { generations, takenNumbers = [] } = fleet;
  return Math.max(0, ...generations.map(({ number }) => number), ...takenNumbers) + 1;
}
