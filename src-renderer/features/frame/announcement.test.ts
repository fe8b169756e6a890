import { describe, expect, it } from 'vitest';
import { asYardId } from '../../../src-shared/ids.ts';
import {
  aFleet,
  aGeneration,
  anEntry,
  anOutcome,
  aProgress,
  aSnapshot,
  revertIntent,
} from '../../gallery/fixtures.ts';
import { releasing, sharedFleet, type ReleaseWish } from '../../gallery/release-fixtures.ts';
import { announcementOf } from './announcement.ts';

const pass = { kind: 'pass', place: 1 } as const;
const before = aSnapshot([aFleet()]);

describe('announcementOf', () => {
  it('is silent about figures and loud about ends', () => {
    expect(announcementOf(before, { ...before, observedAtMs: 1 })).toBeNull();
    expect(announcementOf(before, { ...before, outcomes: [anOutcome()] })).toMatchObject({
      urgency: 'polite',
      text: expect.stringMatching(/^Verified: v002 answered/) as string,
    });
  });

  it('interrupts for failures, reverts, dead yards and blocks that go down', () => {
    const urgent = (after: typeof before): string | undefined =>
      announcementOf(before, after)?.urgency;
    expect(urgent({ ...before, outcomes: [anOutcome({ kind: 'failed' })] })).toBe('assertive');
    expect(urgent({ ...before, outcomes: [anOutcome({ intent: revertIntent })] })).toBe(
      'assertive',
    );
    expect(urgent({ ...before, link: { kind: 'gone', sinceMs: 0, reason: '' } })).toBe('assertive');
    const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
    const ill = aFleet({
      generations: [aGeneration(1, { states: [exited, exited] }), aGeneration(2)],
    });
    expect(announcementOf(before, aSnapshot([ill]))).toEqual({
      urgency: 'assertive',
      text: '2 more blocks of storefront are down.',
    });
  });

  it('tells a moved split politely, once', () => {
    const after = aSnapshot([aFleet({ serves: 2, previous: 1 })]);
    expect(announcementOf(before, after)?.text).toContain('sends its traffic to v002');
    expect(announcementOf(after, after)).toBeNull();
  });

  it('tells that the entry is paused and let in again, and no second of it', () => {
    const pausedFor = (endsAtMs: number) => {
      const holding = { kind: 'paused', by: 'ana on desk', endsAtMs } as const;
      return aSnapshot([aFleet({ change: { entry: anEntry({ holding }) } })]);
    };
    expect(announcementOf(before, pausedFor(1000))?.text).toBe(
      'The entry of storefront is paused by ana on desk: requests wait.',
    );
    expect(announcementOf(pausedFor(1000), pausedFor(2000))).toBeNull();
    expect(announcementOf(pausedFor(1000), before)?.text).toContain('lets requests in again');
  });

  it('tells the steps of a release, and when it begins to wait for a press', () => {
    const wish = { now: 1, title: 'Proving v002 in isolation', offers: [] };
    const proving = releasing(wish);
    const told = (change: Partial<ReleaseWish>): string | undefined =>
      announcementOf(proving, releasing({ ...wish, ...change }))?.text;
    const because = 'v002 waits for your press';
    expect(told({ now: 2, title: 'v002 is ready', because, offers: [pass] })).toBe(
      'v002 is ready: v002 waits for your press.',
    );
    expect(told({ controls: { isHeld: true }, because: 'it is held by ana' })).toBe(
      'Proving v002 in isolation: it is held by ana.',
    );
    // The control: another check in a row is no news.
    expect(told({ because: '4 of 5 checks in a row were good', value: 0.7 })).toBeUndefined();
  });

  it('calls a shared split by its shares', () => {
    const half = aSnapshot([sharedFleet(50, 50, {})]);
    expect(announcementOf(before, half)?.text).toBe(
      'The split of storefront is now v001 50 %, v002 50 %.',
    );
  });

  it('takes nothing of another yard for news', () => {
    const ill = aFleet({ serves: 2, generations: [aGeneration(1, { size: 2 }), aGeneration(2)] });
    const old = anOutcome({ kind: 'failed', intent: revertIntent });
    const gone = { kind: 'gone', sinceMs: 0, reason: '' } as const;
    const other = aSnapshot([ill], { outcomes: [old], progress: [aProgress()], link: gone });
    const yard = asYardId('aws-production');
    expect(announcementOf(before, { ...other, yard })).toBeNull();
    // The control: the same in one yard is news.
    expect(announcementOf(before, other)?.urgency).toBe('assertive');
  });
});
