import { describe, expect, it } from 'vitest';
import { asImageId } from '../../src-shared/ids.ts';
import type { FolderImage } from '../../src-shared/image.ts';
import { sampleFleet } from './first-run.ts';
import { gapSentence, missingOf } from './tell-gap.ts';

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

describe('how long nobody answered', () => {
  const away = { stoppedAtMs: null, sinceMs: 1000, openedAtMs: 3100, servingAtMs: 8300 };

  it('counts what was refused until the ports were open, and what waited until a block was healthy', () => {
    expect(gapSentence(away)).toBe(
      'The yard host was away for 2.1 s, from its last sign of life until its ports were open again: requests in that time were refused. Every fleet had a healthy block 7.3 s after that sign of life; in between requests waited for one, as long as they may.',
    );
  });

  it('says what is not known, and what is not over', () => {
    expect(gapSentence({ ...away, servingAtMs: null })).toMatch(
      /were refused\. Since then requests wait for a healthy block/u,
    );
    expect(gapSentence({ ...away, openedAtMs: null })).toMatch(/not every port is open/u);
    expect(gapSentence({ ...away, sinceMs: null })).toMatch(/a time that the clock cannot tell/u);
    // A clock that was set back.
    expect(gapSentence({ ...away, sinceMs: 9000 })).toMatch(/a time that the clock cannot tell/u);
    expect(gapSentence({ ...away, stoppedAtMs: 1000 })).toMatch(
      /was stopped on request for 2\.1 s, from that stop until/u,
    );
  });
});
