/**
 * A simulated life in which the yard launches nothing: the image is gone, it is not allowed, or the yard is
 * asked too often for a long time. Test support.
 */
import { asBlockId, asImageId, generationIdOf } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Fault } from '../../../src-shared/result.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { addGeneration, type BlockScript } from '../../yards/sim/sim-fleet.ts';
import { SimWorld } from '../../yards/sim/sim-world.ts';
import { simImages } from '../../yards/sim/sim-yard.ts';
import {
  emptySimFleet,
  oneOperator,
  othersOf,
  simRecipe,
  type Happening,
  type Scene,
} from './simulated-scene.ts';

const old = generationIdOf('storefront', 1);
const fresh = generationIdOf('storefront', 2);
const names = ['launch', 'release', 'replace', 'revert'] as const;
const pressedAtMs = 500;

const faults: readonly [Fault, ...Fault[]] = [
  { code: 'not-found', message: 'The image v2 is not there any more.' },
  { code: 'refused', message: 'The image v2 may not be started: a byte of it changed.' },
];

export function buildLaunchScene(random: Random, clock: VirtualClock): Scene {
  const fleet = emptySimFleet(random.pick([0, 400]));
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  const script = (): BlockScript => ({
    healthyAfterMs: random.between(100, 2500),
    exitsAfterMs: null,
  });
  for (const number of [1, 2]) {
    const image = simImages[number - 1]?.id ?? asImageId('none');
    addGeneration(fleet, { number, image, recipe: simRecipe, size: 4 }, 0, () => healthy);
  }
  const world = new SimWorld(clock, [fleet], script);
  const weights = [
    { generation: old, weight: 100 },
    { generation: fresh, weight: 0 },
  ];
  world.setSplit(fleet.id, weights, null);
  const name = random.pick(names);
  const happenings: Happening[] = [
    { atMs: pressedAtMs, kind: 'press', wish: wishOf(name, random) },
    ...shutOf(world, random),
    ...othersOf(world, fleet.id, random, old),
    { atMs: 140_000, kind: 'close', to: old },
  ];
  const { length } = happenings;
  return {
    name: `shut-${name}`,
    world,
    fleet: fleet.id,
    operators: oneOperator,
    happenings,
    lastAtMs: Math.max(...happenings.slice(0, length - 1).map(({ atMs }) => atMs)),
    crashes: { atCall: 0.3, atOrder: 0.2 },
  };
}

function wishOf(name: (typeof names)[number], random: Random): Wish {
  const image = simImages[1]?.id ?? asImageId('none');
  switch (name) {
    case 'launch':
      return { kind: 'launch', image, size: random.between(1, 4) };
    case 'replace':
      return { kind: 'replace', generation: fresh, block: asBlockId(`${fresh}-b0006`) };
    case 'revert':
      return { kind: 'revert', to: fresh };
    case 'release':
      return {
        kind: 'release',
        source: { kind: 'image', image, size: 4 },
        expectedRevision: 1,
        terms: {
          checks: { path: '/', status: 200, text: null, withinMs: 200, inARow: 2 },
          waitsForPress: false,
          steps: [],
          bakeMs: 0,
          guards: { errorShare: 0.02, latencyTimes: 3 },
        },
      };
  }
}

/** Known before the press in none of these: the yard still shows the image, and takes the press. */
function shutOf(world: SimWorld, random: Random): Happening[] {
  const happenings: Happening[] = [];
  const add = (atMs: number, what: string, act: () => void): void => {
    const happens = () => {
      act();
      return { what, isSplit: false };
    };
    happenings.push({ atMs, kind: 'outside', act: happens });
  };
  if (random.chance(0.7)) {
    const fault = random.pick(faults);
    const atMs = random.between(0, pressedAtMs + 100);
    add(atMs, `launches are refused (${fault.code})`, () => world.refuseLaunches(fault));
  }
  if (random.chance(0.5)) {
    const forMs = random.pick([2000, 10_000, 40_000, 70_000]);
    const atMs = pressedAtMs + random.between(-100, 1500);
    add(atMs, `too many calls for ${forMs} ms`, () => world.throttle(forMs));
  }
  return happenings;
}
