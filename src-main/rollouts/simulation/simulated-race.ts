/**
 * A simulated life with two operators, each with a computer, an engine, a journal and a clock of their own,
 * who press at nearly the same time on one yard with three whole generations. Test support.
 */
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { ReleaseTerms } from '../../../src-shared/release-schema.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { manyFaults, noFaults } from '../../yards/sim/sim-faults.ts';
import {
  annAndBob,
  cutOverTo,
  launchOf,
  pairWorld,
  releaseOf,
  replaceIn,
  v1,
  v2,
  v3,
} from './simulated-pair.ts';
import { handoversOf, troublesOf, wordsOf } from './simulated-race-troubles.ts';
import { emptySimFleet, type Crashes, type Happening, type Scene } from './simulated-scene.ts';

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
  const serving = random.pick([v1, v2]);
  const world = pairWorld(fleet, serving, clock, random);
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
  // Drawn last: what was drawn before it stays what it was.
  const drawn = {
    operators: annAndBob(random.pick([0, 0, -90_000, 40_000, 3_600_000])),
    crashes: random.pick(crashes),
    faults: random.chance(0.4) ? noFaults : manyFaults,
  };
  happenings.push(...handoversOf(random));
  const lastAtMs = name.startsWith('release')
    ? Math.max(...happenings.map(({ atMs }) => atMs))
    : Math.max(...happenings.filter(({ kind }) => kind !== 'close').map(({ atMs }) => atMs));
  return {
    name,
    world,
    fleet: fleet.id,
    happenings,
    lastAtMs,
    ...drawn,
  };
}

function press(atMs: number, by: number, wish: Wish): Happening {
  return { atMs, by, kind: 'press', wish, asSeen: true };
}

function pairOf(name: Name, serving: GenerationId, random: Random): [Wish, Wish] {
  const other = serving === v1 ? v2 : v1;
  const revert = (to: GenerationId): Wish => ({ kind: 'revert', to });
  const eitherCutOver = cutOverTo(random.pick([other, v3]));
  switch (name) {
    case 'cut-over-against-cut-over':
      return [cutOverTo(other), cutOverTo(v3)];
    case 'same-cut-over-twice':
      return [cutOverTo(v3), cutOverTo(v3)];
    case 'cut-over-against-revert':
      return [cutOverTo(v3), revert(random.pick([serving, other]))];
    case 'revert-against-revert':
      return [revert(other), revert(random.pick([v3, serving, other]))];
    case 'release-against-cut-over':
      return [release(random), eitherCutOver];
    case 'release-against-revert':
      return [release(random), revert(random.pick([serving, serving, other]))];
    case 'release-against-release':
      return [release(random), release(random)];
    case 'replace-against-cut-over':
      return [replaceIn(random.pick([serving, v3])), eitherCutOver];
    case 'retire-against-cut-over':
      return [{ kind: 'retire', generation: v3, typedName: v3 }, eitherCutOver];
    case 'launch-against-cut-over':
      return [launchOf(2), eitherCutOver];
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
  const steps = random.pick<ReleaseTerms['steps']>([
    [],
    [{ percent: 10, pauseMs: 1000 }],
    [
      { percent: 25, pauseMs: null },
      { percent: 50, pauseMs: 300 },
    ],
  ]);
  return releaseOf(random.chance(0.3) ? 'image' : v3, {
    steps,
    waitsForPress: random.chance(0.4),
    bakeMs: random.pick([0, 2000]),
  });
}
