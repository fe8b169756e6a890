import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration, anOutcome, generationId } from '../../gallery/fixtures.ts';
import {
  releaseFleet,
  releaseIntent,
  releaseProgress,
  slowly,
  type ReleaseWish,
} from '../../gallery/release-fixtures.ts';
import { controlWords, shareAfter } from './control-words.ts';
import { drawnSteps, leftText } from './course-view.ts';
import { releaseSituation } from './release-situation.ts';
import { lanesInView, runningRelease } from './running-release.ts';

const hold = { kind: 'hold' } as const;
const abort = { kind: 'abort' } as const;
const pass = (place: number) => ({ kind: 'pass', place }) as const;
const waits: ReleaseWish = {
  ...{ now: 2, steps: slowly, title: 'v002 is ready', because: 'v002 waits for your press' },
  offers: [pass(1), hold, abort],
};

const here = { kind: 'none' } as const;

function seen(wish: ReleaseWish) {
  const fleet = releaseFleet(wish);
  const progress = releaseProgress(wish);
  const release = runningRelease(fleet, progress, undefined);
  if (release === null) throw new Error('It runs.');
  return { fleet, progress, release };
}

describe('a running release', () => {
  it('tells what it waits for, and for whom', () => {
    const say = (wish: ReleaseWish) => {
      const { fleet, release, progress } = seen(wish);
      const { tone, strong, rest } = releaseSituation(fleet, release, progress, here);
      return `${tone}: ${strong} ${rest}`;
    };
    expect(say(waits)).toBe('asks: v002 is ready. v002 waits for your press.');
    expect(say({ ...waits, because: 'it is held by ana', controls: { isHeld: true } })).toBe(
      'held: v002 is ready. It is held by ana.',
    );
    expect(say({ ...waits, offers: [hold] })).toMatch(/^busy:/);
    // Passed already, and it still waits at the same place: the press came too late.
    expect(say({ ...waits, controls: { passed: 1 } })).toMatch(/^warning:/);
    const second = { ...waits, offers: [pass(2), hold], controls: { passed: 1 } };
    expect(say(second)).toMatch(/^asks:/);
  });

  it('of another panel offers what the yard can keep for it, and a press only where its owner has told that it waits', () => {
    const offers = (wish: ReleaseWish) =>
      runningRelease(releaseFleet(wish), undefined, undefined)?.offers.map(({ kind }) => kind);
    expect(offers(waits)).toEqual(['hold', 'abort']);
    expect(offers({ ...waits, controls: { isHeld: true } })).toEqual(['resume', 'abort']);
    expect(offers({ ...waits, share: 10 })).toEqual(['hold']);
    expect(offers({ ...waits, controls: { isAborted: true } })).toEqual([]);
    const told = (waitsAt: number | null, passed = 0) => {
      const fleet = releaseFleet({ ...waits, controls: { passed } });
      const step = { title: 'v002 is ready', waitsAt };
      const rollout = fleet.rollout && { ...fleet.rollout, step };
      return runningRelease({ ...fleet, rollout }, undefined, undefined)?.offers.at(-1);
    };
    expect(told(null)).toEqual(abort);
    expect(told(1)).toEqual(pass(1));
    expect(told(2, 1)).toEqual(pass(2));
    // Pressed, and the owner has not told that it went on.
    expect(told(1, 1)).toEqual(abort);
    const { fleet, progress } = seen(waits);
    expect(releaseSituation(fleet, seen(waits).release, undefined, here).strong).toBe(
      'ana on desk is releasing v002.',
    );
    // What has just ended here still stands in the last look.
    const outcome = anOutcome({ rollout: progress.rollout });
    expect(runningRelease(fleet, undefined, outcome)).toBeNull();
    expect(runningRelease(aFleet(), undefined, undefined)).toBeNull();
  });

  it('keeps its two generations in the lanes, whatever was chosen', () => {
    const third = { generations: [aGeneration(1), aGeneration(2), aGeneration(3)] };
    const labels = (fleet: ReturnType<typeof aFleet>) =>
      lanesInView(fleet, generationId(3)).map(({ number }) => number);
    const fleet = { ...releaseFleet({ ...waits, share: 100 }), ...third };
    expect(labels(fleet)).toEqual([1, 2]);
    expect(labels({ ...fleet, rollout: null })).toEqual([2, 3]);
    // Not launched yet: nothing of it can be shown.
    expect(labels(releaseFleet({ ...waits, candidate: null }))).toEqual([1]);
  });
});

describe('its steps', () => {
  it('are done, now or ahead by mark and word', () => {
    const { release } = seen(waits);
    if (release.course === null) throw new Error('It has a course.');
    const steps = drawnSteps(release.course, release.intent);
    expect(steps.map(({ mark, word, note }) => `${mark}: ${word} ${note}`.trim())).toEqual([
      'done: done',
      'done: done',
      'waits: waits for you',
      'ahead: ahead for 5 min',
      'ahead: ahead then your press',
      'ahead: ahead',
      'ahead: ahead 10 min',
    ]);
    const held = { ...release.course, isHeld: true };
    expect(drawnSteps(held, release.intent)[2]).toMatchObject({ mark: 'held', word: 'held' });
    const busy = { ...release.course, offers: [] };
    expect(drawnSteps(busy, release.intent)[2]).toMatchObject({ mark: 'now', word: 'now' });
  });

  it('say how long it still takes only where that is known', () => {
    expect(leftText(seen(waits).release)).toBe('');
    expect(leftText(seen({ ...waits, leftMs: 0 }).release)).toBe(
      'Under 1 s left when all goes well',
    );
    expect(leftText(seen({ ...waits, leftMs: 240_000 }).release)).toBe(
      'About 4 min left when all goes well',
    );
  });
});

describe('its buttons', () => {
  it('send the share after the place that they pass', () => {
    const intent = releaseIntent([
      { percent: 10, pauseMs: null },
      { percent: 50, pauseMs: 60_000 },
      { percent: 80, pauseMs: null },
    ]);
    expect([1, 2, 3].map((place) => shareAfter(intent, place))).toEqual([10, 50, 100]);
    const terms = { ...intent.terms, waitsForPress: false };
    expect([1, 2].map((place) => shareAfter({ ...intent, terms }, place))).toEqual([50, 100]);
    expect(shareAfter(releaseIntent([]), 1)).toBe(100);
  });

  it('have their plans as their labels', () => {
    const fleet = releaseFleet(waits);
    const label = (steps: ReleaseWish['steps'], place: number) =>
      controlWords(fleet, releaseIntent(steps ?? []), pass(place)).label;
    expect(label([], 1)).toBe('Cut over to v002 - 4 blocks, 100 %');
    expect(label(slowly, 1)).toBe('Send 10 % to v002');
    expect(label(slowly, 2)).toBe('Go on to 100 %');
    const manual = [10, 50].map((percent) => ({ percent, pauseMs: null }));
    expect(label(manual, 2)).toBe('Go on to 50 %');
  });

  it('say what an abort takes away, and what it leaves', () => {
    const title = (isExisting: boolean) =>
      controlWords(releaseFleet(waits), releaseIntent([], isExisting), abort).title;
    expect(title(false)).toContain('removes only v002, which it launched');
    expect(title(true)).toContain('v002 stays as it is');
    expect(title(true)).not.toContain('removes');
  });
});
