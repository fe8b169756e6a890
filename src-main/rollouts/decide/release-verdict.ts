import type { ReleaseInput } from './release-scene.ts';

/** Bad in so many looks over so long: one bad look is a hiccup, and taking back for that is a harm of its own. */
export function isTroubled({ facts, limits, nowMs }: ReleaseInput): boolean {
  const { trouble } = facts.release;
  return (
    trouble !== null &&
    trouble.looks >= limits.guardLooks &&
    nowMs - trouble.sinceMs >= (trouble.needsMs ?? limits.guardMs)
  );
}
