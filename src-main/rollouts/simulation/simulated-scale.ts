/**
 * A simulated life in which a generation is scaled: one that serves, wholly or partly, one that stands by, or
 * the way back, while blocks die, never come up, and others move the traffic. Test support.
 */
import { asImageId, generationIdOf, type GenerationId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { addGeneration, type BlockScript } from '../../yards/sim/sim-fleet.ts';
import { SimWorld } from '../../yards/sim/sim-world.ts';
import { simImages } from '../../yards/sim/sim-yard.ts';
import {
  emptySimFleet,
  oneOperator,
  outsideOf,
  othersOf,
  simRecipe,
  type Happening,
  type Scene,
} from './simulated-scene.ts';

const old = generationIdOf('storefront', 1);
const fresh = generationIdOf('storefront', 2);

export function buildScaleScene(random: Random, clock: VirtualClock): Scene {
  const fleet = { ...emptySimFleet(random.pick([0, 400])), floor: random.pick([2, 4]) };
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  const script = (): BlockScript => {
    if (random.chance(0.05)) return { healthyAfterMs: null, exitsAfterMs: null };
    if (random.chance(0.1)) return { healthyAfterMs: null, exitsAfterMs: random.between(50, 2000) };
    return { healthyAfterMs: random.between(100, 3000), exitsAfterMs: null };
  };
  for (const number of [1, 2]) {
    const image = simImages[number - 1]?.id ?? asImageId('none');
    const size = random.between(4, 7);
    addGeneration(fleet, { number, image, recipe: simRecipe, size }, 0, () => healthy);
  }
  const world = new SimWorld(clock, [fleet], script);
  const share = random.pick([0, 0, 30]);
  const weights = [
    { generation: old, weight: 100 - share },
    { generation: fresh, weight: share },
  ];
  world.setSplit(fleet.id, weights, random.chance(0.3) ? fresh : null);
  const happenings: Happening[] = [
    ...pressesOf(random),
    ...outsideOf(world, fleet.id, random),
    ...outsideOf(world, fleet.id, random),
    ...othersOf(world, fleet.id, random, random.pick([old, fresh])),
  ];
  const lastAtMs = Math.max(...happenings.map(({ atMs }) => atMs));
  return { name: 'scale', world, fleet: fleet.id, operators: oneOperator, happenings, lastAtMs };
}

function pressesOf(random: Random): Happening[] {
  const press = (atMs: number, wish: Wish): Happening => ({ atMs, kind: 'press', wish });
  const scale = (generation: GenerationId, size: number): Wish => {
    return { kind: 'scale', generation, size };
  };
  const generation = random.pick([old, fresh]);
  const first = scale(generation, random.between(1, 9));
  const presses = [press(500, first)];
  // Twice the same press, another size while it runs or after it, the other generation, a revert.
  if (random.chance(0.2)) presses.push(press(500 + random.between(0, 200), first));
  if (random.chance(0.4)) {
    const other = random.chance(0.7) ? generation : random.pick([old, fresh]);
    presses.push(press(random.between(1000, 25_000), scale(other, random.between(1, 9))));
  }
  if (random.chance(0.15)) {
    const to = random.pick([old, fresh]);
    presses.push(press(500 + random.between(100, 5000), { kind: 'revert', to }));
  }
  return presses;
}
