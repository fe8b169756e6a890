import { describe, expect, it } from 'vitest';
import { aFleet, v1, v2 } from './fleet.fixture.ts';
import type { Fleet, Intent } from './fleet.ts';
import { asFleetId, asGenerationId, asImageId } from './ids.ts';
import { usualTerms } from './release.ts';
import { generationOf } from './roles.ts';
import { canReopen, reopenedPlan } from './reopened-plan.ts';

const fleet = aFleet();
const image = generationOf(fleet, v2)?.image ?? asImageId('none');
const images = [{ id: image }] as unknown as Parameters<typeof reopenedPlan>[2]['images'];
const ground = { fleets: [fleet], images };
const recipe = generationOf(fleet, v2)?.recipe ?? never();

function never(): never {
  throw new Error('The fixture has no v002.');
}

function releaseOf(candidate: Extract<Intent, { kind: 'release' }>['candidate']): Intent {
  return { kind: 'release', candidate, from: v1, expectedRevision: 1, terms: usualTerms };
}

function withRung(rung: Fleet['generations'][number]['rung']): Fleet {
  const generations = fleet.generations.map((one) => (one.id === v2 ? { ...one, rung } : one));
  const weights = [{ generation: v1, weight: 100 }];
  return { ...fleet, generations, split: { ...fleet.split, weights } };
}

describe('a release of the record', () => {
  const made = releaseOf({ kind: 'launch', image, number: 2, size: 3, recipe });

  it('opens with its image, its size, its terms and the recipe that it was launched with', () => {
    expect(reopenedPlan(made, fleet.id, ground)).toEqual({
      ...{ kind: 'release', fleet: fleet.id, terms: usualTerms, otherwise: [] },
      source: { kind: 'image', image, size: 3, recipeOf: v2 },
    });
  });

  it('says which image, generation or recipe is not there any more, and invents none', () => {
    const noImage = reopenedPlan(made, fleet.id, { ...ground, images: [] });
    expect(noImage).toMatchObject({ source: null, terms: usualTerms });
    expect(JSON.stringify(noImage)).toContain('is not in this yard any more');
    const noRecipe = releaseOf({ kind: 'launch', image, number: 77, size: 3, recipe });
    const newest = reopenedPlan(noRecipe, fleet.id, ground);
    expect(newest).toMatchObject({ source: { kind: 'image', image } });
    expect(newest).not.toHaveProperty('source.recipeOf');
    expect(JSON.stringify(newest)).toContain('that of v077 is not at hand');
    const gone = asGenerationId('storefront-v099');
    const standing = reopenedPlan(
      releaseOf({ kind: 'existing', generation: gone }),
      fleet.id,
      ground,
    );
    expect(standing).toMatchObject({ source: null });
    expect(JSON.stringify(standing)).toContain('storefront-v099');
  });

  it('launches a retired one once more with its recorded recipe, and says so', () => {
    const existing = releaseOf({ kind: 'existing', generation: v2 });
    expect(reopenedPlan(existing, fleet.id, ground)).toMatchObject({
      source: { kind: 'generation', generation: v2 },
    });
    const again = reopenedPlan(existing, fleet.id, { ...ground, fleets: [withRung('retired')] });
    expect(again).toMatchObject({ source: { kind: 'image', image, recipeOf: v2 } });
    expect(JSON.stringify(again)).toContain('is retired');
  });
});

it('opens a launch and a cutover, but none to what is retired, stopped, gone or serves already', () => {
  const launch: Intent = { kind: 'launch', image, number: 2, size: 3, recipe };
  expect(reopenedPlan(launch, fleet.id, ground)).toMatchObject({ kind: 'launch', image, size: 3 });
  expect(reopenedPlan(launch, fleet.id, { ...ground, images: [] }).kind).toBe('none');
  const cutOver: Intent = { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 };
  const at = (one: Fleet) => reopenedPlan(cutOver, fleet.id, { ...ground, fleets: [one] });
  expect(at(withRung('warm'))).toEqual({ kind: 'cut-over', fleet: fleet.id, to: v2 });
  expect(at(withRung('retired'))).toMatchObject({ because: expect.stringContaining('retired') as string }); // prettier-ignore
  expect(at(withRung('stopped'))).toMatchObject({ because: expect.stringContaining('stopped') as string }); // prettier-ignore
  const served = { ...fleet, split: { ...fleet.split, weights: [{ generation: v2, weight: 1 }] } };
  expect(at(served)).toMatchObject({ because: expect.stringContaining('already') as string });
  expect(at({ ...fleet, generations: [] }).kind).toBe('none');
  expect(reopenedPlan(cutOver, asFleetId('other'), ground)).toMatchObject({ kind: 'none' });
});

it('has no form for what is not pressed again', () => {
  const revert: Intent = { kind: 'revert', to: v1, from: v2 };
  expect(canReopen(revert.kind)).toBe(false);
  expect(reopenedPlan(revert, fleet.id, ground).kind).toBe('none');
});
