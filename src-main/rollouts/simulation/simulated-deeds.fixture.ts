/** What people and the world do, each with its name, so that a run can be told. To be drawn. Test support. */
import * as fc from 'fast-check';
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { ReleaseTerms } from '../../../src-shared/release-schema.ts';
import { cutOverTo, launchOf, releaseOf, replaceIn, v1, v2, v3 } from './simulated-pair.ts';
import type { Deed, Scene } from './simulated-scene.ts';

type Place = Pick<Scene, 'world' | 'fleet'>;

export interface NamedDeed {
  readonly text: string;
  readonly deed: (place: Place) => Deed;
}

type Drawn = fc.Arbitrary<NamedDeed>;

const by = fc.constantFrom(0, 1);
const generation = fc.constantFrom(v2, v3, v1);
const nameOf = (operator: number): string => (operator === 0 ? 'Ann' : 'Bob');

function press(what: string, wishes: fc.Arbitrary<Wish>): Drawn {
  return fc.tuple(by, wishes).map(([operator, wish]) => {
    const to = 'to' in wish ? ` to ${wish.to}` : '';
    return {
      text: `${nameOf(operator)} presses ${what}${to}`,
      deed: () => ({ kind: 'press', by: operator, wish, asSeen: true }),
    };
  });
}

const revertTo = (to: GenerationId): Wish => ({ kind: 'revert', to });
const steps = fc.constantFrom<ReleaseTerms['steps']>(
  [],
  [{ percent: 20, pauseMs: 500 }],
  [{ percent: 20, pauseMs: null }],
);
const releases = fc
  .record({ candidate: fc.constantFrom('image' as const, v3), waitsForPress: fc.boolean(), steps })
  .map(({ candidate, ...terms }) => releaseOf(candidate, { ...terms, bakeMs: 1000 }));

const presses: readonly Drawn[] = [
  press('cut over', generation.map(cutOverTo)),
  press('revert', generation.map(revertTo)),
  press('release', releases),
  press('replace', generation.map(replaceIn)),
  press('retire', fc.constant<Wish>({ kind: 'retire', generation: v3, typedName: v3 })),
  press('launch', fc.integer({ min: 1, max: 4 }).map(launchOf)),
];

/** Said to whatever release runs, and to the computers of both. */
const others: readonly Drawn[] = [
  fc.tuple(by, fc.constantFrom('pass', 'hold', 'resume', 'abort')).map(([operator, what]) => ({
    text: `${nameOf(operator)} says ${what}`,
    deed: () => ({ kind: 'say', by: operator, what }),
  })),
  fc.tuple(by, fc.constantFrom('ask', 'hand-over', 'decline')).map(([operator, what]) => ({
    text: `${nameOf(operator)} says ${what}`,
    deed: () => ({ kind: 'handover', by: operator, what }),
  })),
  by.map((operator) => ({
    text: `${nameOf(operator)}'s panel crashes`,
    deed: () => ({ kind: 'crash', by: operator }),
  })),
  fc.tuple(by, fc.integer({ min: 100, max: 40_000 })).map(([operator, forMs]) => ({
    text: `${nameOf(operator)}'s computer sleeps for ${forMs} ms`,
    deed: () => ({ kind: 'sleep', by: operator, forMs }),
  })),
  fc.tuple(by, fc.constantFrom(-60_000, 3_600_000)).map(([operator, byMs]) => ({
    text: `${nameOf(operator)}'s clock is set by ${byMs} ms`,
    deed: () => ({ kind: 'clock', by: operator, byMs }),
  })),
];

/** @param act answers whether it left another split. */
function outside(what: string, act: (place: Place) => boolean): NamedDeed {
  return {
    text: what,
    deed: (place) => ({ kind: 'outside', act: () => ({ what, isSplit: act(place) }) }),
  };
}

const world: readonly Drawn[] = [
  fc.constantFrom(0, 40, 100).map((share) =>
    outside(`somebody gives v002 ${share} %`, (place) => {
      const weights = [
        { generation: v1, weight: 100 - share },
        { generation: v2, weight: share },
        { generation: v3, weight: 0 },
      ];
      place.world.setSplit(place.fleet, weights, null);
      return true;
    }),
  ),
  fc.nat(11).map((pick) =>
    outside(`block ${pick} is killed`, (place) => {
      place.world.killBlock(place.fleet, pick);
      return false;
    }),
  ),
  fc.tuple(fc.nat(11), fc.integer({ min: 100, max: 4000 })).map(([pick, forMs]) =>
    outside(`block ${pick} is sick for ${forMs} ms`, (place) => {
      place.world.sickenBlock(place.fleet, pick, forMs);
      return false;
    }),
  ),
  fc.integer({ min: 100, max: 30_000 }).map((forMs) =>
    outside(`the yard is asked too often for ${forMs} ms`, (place) => {
      place.world.throttle(forMs);
      return false;
    }),
  ),
];

export const deeds: readonly Drawn[] = [...presses, ...others, ...world];
