import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { aFleet, aGeneration, aRollout, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet, Generation } from './fleet.ts';
import type { Wish } from './wish-schema.ts';
import { planOf } from './plan-of.ts';

const capabilities = {
  ...localCapabilities,
  verbs: ['cut-over', 'revert', 'retire', 'adopt', 'stop', 'start'] as const,
  adoptWrites: 'Tags are written.',
};
const plan = (wish: Wish, fleet: Fleet) =>
  planOf({ capabilities: { ...capabilities, verbs: [...capabilities.verbs] }, fleet, images: [], switchMs: null }, wish); // prettier-ignore
const beside = (change: Partial<Generation>, more: Partial<Fleet> = {}): Fleet =>
  aFleet({ generations: [aGeneration(1), aGeneration(2, change)], ...more });
const adopt: Wish = { kind: 'adopt', generation: v2, typedName: v2 };
const stop: Wish = { kind: 'stop', generation: v2 };
const start: Wish = { kind: 'start', generation: v2 };

describe('adopt', () => {
  it('says what is written, asks for the name, and refuses what the look already forbids', () => {
    const foreign = beside({ isForeign: true });
    const allowed = plan(adopt, foreign);
    expect(allowed).toMatchObject({ label: 'Adopt v002 - 4 blocks', refusedBecause: null });
    expect(
      allowed.steps.filter(({ isMutation }) => isMutation).map(({ detail }) => detail),
    ).toEqual(['Tags are written. Nothing that runs is changed, and no traffic is moved.']);
    expect(plan({ ...adopt, typedName: 'v002' }, foreign).refusedBecause).toBe(`Type ${v2} to adopt it.`); // prettier-ignore
    const scaled = beside({ isForeign: true, whyNotAdopted: 'An auto scaling group has them.' });
    const retire: Wish = { kind: 'retire', generation: v2, typedName: v2 };
    expect(plan(retire, scaled).refusedBecause).toBe('v002 was not launched by Blockyard: end its servers where they were started. An auto scaling group has them.'); // prettier-ignore
    expect(plan(adopt, scaled).refusedBecause).toBe('An auto scaling group has them.');
    expect(plan(adopt, aFleet()).refusedBecause).toBe("v002 is Blockyard's already."); // prettier-ignore
  });

  it('is what a retirement of others has to begin with', () => {
    const retire: Wish = { kind: 'retire', generation: v2, typedName: v2 };
    expect(plan(retire, beside({ isForeign: true })).refusedBecause).toContain('adopt it first');
    expect(plan(retire, beside({})).refusedBecause).toBeNull();
  });
});

describe('stop and start', () => {
  it('binds a stop as it binds a retirement: traffic, the way back, another change, others', () => {
    expect(plan(stop, beside({})).refusedBecause).toBeNull();
    expect(plan(stop, beside({}, { split: aSplit(v2, 1) })).refusedBecause).toBe('v002 serves traffic.'); // prettier-ignore
    expect(plan(stop, beside({ isForeign: true })).refusedBecause).toContain('not launched by');
    const busy = aRollout({ kind: 'revert', to: v1, from: v2 });
    expect(plan(stop, beside({}, { rollout: busy })).refusedBecause).toContain('is running');
    const scaled = beside({ whyNotStopped: 'An auto scaling group would start others.' });
    expect(plan(stop, scaled).refusedBecause).toBe('An auto scaling group would start others.');
    const unproven = beside({}, { previous: v2, seenToServe: [] });
    expect(plan(stop, unproven).refusedBecause).toContain('is the way back and stays');
    const wayBack = plan(stop, beside({}, { previous: v2, seenToServe: [v1] }));
    expect(wayBack.refusedBecause).toBeNull();
    expect(wayBack.steps[0]?.detail).toContain('the stop can be undone for 10 s, and from then on nothing is there to revert to'); // prettier-ignore
  });

  it('starts only what is stopped, and nothing else leads there meanwhile', () => {
    const stopped = beside({ rung: 'stopped' }, { previous: v2 });
    expect(plan(start, stopped).refusedBecause).toBeNull();
    expect(plan(start, beside({})).refusedBecause).toBe('v002 is not stopped.');
    const over: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
    expect(plan(over, stopped).refusedBecause).toBe('v002 is stopped: start it again first.');
    expect(plan({ kind: 'revert', to: v2 }, stopped).refusedBecause).toBe('v002 is stopped: start it again first.'); // prettier-ignore
  });
});
