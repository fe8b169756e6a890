/**
 * A simulated life with a release in it: a candidate that may answer badly alone or only under traffic, and
 * people who pass, hold, abort and revert. Test support.
 */
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import { asImageId, generationIdOf, type GenerationId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { ReleaseTerms } from '../../../src-shared/release-schema.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { usualAnswers, type SimAnswers } from '../../yards/sim/sim-answers.ts';
import { addGeneration, type BlockScript, type SimFleet } from '../../yards/sim/sim-fleet.ts';
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

/** When whoever still waits is sent home: a release may wait for a person for ever. */
const closedAtMs = [75_000, 105_000, 140_000];

export function buildReleaseScene(random: Random, clock: VirtualClock): Scene {
  return sceneOn(emptySimFleet(random.pick([0, 400])), random, clock);
}

/** On an entry like that of a load balancer: to list the candidate is a change of what its revision names. */
export function buildListingScene(random: Random, clock: VirtualClock): Scene {
  const fleet: SimFleet = { ...emptySimFleet(random.pick([0, 400])), listsAtLaunch: true };
  const scene = sceneOn(fleet, random, clock, random.chance(0.3));
  const capabilities = { ...localCapabilities, revisions: 'fingerprint' as const };
  return { ...scene, name: 'listing', capabilities, crashes: { atCall: 0.3, atOrder: 0.3 } };
}

/** Nothing is sent before somebody has accepted what differs; not everybody reads what is there. */
export function buildFindingsScene(random: Random, clock: VirtualClock): Scene {
  const scene = sceneOn(emptySimFleet(random.pick([0, 400])), random, clock);
  const happenings = scene.happenings.map((happening): Happening => {
    if (happening.kind === 'say') return { ...happening, readsOther: random.chance(0.3) };
    if (happening.kind !== 'press' || happening.wish.kind !== 'release') return happening;
    const { wish } = happening;
    return { ...happening, wish: { ...wish, terms: { ...wish.terms, findings: 'strict' } } };
  });
  return { ...scene, name: 'findings', happenings, crashes: { atCall: 0.4, atOrder: 0.3 } };
}

/** @param isUnlisted the entry does not list the second generation yet. */
function sceneOn(fleet: SimFleet, random: Random, clock: VirtualClock, isUnlisted = false): Scene {
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  const answers = answersOf(random);
  const isLaunch = random.chance(0.5);
  const script = (): BlockScript =>
    random.chance(0.03)
      ? { healthyAfterMs: null, exitsAfterMs: random.between(50, 2000) }
      : { healthyAfterMs: random.between(100, 2500), exitsAfterMs: null };
  for (const number of [1, 2]) {
    const image = simImages[number - 1]?.id ?? asImageId('none');
    const order = { number, image, recipe: simRecipe, size: 4 };
    addGeneration(fleet, order, 0, () => healthy, number === 2 ? answers : usualAnswers);
  }
  const world = new SimWorld(clock, [fleet], script, () => answers);
  const weights = [
    { generation: old, weight: 100 },
    ...(isUnlisted ? [] : [{ generation: fresh, weight: 0 }]),
  ];
  const second = fleet.generations.find(({ id }) => id === fresh);
  if (isUnlisted && second !== undefined) second.attachedAtMs = null;
  world.setSplit(fleet.id, weights, null);
  const happenings: Happening[] = [
    { atMs: 500, kind: 'press', wish: wishOf(random, isLaunch) },
    ...saidOf(random),
    ...revertsOf(random, fresh),
    ...outsideOf(world, fleet.id, random),
    ...othersOf(world, fleet.id, random, old),
    ...closedAtMs.map((atMs): Happening => ({ atMs, kind: 'close', to: old })),
  ];
  const lastAtMs = Math.max(...happenings.map(({ atMs }) => atMs));
  const common = { world, fleet: fleet.id, operators: oneOperator };
  return { name: 'release', ...common, happenings, lastAtMs };
}

function answersOf(random: Random): SimAnswers {
  const way = random.pick(['good', 'good', 'good', 'bad', 'errs', 'slow'] as const);
  switch (way) {
    case 'good':
      return usualAnswers;
    case 'bad':
      return { ...usualAnswers, status: 500 };
    case 'errs':
      return { ...usualAnswers, errorShare: 0.3 };
    case 'slow':
      return { ...usualAnswers, latencyInTrafficMs: 900 };
  }
}

function wishOf(random: Random, isLaunch: boolean): Wish {
  const steps = random.pick<ReleaseTerms['steps']>([
    [],
    [{ percent: 10, pauseMs: 1500 }],
    [
      { percent: 25, pauseMs: null },
      { percent: 50, pauseMs: 500 },
    ],
  ]);
  const image = simImages[1]?.id ?? asImageId('none');
  return {
    kind: 'release',
    source: isLaunch
      ? { kind: 'image', image, size: 4 }
      : { kind: 'generation', generation: fresh },
    expectedRevision: 1,
    terms: {
      checks: { path: '/', status: 200, text: null, withinMs: 200, inARow: 3 },
      waitsForPress: random.chance(0.7),
      steps,
      bakeMs: random.pick([0, 3000]),
      guards: { errorShare: 0.02, latencyTimes: 3 },
    },
  };
}

/** People say what they are offered. */
function saidOf(random: Random): Happening[] {
  const happenings: Happening[] = [];
  const say = (atMs: number, what: 'pass' | 'hold' | 'resume' | 'abort'): void => {
    happenings.push({ atMs, kind: 'say', what });
  };
  if (random.chance(0.15)) {
    const atMs = random.between(1500, 9000);
    say(atMs, 'hold');
    say(atMs + random.between(300, 6000), 'resume');
  }
  if (random.chance(0.12)) say(random.between(1000, 9000), 'abort');
  const everyMs = random.between(800, 4000);
  for (let atMs = random.between(1000, 6000); atMs < 60_000; atMs += everyMs) say(atMs, 'pass');
  return happenings;
}

function revertsOf(random: Random, other: GenerationId): Happening[] {
  const press = (to: GenerationId): Happening => {
    return { atMs: random.between(1500, 14_000), kind: 'press', wish: { kind: 'revert', to } };
  };
  return random.chance(0.15) ? [press(random.chance(0.8) ? old : other)] : [];
}
