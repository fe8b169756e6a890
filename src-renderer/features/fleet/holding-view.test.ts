import { describe, expect, it } from 'vitest';
import { aFleet, anEntry, galleryNowMs } from '../../gallery/fixtures.ts';
import { heldWords, pausedSituation } from './holding-view.ts';

const held = { now: 12, longestMs: 4200, total: 40, turnedAway: 3 };
const usual = aFleet();
const spaced = (text: string | null | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ');

function words(change: Partial<typeof held>) {
  return heldWords({ traffic: { ...usual.traffic, held: { ...held, ...change } } });
}

describe('heldWords', () => {
  it('says how many wait and how many were turned away, and nothing before the first', () => {
    expect(words({})).toMatchObject({ waiting: '12 wait', turnedAway: '3 turned away' });
    expect(words({ now: 1 }).waiting).toBe('1 waits');
    expect(spaced(words({}).longest)).toBe('Requests wait at the entry, one of them for 4 s');
    expect(words({ now: 0, turnedAway: 0 })).toMatchObject({ waiting: null, turnedAway: null });
    // A yard whose entry lets none wait.
    expect(heldWords(usual)).toMatchObject({ waiting: null, turnedAway: null });
  });
});

describe('pausedSituation', () => {
  const paused = (by: string, leftMs: number) =>
    aFleet({
      serves: 2,
      previous: 1,
      change: {
        entry: anEntry({ holding: { kind: 'paused', by, endsAtMs: galleryNowMs + leftMs } }),
        traffic: { ...usual.traffic, held },
      },
    });

  it('says by whom, for how long, and who answers then', () => {
    const said = pausedSituation(paused('ana on desk', 20_000), galleryNowMs);
    expect(said?.tone).toBe('held');
    expect(spaced(said?.strong)).toBe(
      'The entry is paused by ana on desk: requests wait, for another 20 s.',
    );
    expect(said?.rest).toContain('v002 answers those that wait');
    expect(said?.rest).toContain('3 turned away');
    const late = pausedSituation(paused('ana on desk', -50), galleryNowMs);
    expect(late?.strong).toContain('for a moment more');
  });

  it('shows no trick in a name, and is silent without a pause', () => {
    const said = pausedSituation(paused('\u202eeve\n', 1000), galleryNowMs);
    expect(said?.strong).not.toMatch(/[\u202e\n]/u);
    expect(pausedSituation(usual, galleryNowMs)).toBeNull();
    const nobody = aFleet({
      change: { entry: anEntry({ holding: { kind: 'nobody-serves', endsAtMs: galleryNowMs } }) },
    });
    expect(pausedSituation(nobody, galleryNowMs)).toBeNull();
  });
});
