/**
 * A simulated life on an entry like that of a load balancer: nothing is counted, a new split reaches its nodes
 * one by one within up to three minutes, and revisions may be told apart only. Test support.
 */
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import { asImageId, generationIdOf } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { addGeneration, type BlockScript, type SimFleet } from '../../yards/sim/sim-fleet.ts';
import { SimNodes } from '../../yards/sim/sim-nodes.ts';
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
const names = [
  'cut-over',
  'revert',
  'cut-over-and-revert',
  'release',
  'release-and-revert',
] as const;

export function buildSpreadScene(random: Random, clock: VirtualClock): Scene {
  const count = random.between(1, 4);
  // A name may resolve to fewer addresses than there are nodes.
  const asked = random.chance(0.2) ? Math.max(1, count - 1) : count;
  const longestMs = random.pick([300, 3000, 3000, 20_000, 180_000]);
  const nodes = new SimNodes(count, asked, () => random.between(0, longestMs));
  const fleet: SimFleet = { ...emptySimFleet(0), isCounted: false, nodes };
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  for (const number of [1, 2]) {
    const image = simImages[number - 1]?.id ?? asImageId('none');
    addGeneration(fleet, { number, image, recipe: simRecipe, size: 4 }, 0, () => healthy);
  }
  const world = new SimWorld(clock, [fleet], () => healthy);
  const name = random.pick(names);
  const isFresh = name === 'revert';
  const weights = [old, fresh].map((generation) => {
    return { generation, weight: (generation === fresh) === isFresh ? 100 : 0 };
  });
  world.setSplit(fleet.id, weights, isFresh ? old : null);
  const happenings: Happening[] = [
    ...pressesOf(name, random, longestMs),
    ...othersOf(world, fleet.id, random, random.pick([old, fresh])),
  ];
  return {
    name: `spread-${name}`,
    world,
    fleet: fleet.id,
    operators: oneOperator,
    happenings,
    lastAtMs: Math.max(...happenings.map(({ atMs }) => atMs)),
    crashes: { atCall: 0.3, atOrder: 0.15 },
    capabilities: {
      ...localCapabilities,
      revisions: random.pick(['rising', 'fingerprint']),
    },
    // As in an account, or with patience for the slowest node.
    limits: { verifyMs: random.pick([60_000, 200_000]) },
    limitMs: 900_000,
  };
}

function pressesOf(name: (typeof names)[number], random: Random, longestMs: number): Happening[] {
  const press = (atMs: number, wish: Wish): Happening => ({ atMs, kind: 'press', wish });
  const revert: Wish = { kind: 'revert', to: old };
  const cutOver: Wish = { kind: 'cut-over', to: fresh, expectedRevision: 1 };
  // In the middle of it, or when it is long over.
  const laterMs = 500 + random.between(0, longestMs + 2000);
  switch (name) {
    case 'cut-over':
      return [press(500, cutOver)];
    case 'revert':
      return [press(500, revert)];
    case 'cut-over-and-revert':
      return [press(500, cutOver), press(laterMs, revert)];
    case 'release':
      return [press(500, releaseOf(random))];
    case 'release-and-revert':
      return [press(500, releaseOf(random)), press(laterMs, revert)];
  }
}

function releaseOf(random: Random): Wish {
  return {
    kind: 'release',
    source: { kind: 'generation', generation: fresh },
    expectedRevision: 1,
    terms: {
      checks: { path: '/', status: 200, text: null, withinMs: 200, inARow: 2 },
      waitsForPress: false,
      steps: random.pick([[], [{ percent: 20, pauseMs: 1000 }]]),
      bakeMs: random.pick([0, 5000]),
      guards: { errorShare: 0.02, latencyTimes: 3 },
    },
  };
}
