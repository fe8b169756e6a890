/** Two operators, and a yard with three whole generations between them. Test support. */
import {
  asBlockId,
  asImageId,
  generationIdOf,
  type GenerationId,
} from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { ReleaseTerms } from '../../../src-shared/release-schema.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { addGeneration, type BlockScript, type SimFleet } from '../../yards/sim/sim-fleet.ts';
import { SimWorld } from '../../yards/sim/sim-world.ts';
import { simImages } from '../../yards/sim/sim-yard.ts';
import { simRecipe, type Operator } from './simulated-scene.ts';

export const v1 = generationIdOf('storefront', 1);
export const v2 = generationIdOf('storefront', 2);
export const v3 = generationIdOf('storefront', 3);

const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
const image = simImages[1]?.id ?? asImageId('none');

/** What is launched later comes up after a while. */
export function pairWorld(
  fleet: SimFleet,
  serving: GenerationId,
  clock: VirtualClock,
  random: Random,
): SimWorld {
  for (const number of [1, 2, 3]) {
    const { id } = simImages[(number - 1) % simImages.length] ?? { id: image };
    addGeneration(fleet, { number, image: id, recipe: simRecipe, size: 4 }, 0, () => healthy);
  }
  const world = new SimWorld(clock, [fleet], () => ({
    healthyAfterMs: random.between(100, 2500),
    exitsAfterMs: null,
  }));
  const weights = [v1, v2, v3].map((generation) => {
    return { generation, weight: generation === serving ? 100 : 0 };
  });
  world.setSplit(fleet.id, weights, serving === v2 ? v1 : null);
  return world;
}

/** @param wallByMs how far the second one's clock is from the yard's. */
export function annAndBob(wallByMs: number): Operator[] {
  return [
    { name: 'Ann', host: 'desk', panel: 'ann', wallByMs: 0 },
    { name: 'Bob', host: 'laptop', panel: 'bob', wallByMs },
  ];
}

export function cutOverTo(to: GenerationId): Wish {
  return { kind: 'cut-over', to, expectedRevision: 1 };
}

export function replaceIn(generation: GenerationId): Wish {
  const number = { [v1]: 2, [v2]: 6, [v3]: 10 }[generation] ?? 2;
  const block = asBlockId(`${generation}-b${String(number).padStart(4, '0')}`);
  return { kind: 'replace', generation, block };
}

export function launchOf(size: number): Wish {
  return { kind: 'launch', image, size };
}

export function releaseOf(
  candidate: 'image' | GenerationId,
  terms: Pick<ReleaseTerms, 'waitsForPress' | 'steps' | 'bakeMs'>,
): Wish {
  return {
    kind: 'release',
    source:
      candidate === 'image'
        ? { kind: 'image', image, size: 4 }
        : { kind: 'generation', generation: candidate },
    expectedRevision: 1,
    terms: {
      checks: { path: '/', status: 200, text: null, withinMs: 200, inARow: 2 },
      guards: { errorShare: 0.02, latencyTimes: 3 },
      ...terms,
    },
  };
}
