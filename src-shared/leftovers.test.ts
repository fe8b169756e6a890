import { expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aRollout } from './fleet.fixture.ts';
import { generationIdOf, type GenerationId } from './ids.ts';
import type { Image } from './image.ts';
import { localCapabilities } from './capabilities.ts';
import { leftoverCostText, leftoversOf, leftoversShown, type LeftoverGround } from './leftovers.ts';

const day = 86_400_000;
const nowMs = 40 * day;
const band: LeftoverGround['band'] = {
  account: {
    ...{ id: '123456789012', region: 'us-east-1', actor: 'ana', endsAtMs: null, signInByMs: null },
    ...{ endpoint: null, safety: 'normal', changedFrom: null },
  },
};
const images = [1, 2, 3, 4].map(
  (number) =>
    ({
      kind: 'ami',
      id: aGeneration(number).image,
      ami: { platform: 'Linux/UNIX' },
    }) as unknown as Image,
);
const generation = (number: number, type = 't3.medium') => {
  const made = aGeneration(number);
  const facts = [{ fact: 'Instance type', value: type }];
  return { ...made, blocks: [0, 1].map((slot) => aBlock(made.id, slot, { facts })) };
};
const v3 = generationIdOf('storefront', 3);
const v4 = generationIdOf('storefront', 4);
const generations = [1, 2, 3, 4].map((number) => generation(number));
const allTo = (generation: GenerationId, changedAtMs: number) => ({
  ...{ revision: 1, changedAtMs },
  weights: [{ generation, weight: 100 }],
});
const fleet = aFleet({
  generations,
  previous: v3,
  split: allTo(v4, nowMs - 3 * day),
});
const ground = { band, images, nowMs };
const numbers = (of = fleet, at = ground): readonly number[] =>
  leftoversOf(of, at).all.map((one) => one.generation.number);

it('lists what has no traffic and is not the way back, with what it costs a day, since when, and what speaks for it', () => {
  const { all, text } = leftoversOf(fleet, ground);
  // 4 x 0.0416 dollars an hour.
  expect(text).toBe('2 generations have no traffic and are not the way back, costing about $3.99 a day (estimate).'); // prettier-ignore
  expect(all.map(({ since, keep }) => `${since} ${keep}`)).toEqual([
    'v001: 2 blocks, launched 40 days ago, without traffic for at least 3 days. It has served before: a cutover leads there too, as long as it is warm.',
    'v002: 2 blocks, launched 40 days ago, without traffic for at least 3 days. Nothing is known that speaks for keeping it: it has had no traffic.',
  ]);
  expect(all.map(leftoverCostText)).toEqual(Array(2).fill('about $2.00 a day (estimate, 2 x t3.medium)')); // prettier-ignore
});

it('says that nobody remembers whether one has had traffic, and not that it had none', () => {
  const forgotten = [
    generations[0]!,
    { ...generation(2), hasServed: undefined },
    ...generations.slice(2),
  ];
  const [, second] = leftoversOf({ ...fleet, generations: forgotten }, ground).all;
  expect(second?.keep).toBe(
    'Nothing is known that speaks for keeping it, nor whether it has had traffic before.',
  );
});

it('never lists what serves, the way back, what is retired, a fresh candidate, or what a change is about', () => {
  expect(numbers()).toEqual([1, 2]);
  // An old candidate is one that was forgotten.
  expect(numbers(aFleet({ generations }))).toEqual([2, 3, 4]);
  const retired = [{ ...generation(1), rung: 'retired' as const, blocks: [] }, ...generations.slice(1)]; // prettier-ignore
  expect(numbers({ ...fleet, generations: retired })).toEqual([2]);
  const inHand = aRollout({ kind: 'retire', generation: generationIdOf('storefront', 1) });
  expect(numbers({ ...fleet, rollout: inHand })).toEqual([2]);
  const fresh = [...generations.slice(0, 3), { ...generation(4), launchedAtMs: nowMs - 1000 }];
  expect(numbers(aFleet({ generations: fresh, previous: generationIdOf('storefront', 2), split: allTo(v3, 0) }))).toEqual([1]); // prettier-ignore
});

it('says of what the cost is not known, and counts what is stopped as nothing', () => {
  const odd = [generation(1, 'x9.huge'), generation(2), ...generations.slice(2)];
  expect(leftoversOf({ ...fleet, generations: odd }, ground).text).toContain('costing about $2.00 a day (estimate), and of 1 the cost is not known'); // prettier-ignore
  const down = { kind: 'exited', code: null, signal: null, reason: 'stopped' } as const;
  const first = generation(1);
  const stopped = { ...first, rung: 'stopped' as const, blocks: first.blocks.map((block) => ({ ...block, state: down })) }; // prettier-ignore
  const seen = leftoversOf({ ...fleet, generations: [stopped, ...generations.slice(1)] }, ground);
  expect(seen.text).toContain('about $2.00 a day');
  expect(seen.all[0]?.keep).toBe(
    'It is stopped: it can be started again, and costs its disks only.',
  );
});

it('tells memory where there is no bill, and nothing where nothing was forgotten', () => {
  const made = generations.map((each) => ({ ...each, blocks: each.blocks.map((block) => ({ ...block, memoryBytes: 50_000_000 })) })); // prettier-ignore
  const local = { ...ground, band: { account: null } };
  expect(leftoversOf({ ...fleet, generations: made }, local).text).toMatch(/holding .* of memory on this computer\.$/u); // prettier-ignore
  expect(leftoversOf(aFleet({ generations: generations.slice(0, 1) }), ground)).toEqual({ all: [], text: '' }); // prettier-ignore
});

it('speaks of none where none can be ended or nothing runs, and of what only others can end says why', () => {
  const shown = (verbs: typeof localCapabilities.verbs, isRunning: boolean): number =>
    leftoversShown(fleet, ground, { verbs }, isRunning).all.length;
  expect(shown(localCapabilities.verbs, true)).toBe(2);
  expect([shown([], true), shown(localCapabilities.verbs, false)]).toEqual([0, 0]);
  const scaled = { isForeign: true, whyNotAdopted: 'An auto scaling group has them.' } as const;
  const foreign = { ...fleet, generations: generations.map((each) => ({ ...each, ...scaled })) };
  expect(leftoversOf(foreign, ground).all[0]?.keep).toMatch(/It can only be ended where it was started\. An auto scaling group has them\.$/u); // prettier-ignore
});
