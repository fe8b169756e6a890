import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import {
  changeOf,
  fleetPictureSchema,
  pictureChangeSchema,
  pictureOf,
  standsOtherwise,
  withChange,
  type FleetPicture,
} from './fleet-picture.ts';
import { asBlockId, generationIdOf } from './ids.ts';

const someBlock = fc.record({
  id: fc.integer({ min: 1, max: 6 }).map((number) => asBlockId(`b${String(number)}`)),
  slot: fc.integer({ min: 0, max: 3 }),
  state: fc.constantFrom('healthy' as const, 'starting' as const, 'exited' as const),
  zone: fc.constantFrom('a', 'b'),
});
const someGeneration = (number: number) =>
  fc.record({
    id: fc.constant(generationIdOf('storefront', number)),
    number: fc.constant(number),
    size: fc.integer({ min: 0, max: 4 }),
    rung: fc.constantFrom('warm' as const, 'draining' as const),
    blocks: fc
      .uniqueArray(someBlock, { selector: ({ id }) => id, maxLength: 5 })
      .map((blocks) => blocks.sort((a, b) => a.slot - b.slot || (a.id < b.id ? -1 : 1))),
  });
const somePicture: fc.Arbitrary<FleetPicture> = fc.record({
  generations: fc
    .tuple(fc.option(someGeneration(1)), fc.option(someGeneration(2)), fc.option(someGeneration(3)))
    .map((all) => all.filter((each) => each !== null)),
  split: fc.record({
    revision: fc.nat(),
    weights: fc.constant([{ generation: v1, weight: 100 }]),
  }),
  previous: fc.constantFrom(v1, null),
  traffic: fc.constant(null),
});

it('gives each picture back from what was different, whatever was written on the way', () => {
  fc.assert(
    fc.property(fc.array(somePicture, { minLength: 1, maxLength: 5 }), (pictures) => {
      let before: FleetPicture | null = null;
      let read: FleetPicture | null = null;
      for (const picture of pictures) {
        const written = JSON.stringify(changeOf(before, picture));
        read = withChange(read, pictureChangeSchema.parse(JSON.parse(written)));
        before = picture;
        expect(read).toEqual(picture);
      }
    }),
  );
});

it('lists only the blocks that are otherwise', () => {
  const before = pictureOf(aFleet());
  const gone = aGeneration(1).blocks.slice(1);
  const ill = aGeneration(2).blocks.map((block, slot) =>
    slot === 2 ? { ...block, state: { kind: 'unhealthy', reason: 'x' } as const } : block,
  );
  const now = pictureOf(
    aFleet({ generations: [aGeneration(1, { blocks: gone }), aGeneration(2, { blocks: ill })] }),
  );
  const { isWhole, generations } = changeOf(before, now);
  expect(isWhole).toBe(false);
  expect(generations.map(({ blocks, gone: left }) => [blocks.length, left])).toEqual([
    [0, [`${v1}-b1`]],
    [1, []],
  ]);
  expect(generations[1]?.blocks).toEqual([{ id: `${v2}-b3`, slot: 2, state: 'unhealthy' }]);
  // The control: what nothing is known of is told whole.
  expect(changeOf(null, now).generations.map(({ blocks }) => blocks.length)).toEqual([3, 4]);
});

it('holds no address, no environment, no reason, and nothing retired', () => {
  const secret = 'canary-secret';
  const block = aBlock(v1, 0, {
    address: `127.0.0.1:4000?${secret}`,
    state: { kind: 'exited', code: 1, signal: null, reason: secret },
    facts: [{ fact: 'User data', value: secret }],
  });
  const recipe = { ...aGeneration(1).recipe, env: { API_KEY: secret } };
  const fleet = aFleet({
    generations: [
      aGeneration(1, { blocks: [block], recipe, notes: [secret] }),
      aGeneration(2, { rung: 'retired', blocks: [] }),
    ],
  });
  expect(JSON.stringify(fleet)).toContain(secret);
  const picture = pictureOf(fleet);
  expect(JSON.stringify(picture)).not.toContain(secret);
  expect(picture.generations.map(({ number }) => number)).toEqual([1]);
  expect(fleetPictureSchema.safeParse(picture).success).toBe(true);
});

it('is another picture when lanes or split are, and not when only the counters are', () => {
  const counted = (requestsPerSecond: number): Fleet['traffic'] => ({
    ...aFleet().traffic,
    isCounted: true,
    generations: [
      {
        ...{ generation: v1, share: 1, requestsPerSecond, errorsPerSecond: 0 },
        ...{ p50Ms: 1, p95Ms: 1, p99Ms: 1, inFlight: 0, webSockets: 0, requests: 1, errors: 0 },
        ...{ responsesSinceSplit: 1, firstResponseSinceSplitAtMs: null },
      },
    ],
  });
  const fleet = aFleet({ traffic: counted(10) });
  const before = pictureOf(fleet);
  expect(standsOtherwise(before, pictureOf({ ...fleet, traffic: counted(20) }))).toBe(false);
  expect(standsOtherwise(before, pictureOf({ ...fleet, previous: v2 }))).toBe(true);
  const draining = aGeneration(2, { rung: 'draining' });
  const other = { ...fleet, generations: [aGeneration(1), draining] };
  expect(standsOtherwise(before, pictureOf(other))).toBe(true);
});
