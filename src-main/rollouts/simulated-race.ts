/**
 * A simulated life with two operators, each with a computer, an engine, a journal and a clock of their own,
 * who press at nearly the same time on one yard with three whole generations. Test support.
 */
import { asImageId, generationIdOf, type GenerationId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/ipc-contract.ts';
import type { ReleaseTerms } from '../../src-shared/release-schema.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Random } from '../yards/sim/random.ts';
import { manyFaults, noFaults } from '../yards/sim/sim-faults.ts';
import { addGeneration, type BlockScript } from '../yards/sim/sim-fleet.ts';
import { SimWorld } from '../yards/sim/sim-world.ts';
import { simImages } from '../yards/sim/sim-yard.ts';
import {
  emptySimFleet,
  simRecipe,
  type Crashes,
  type Happening,
  type Operator,
  type Scene,
} from './simulated-scene.ts';
import { troublesOf, wordsOf } from './simulated-race-troubles.ts';

const v1 = generationIdOf('storefront', 1);
const v2 = generationIdOf('storefront', 2);
const v3 = generationIdOf('storefront', 3);

const names = [
  'cut-over-against-cut-over',
  'same-cut-over-twice',
  'cut-over-against-revert',
  'revert-against-revert',
  'release-against-cut-over',
  'release-against-revert',
  'release-against-release',
  'replace-against-cut-over',
  'retire-against-cut-over',
  'launch-against-cut-over',
] as const;

type Name = (typeof names)[number];

/** Nobody crashes in half of them: most races are between people who are both there. */
const crashes: readonly [Crashes, ...Crashes[]] = [
  { atCall: 0, atOrder: 0 },
  { atCall: 0, atOrder: 0 },
  { atCall: 0.3, atOrder: 0.3 },
  { atCall: 0.7, atOrder: 0.3 },
];

/** Two presses this close are a race, in milliseconds. */
const nearMs = 60;

export function buildRaceScene(random: Random, clock: VirtualClock): Scene {
  const fleet = emptySimFleet(random.pick([0, 400]));
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  const script = (): BlockScript => ({
    healthyAfterMs: random.between(100, 2500),
    exitsAfterMs: null,
  });
  for (const number of [1, 2, 3]) {
    const image = simImages[(number - 1) % simImages.length]?.id ?? asImageId('none');
    addGeneration(fleet, { number, image, recipe: simRecipe, size: 4 }, 0, () => healthy);
  }
  const world = new SimWorld(clock, [fleet], script);
  const serving = random.pick([v1, v2]);
  const weights = [v1, v2, v3].map((generation) => {
    return { generation, weight: generation === serving ? 100 : 0 };
  });
  world.setSplit(fleet.id, weights, serving === v2 ? v1 : null);
  const name = random.pick(names);
  const [first, second] = pairOf(name, serving, random);
  const one = random.pick([0, 1]);
  const laterMs = laterOf(name, random);
  const happenings: Happening[] = [
    press(500, one, first),
    press(500 + laterMs, 1 - one, second),
    ...againOf(random, [first, second], serving),
    ...wordsOf(random, name.startsWith('release')),
    ...troublesOf(world, fleet.id, random),
  ];
  // A release may wait for a person for ever.
  for (const atMs of [75_000, 105_000, 140_000]) {
    for (const by of [0, 1])
      happenings.push({ atMs: atMs + by * 10_000, by, kind: 'close', to: v1 });
  }
  const lastAtMs = name.startsWith('release')
    ? Math.max(...happenings.map(({ atMs }) => atMs))
    : Math.max(...happenings.filter(({ kind }) => kind !== 'close').map(({ atMs }) => atMs));
  return {
    name,
    world,
    fleet: fleet.id,
    operators: operatorsOf(random),
    happenings,
    lastAtMs,
    crashes: random.pick(crashes),
    faults: random.chance(0.4) ? noFaults : manyFaults,
  };
}

function operatorsOf(random: Random): Operator[] {
  const wallByMs = random.pick([0, 0, -90_000, 40_000, 3_600_000]);
  return [
    { name: 'Ann', host: 'desk', panel: 'ann', wallByMs: 0 },
    { name: 'Bob', host: 'laptop', panel: 'bob', wallByMs },
  ];
}

function press(atMs: number, by: number, wish: Wish): Happening {
  return { atMs, by, kind: 'press', wish, asSeen: true };
}

function cutOver(to: GenerationId): Wish {
  return { kind: 'cut-over', to, expectedRevision: 1 };
}

function pairOf(name: Name, serving: GenerationId, random: Random): [Wish, Wish] {
  const other = serving === v1 ? v2 : v1;
  const revert = (to: GenerationId): Wish => ({ kind: 'revert', to });
  const anyCutOver = cutOver(random.pick([other, v3]));
  switch (name) {
    case 'cut-over-against-cut-over':
      return [cutOver(other), cutOver(v3)];
    case 'same-cut-over-twice':
      return [cutOver(v3), cutOver(v3)];
    case 'cut-over-against-revert':
      return [cutOver(v3), revert(random.pick([serving, other]))];
    case 'revert-against-revert':
      return [revert(other), revert(random.pick([v3, serving, other]))];
    case 'release-against-cut-over':
      return [release(random), anyCutOver];
    case 'release-against-revert':
      return [release(random), revert(random.pick([serving, serving, other]))];
    case 'release-against-release':
      return [release(random), release(random)];
    case 'replace-against-cut-over': {
      const generation = random.pick([serving, v3]);
      const slot = { [v1]: 2, [v2]: 6, [v3]: 10 }[generation];
      const block = `${generation}-b${String(slot).padStart(4, '0')}`;
      return [{ kind: 'replace', generation, block } as Wish, anyCutOver];
    }
    case 'retire-against-cut-over':
      return [{ kind: 'retire', generation: v3, typedName: v3 }, anyCutOver];
    case 'launch-against-cut-over': {
      const image = simImages[1]?.id ?? asImageId('none');
      return [{ kind: 'launch', image, size: 2 }, anyCutOver];
    }
  }
}

/** Most at nearly the same time; what takes longer is met in the middle of it, too. */
function laterOf(name: Name, random: Random): number {
  if (random.chance(0.6)) return random.between(0, nearMs);
  return random.between(0, name.startsWith('release') ? 9000 : 3000);
}

/** Whoever was turned away presses again, and somebody takes it all back. */
function againOf(random: Random, wishes: [Wish, Wish], serving: GenerationId): Happening[] {
  const happenings: Happening[] = [];
  if (random.chance(0.4)) {
    const atMs = 500 + random.between(200, 8000);
    happenings.push(press(atMs, random.pick([0, 1]), random.pick(wishes)));
  }
  if (random.chance(0.3)) {
    const atMs = 500 + random.between(0, 10_000);
    happenings.push(press(atMs, random.pick([0, 1]), { kind: 'revert', to: serving }));
  }
  return happenings;
}

function release(random: Random): Wish {
  const image = simImages[1]?.id ?? asImageId('none');
  const steps = random.pick<ReleaseTerms['steps']>([
    [],
    [{ percent: 10, pauseMs: 1000 }],
    [
      { percent: 25, pauseMs: null },
      { percent: 50, pauseMs: 300 },
    ],
  ]);
  return {
    kind: 'release',
    source: random.chance(0.3)
      ? { kind: 'image', image, size: 4 }
      : { kind: 'generation', generation: v3 },
    expectedRevision: 1,
    terms: {
      checks: { path: '/', status: 200, text: null, withinMs: 200, inARow: 2 },
      waitsForPress: random.chance(0.4),
      steps,
      bakeMs: random.pick([0, 2000]),
      guards: { errorShare: 0.02, latencyTimes: 3 },
    },
  };
}
