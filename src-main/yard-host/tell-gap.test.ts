import { describe, expect, it } from 'vitest';
import { asImageId } from '../../src-shared/ids.ts';
import type { FolderImage } from '../../src-shared/image.ts';
import { sampleFleet } from './first-run.ts';
import { missingOf } from './tell-gap.ts';

const image = { id: asImageId('sha256:1') } as FolderImage;
const fleet = sampleFleet([image, image, image], 8480, 4, 0);

describe('what is not back after a start', () => {
  it('is nothing when every block runs', () => {
    expect(missingOf(fleet, () => 'running')).toEqual([]);
  });

  it('names a warm generation whose launches were refused, and counts those that ended', () => {
    const [, second] = fleet.generations;
    const refused = new Set(second?.blocks.map(({ id }) => id));
    expect(missingOf(fleet, (block) => (refused.has(block) ? 'refused' : 'running'))).toEqual([
      '4 of 4 of storefront-v002 do not run',
    ]);
    const first = fleet.generations[0]?.blocks[0]?.id;
    expect(missingOf(fleet, (block) => (block === first ? 'exited' : 'running'))).toEqual([
      '1 of 4 of storefront-v001 do not run',
    ]);
  });

  it('says nothing of a generation that was retired', () => {
    const retired = {
      ...fleet,
      generations: fleet.generations.map((each) => ({ ...each, rung: 'retired' as const })),
    };
    expect(missingOf(retired, () => undefined)).toEqual([]);
  });
});
