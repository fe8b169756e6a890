/** A wish becomes an intent once numbers, revision and recipe are pinned by what was just seen. */
import type { Fleet, Intent, Recipe } from '../../src-shared/fleet.ts';
import type { GenerationId, ImageId } from '../../src-shared/ids.ts';
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
    case 'launch':
      return launchOf(fleet, wish);
    case 'replace':
      return { kind: 'replace', generation: wish.generation, block: wish.block };
    case 'retire':
      return { kind: 'retire', generation: wish.generation };
    case 'scale': {
      const { generation, size } = wish;
      const seen = generationOf(fleet, generation);
      // Refused by the plan before it gets here.
      if (seen === undefined) throw new Error('A generation that is not there cannot be scaled.');
      return { kind: 'scale', generation, size, from: seen.size };
    }
    case 'release': {
      const { source, terms, expectedRevision } = wish;
      const candidate =
        source.kind === 'image'
          ? launchOf(fleet, source)
          : ({ kind: 'existing', generation: source.generation } as const);
      const to = candidate.kind === 'launch' ? null : candidate.generation;
      const from = currentOf(fleet)?.id ?? to;
      // Refused by the plan before it gets here: nothing serves, so there is nothing to release beside.
      if (from === null) throw new Error('A release needs a generation that serves.');
      return { kind: 'release', candidate, from, expectedRevision, terms };
    }
  }
}

interface LaunchSource {
  readonly image: ImageId;
  readonly size: number;
  readonly recipeOf?: GenerationId | undefined;
}

function launchOf(
  fleet: Fleet,
  { image, size, recipeOf }: LaunchSource,
): Extract<Intent, { kind: 'launch' }> {
  const newest = [...fleet.generations].sort((a, b) => b.number - a.number)[0];
  const chosen = recipeOf === undefined ? newest : generationOf(fleet, recipeOf);
  const recipe = chosen?.recipe ?? firstRecipe;
  return { kind: 'launch', image, size, number: nextNumber(fleet), recipe };
}
