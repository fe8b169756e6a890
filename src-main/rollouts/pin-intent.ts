/** A wish becomes an intent once numbers, revision and recipe are pinned by what was just seen. */
import type { Fleet, Intent, Recipe } from '../../src-shared/fleet.ts';
import type { Wish } from '../../src-shared/ipc-contract.ts';
import { nextNumber } from '../../src-shared/numbering.ts';
import { currentOf, generationOf } from '../../src-shared/roles.ts';

/** A fleet that never had a generation starts from this. */
const firstRecipe: Recipe = {
  env: {},
  drainTimeoutMs: 10_000,
  health: { intervalMs: 1000, timeoutMs: 1000, healthyAfter: 2, unhealthyAfter: 3 },
};

export function pinIntent(fleet: Fleet, wish: Exclude<Wish, { kind: 'revert' }>): Intent {
  switch (wish.kind) {
    case 'cut-over': {
      const { to, expectedRevision } = wish;
      // A fleet without traffic has nothing to go back to: `from` is then `to` itself.
      const from = currentOf(fleet)?.id ?? to;
      const intent = { kind: 'cut-over', to, from, expectedRevision } as const;
      return generationOf(fleet, to)?.isAttached === false ? { ...intent, attaches: true } : intent;
    }
    case 'launch': {
      const { image, size } = wish;
      const newest = [...fleet.generations].sort((a, b) => b.number - a.number)[0];
      const recipe = newest?.recipe ?? firstRecipe;
      return { kind: 'launch', image, size, number: nextNumber(fleet), recipe };
    }
    case 'replace':
      return { kind: 'replace', generation: wish.generation, block: wish.block };
    case 'retire':
      return { kind: 'retire', generation: wish.generation };
  }
}
