/** Which blocks leave when a generation gets smaller. The plan names them, the engine ends them: same order. */
import type { Block } from './fleet.ts';
import { isInService } from './roles.ts';

/** What serves nobody goes first, then the highest slots; of two in a slot the newer one. */
export function inOrderOfLeaving(blocks: readonly Block[]): readonly Block[] {
  return [...blocks].sort(
    (a, b) =>
      Number(isInService(a)) - Number(isInService(b)) ||
      b.slot - a.slot ||
      b.launchedAtMs - a.launchedAtMs ||
      (a.id < b.id ? 1 : -1),
  );
}

/** On its way out already, by whatever order. */
export function isLeaving({ state }: Block): boolean {
  return (
    state.kind === 'draining' || state.kind === 'unhealthy-draining' || state.kind === 'stopping'
  );
}
