import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration, anImage, generationId, imageId } from '../../gallery/fixtures.ts';
import { choiceOptions, labelOfChoice, sourceOf, usualChoice } from './release-choices.ts';

const retired = aGeneration(1, { change: { rung: 'retired', blocks: [] } });
const fleet = aFleet({
  generations: [retired, aGeneration(2), aGeneration(3), aGeneration(4)],
  ...{ serves: 3, previous: 2 },
});
const images = [anImage(1), anImage(2), anImage(3)];

describe('what can be released', () => {
  it('is what stands by, every image, and what was retired with an image that is still there', () => {
    const lines = choiceOptions(fleet, images, true).map(
      ({ text, note }) => `${text}: ${note ?? ''}`,
    );
    expect(lines).toEqual([
      'v004: stands by',
      'v002, storefront 2.0.0: the way back',
      'storefront 3.0.0: serves now',
      'storefront 2.0.0: new blocks',
      'storefront 1.0.0: new blocks',
      'v001, storefront 1.0.0: retired, bring back',
    ]);
    expect(choiceOptions(fleet, [anImage(3)], true).map(({ text }) => text)).not.toContain('v001');
    const existing = choiceOptions(fleet, images, false);
    expect(existing.map(({ choice }) => choice.kind)).toEqual(['generation', 'generation']);
  });

  it('begins with what stands by in view, else with the newest image that does not serve', () => {
    const standing = aGeneration(4);
    expect(usualChoice(fleet, images, standing, true)).toEqual({
      ...{ kind: 'generation', generation: generationId(4) },
    });
    expect(usualChoice(fleet, images, undefined, true)).toEqual({
      ...{ kind: 'image', image: imageId(2) },
    });
    expect(usualChoice(fleet, images, undefined, false)).toBeNull();
    expect(usualChoice(fleet, [anImage(3)], undefined, true)).toBeNull();
  });

  it('brings back a retired one with its image and its recipe, under a new number', () => {
    const again = { kind: 'again', generation: generationId(1) } as const;
    expect(sourceOf(fleet, again, 6)).toEqual({
      ...{ kind: 'image', image: imageId(1), size: 6, recipeOf: generationId(1) },
    });
    expect(labelOfChoice(fleet, again)).toBe('v005');
    const gone = { kind: 'again', generation: generationId(9) } as const;
    expect(sourceOf(fleet, gone, 6)).toBeNull();
    const standing = { kind: 'generation', generation: generationId(4) } as const;
    expect(sourceOf(fleet, standing, 6)).toEqual(standing);
    expect(labelOfChoice(fleet, standing)).toBe('v004');
  });
});
