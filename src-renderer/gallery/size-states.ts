/** Fleets that are much smaller, larger or longer named than the sample one. */
import { asFleetId } from '../../src-shared/ids.ts';
import { succeed } from '../../src-shared/result.ts';
import { comparison } from './comparison-fixture.ts';
import { aFleet, aGeneration, anImage, anOutcome, aSnapshot, generationId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { releasing } from './release-fixtures.ts';

/** As long as people do name their services. */
const fortyName = 'checkout-and-payments-settlement-service';
const hugeName = `${'checkout-and-payments '.repeat(455)}end`.slice(0, 10_000);
const exited = {
  kind: 'exited',
  code: 9,
  signal: null,
  reason: 'It ended by itself while it was serving.',
} as const;
const starting = { kind: 'starting', detail: 'first health check' } as const;

const sized = (size: number): GalleryState => ({
  snapshot: aSnapshot([
    aFleet({
      generations: [aGeneration(1, { size }), aGeneration(2, { size })],
      serves: 2,
      previous: 1,
      change: { floor: size },
    }),
  ]),
});

function named(name: string): GalleryState['snapshot'] {
  return aSnapshot([aFleet({ change: { name }, serves: 2, previous: 1 })], {
    images: [
      anImage(1, { name, version: '1.0.0' }),
      anImage(2, { name, version: `2.0.0-${name}` }),
    ],
    outcomes: [anOutcome({ text: `It was made from ${name} and all of it answers.` })],
    timeline: [
      {
        ...{ id: 'e-1', atMs: anOutcome().atMs, fleet: asFleetId('storefront'), rollout: null },
        ...{ severity: 'success', title: `${name} serves all traffic`, detail: name, by: name },
      },
    ],
  });
}

const twelve = Array.from({ length: 12 }, (_, index) => aGeneration(index + 31));

export const sizeStates: Readonly<Record<string, GalleryState>> = {
  'blocks-none': sized(0),
  'blocks-one': sized(1),
  'blocks-three': sized(3),
  'blocks-ten-thousand': {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(41, { size: 10_000, zones: 3 }),
          aGeneration(42, { size: 10_000, zones: 3, states: [exited, starting, starting] }),
        ],
        serves: 42,
        previous: 41,
        total: 18_420,
        change: { floor: 10_000 },
      }),
    ]),
  },
  'names-forty': { snapshot: named(fortyName) },
  'names-huge': { snapshot: named(hugeName) },
  'names-huge-release': {
    snapshot: {
      ...releasing({
        ...{ now: 2, title: 'v002 is ready', because: 'v002 waits for your press' },
        offers: [{ kind: 'pass', place: 1 }, { kind: 'hold' }, { kind: 'abort' }],
      }),
      images: named(hugeName).images,
    },
  },
  'names-huge-compare': {
    snapshot: named(hugeName),
    view: { screen: 'compare' },
    answers: { 'image.compare': () => succeed(comparison) },
  },
  'names-huge-timeline': { snapshot: named(hugeName), view: { screen: 'timeline' } },
  'generations-twelve': {
    snapshot: aSnapshot([
      aFleet({ generations: twelve, serves: 42, previous: 41, change: { floor: 4 } }),
    ]),
  },
  'generations-twelve-release': {
    snapshot: aSnapshot([
      aFleet({ generations: twelve, serves: 42, previous: 41, change: { floor: 4 } }),
    ]),
    answers: { 'image.compare': () => succeed(comparison) },
    view: {
      dialog: { kind: 'release', source: { kind: 'generation', generation: generationId(31) } },
    },
  },
};
