import { expect, it } from 'vitest';
import { localCapabilities, noCapabilities } from './capabilities.ts';
import { aBlock, aFleet, aGeneration, v1, v2 } from './fleet.fixture.ts';
import type { Fleet, Generation } from './fleet.ts';
import { planOf } from './plan-of.ts';

const plan = (generation: typeof v1, size: number, fleet: Fleet = aFleet()) =>
  planOf(
    { capabilities: localCapabilities, fleet, images: [], switchMs: null },
    { kind: 'scale', generation, size },
  );
const sized = (id: typeof v1, size: number, ill: readonly number[] = []): Generation => {
  const unhealthy = { kind: 'unhealthy', reason: '503' } as const;
  const blocks = Array.from({ length: size }, (_, slot) =>
    aBlock(id, slot, ill.includes(slot) ? { state: unhealthy } : {}),
  );
  return aGeneration(id === v1 ? 1 : 2, { size, blocks });
};

it('says how many more or fewer, and what stays healthy', () => {
  const up = plan(v1, 6);
  expect(up.label).toBe('Scale v001 to 6 - 2 more');
  expect(up.refusedBecause).toBeNull();
  expect(up.steps.map(({ title, isMutation }) => [title, isMutation])).toEqual([
    ['Launch 2 fresh blocks of v001', true],
    ['Wait until all of them are healthy', false],
  ]);
  expect(up.steps[0]?.detail).toContain('4 healthy now, 6 afterwards; the floor is 4.');
  const down = plan(v2, 3);
  expect(down.label).toBe('Scale v002 to 3 - 1 fewer');
  expect(down.steps[0]?.title).toBe('Drain and end 1 block of v002');
  expect(down.steps[0]?.detail).toContain('First storefront-v002-b4 (slot 3). 4 healthy now, 3 afterwards; it has no traffic, so no floor has to be kept.'); // prettier-ignore
});

it('names who goes in the order in which they go: what is down first, then the highest slots', () => {
  const fleet = aFleet({ generations: [sized(v1, 8, [1, 2]), sized(v2, 4)] });
  const { steps } = plan(v1, 4, fleet);
  expect(steps[0]?.detail).toContain('First storefront-v001-b3 (slot 2), then slots 1, 7, 6. 6 healthy now, 4 afterwards; the floor is 4.'); // prettier-ignore
  const many = plan(v1, 4, aFleet({ generations: [sized(v1, 20)] }));
  expect(many.steps[0]?.detail).toContain('then slots 18, 17, 16, 15, 14, 13 and 9 more');
});

it('has no steps for what changes nothing, and says what forbids it', () => {
  expect(plan(v1, 4)).toMatchObject({
    label: 'Scale v001 to 4',
    steps: [],
    refusedBecause: 'v001 has 4 blocks already.',
  });
  expect(plan(v1, 3).refusedBecause).toContain('keeps at least 4 blocks, the floor');
  const others = aFleet({ generations: [{ ...sized(v1, 4), isForeign: true }, sized(v2, 4)] });
  expect(plan(v1, 5, others).refusedBecause).toContain('v001 was not launched by Blockyard');
  const elsewhere = planOf(
    { capabilities: noCapabilities, fleet: aFleet(), images: [], switchMs: null },
    { kind: 'scale', generation: v1, size: 6 },
  );
  expect(elsewhere.refusedBecause).toBe('Blockyard does not scale a generation in this yard.');
});
