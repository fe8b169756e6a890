import { describe, expect, it } from 'vitest';
import {
  aFleet,
  aGeneration,
  aProgress,
  galleryNowMs,
  generationId,
  revertIntent,
  storefront,
} from '../../gallery/fixtures.ts';
import { releaseFleet, releaseProgress, slowly } from '../../gallery/release-fixtures.ts';
import { revertFace } from './revert-face.ts';

const served = aFleet({ serves: 2, previous: 1 });
const live = { kind: 'live' } as const;
const face = (change: Partial<Parameters<typeof revertFace>[0]>): ReturnType<typeof revertFace> =>
  revertFace({
    fleet: served,
    link: live,
    switchMs: 27,
    assumed: null,
    progress: undefined,
    nowMs: galleryNowMs,
    ...change,
  });

describe('revertFace', () => {
  it('names where it leads and that it is ready', () => {
    expect(face({})).toMatchObject({
      kind: 'ready',
      title: 'Revert to v001',
      note: 'ready, under 1 s',
    });
    expect(face({ switchMs: 4200 }).note).toBe('ready, about 4 s');
    expect(face({ switchMs: null }).note).toBe('ready, not timed yet');
  });

  it('tells when it was rehearsed and what that told, and makes an estimate of it while there is no other', () => {
    const rehearsal = {
      ...{ atMs: galleryNowMs - 14 * 60_000, by: 'ana', requests: 71, lost: 0, errors: 0 },
      ...{ away: generationId(2), back: generationId(1) },
      end: { kind: 'measured', cutOverMs: 20, revertMs: 31 },
    } as const;
    const of = (rehearsals: (typeof served)['rehearsals'], switchMs: number | null = 27) =>
      face({ fleet: { ...served, rehearsals }, switchMs }).note.replaceAll('\u00a0', ' ');
    const told = 'ready, under 1 s; rehearsed 14 min ago: 0.03 s, 0 lost';
    expect(of([rehearsal])).toBe(told);
    expect(of([rehearsal], null)).toBe(told);
    const silent = { ...rehearsal, end: { kind: 'not-answered', by: generationId(1) } } as const;
    expect(of([rehearsal, silent])).toBe('ready, under 1 s; rehearsed 14 min ago: not answered');
    // Another way back than the one that a press goes says nothing of it.
    const other = { ...rehearsal, away: generationId(1), back: generationId(2) };
    expect(of([other])).toBe('ready, under 1 s');
  });

  it('says what it will meet and still goes', () => {
    const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
    const short = aFleet({
      serves: 2,
      previous: 1,
      generations: [aGeneration(1, { states: [exited] }), aGeneration(2)],
    });
    expect(face({ fleet: short })).toMatchObject({
      kind: 'degraded',
      note: '3 of 4 healthy',
      refusedBecause: null,
    });
    const link = { kind: 'stale', sinceMs: 0, reason: '' } as const;
    expect(face({ link })).toMatchObject({ note: 'yard not answering', refusedBecause: null });
  });

  it('takes back the first cutover of all while the yard has not read it back', () => {
    const fleet = aFleet();
    const cutting = aProgress();
    expect(face({ fleet, progress: cutting })).toMatchObject({
      kind: 'ready',
      title: 'Revert to v001',
      note: 'ends the cutover',
      to: { id: generationId(1) },
      refusedBecause: null,
    });
    const signedOut = { kind: 'signed-out', sinceMs: 0, reason: '', needsMfa: false } as const;
    expect(face({ fleet, progress: cutting, link: signedOut })).toMatchObject({
      note: 'signed out, a press stops the cutover',
      refusedBecause: null,
    });
    // The control: nothing under way, or a fleet that nobody served before.
    expect(face({ fleet }).kind).toBe('nothing');
    const first = { ...cutting.intent, from: generationId(2) } as typeof cutting.intent;
    expect(face({ fleet, progress: aProgress({ intent: first }) }).kind).toBe('nothing');
  });

  it('explains when there is nothing to revert to, or no yard to tell it to', () => {
    expect(face({ fleet: aFleet() }).refusedBecause).toMatch(/no cutover to take back/);
    expect(face({ fleet: undefined }).refusedBecause).toBe('There is no fleet yet.');
    const several = face({ fleet: undefined, absence: 'to-choose' });
    expect(several.refusedBecause).toMatch(/^Choose/);
    // One of them may have a way back: that there is none would be a lie.
    expect(several.title).toBe('Revert: choose a fleet');
    expect(face({ fleet: undefined, absence: 'lost' }).refusedBecause).toMatch(/not seen any more/);
    const gone = face({ link: { kind: 'gone', sinceMs: 0, reason: '' } });
    expect(gone).toMatchObject({ title: 'Revert to v001', note: 'no yard' });
    expect(gone.refusedBecause).toMatch(/Start the yard first/);
  });

  it('is busy from the press on, and while the engine says so', () => {
    const assumed = {
      kind: 'revert',
      fleet: storefront,
      to: generationId(1),
      pressedAtMs: galleryNowMs,
    } as const;
    expect(face({ assumed })).toMatchObject({ kind: 'busy', title: 'Reverting to v001…' });
    expect(face({ progress: aProgress({ intent: revertIntent }) }).kind).toBe('busy');
    expect(face({ progress: aProgress() }).kind).toBe('ready');
  });

  it('never says that it is on its way where nobody takes it', () => {
    const progress = aProgress({ intent: revertIntent });
    const assumed = {
      kind: 'revert',
      fleet: storefront,
      to: generationId(1),
      pressedAtMs: galleryNowMs,
    } as const;
    const gone = { kind: 'gone', sinceMs: 0, reason: '' } as const;
    const signedOut = { kind: 'signed-out', sinceMs: 0, reason: '', needsMfa: false } as const;
    for (const waits of [{ progress }, { assumed }]) {
      expect(face({ ...waits, link: gone })).toMatchObject({ kind: 'nothing', note: 'no yard' });
      const out = face({ ...waits, link: signedOut });
      expect(out).toMatchObject({ title: 'Revert to v001', note: 'sign in first' });
      expect(out.refusedBecause).toMatch(/Sign in first/);
    }
    // The control: on a live link it is on its way and a second press adds nothing.
    expect(face({ progress }).refusedBecause).toBe('It is on its way.');
  });

  it('can be pressed while signed out as long as a cutover waits for the sign-in', () => {
    const link = { kind: 'signed-out', sinceMs: 0, reason: '', needsMfa: false } as const;
    expect(face({ link, progress: aProgress() })).toMatchObject({
      kind: 'degraded',
      title: 'Revert to v001',
      note: 'signed out, a press stops the cutover',
      refusedBecause: null,
    });
    // The control: with nothing to stop, the press could do nothing.
    expect(face({ link }).refusedBecause).toMatch(/Sign in first/);
  });

  it('can be pressed again while it is on its way and nobody can see it', () => {
    const link = { kind: 'stale', sinceMs: 0, reason: '' } as const;
    expect(face({ link, progress: aProgress({ intent: revertIntent }) })).toMatchObject({
      kind: 'busy',
      title: 'Reverting to v001\u2026',
      note: 'yard not answering, press to send again',
      refusedBecause: null,
    });
  });

  it('leads back from the first share of a release on, from the one that was given it', () => {
    const wish = { now: 3, steps: slowly, share: 10, title: '', offers: [] };
    const fleet = releaseFleet(wish);
    expect(face({ fleet, progress: releaseProgress(wish) })).toMatchObject({
      kind: 'ready',
      title: 'Revert to v001',
      note: 'ready, under 1 s',
      to: { id: generationId(1) },
      from: { id: generationId(2) },
      refusedBecause: null,
    });
  });

  it('ends a release whose first share is not read back yet, and has nothing to take back before', () => {
    const moving = { now: 3, steps: slowly, title: '', offers: [] };
    expect(face({ fleet: releaseFleet(moving), progress: releaseProgress(moving) })).toMatchObject({
      kind: 'ready',
      title: 'Revert to v001',
      note: 'ends the release',
    });
    const waits = { ...moving, now: 2 };
    expect(face({ fleet: releaseFleet(waits), progress: releaseProgress(waits) })).toMatchObject({
      kind: 'nothing',
      title: 'Nothing to revert to',
    });
  });

  it('stops a release that waits for a sign-in', () => {
    const wish = { now: 3, steps: slowly, share: 10, title: '', offers: [] };
    const link = { kind: 'signed-out', sinceMs: 0, reason: '', needsMfa: false } as const;
    expect(
      face({ fleet: releaseFleet(wish), progress: releaseProgress(wish), link }),
    ).toMatchObject({ note: 'signed out, a press stops the release', refusedBecause: null });
  });

  it('names what is broken first, lists all of it, and goes all the same', () => {
    const imageTrouble = { kind: 'gone', text: 'The yard has no image.' } as const;
    const generations = [aGeneration(1, { change: { imageTrouble } }), aGeneration(2)];
    const gone = aFleet({ serves: 2, previous: 1, generations });
    expect(face({ fleet: gone })).toMatchObject({
      kind: 'degraded',
      note: 'ready, under 1 s; its image is gone',
      refusedBecause: null,
      conditions: [{ what: 'image', severity: 'warning' }],
    });
    const account = { endsAtMs: galleryNowMs - 1, signInByMs: galleryNowMs - 1 };
    const denied = { action: 'elasticloadbalancing:ModifyRule', by: 'write' } as const;
    const link = { kind: 'stale', sinceMs: 0, reason: '' } as const;
    const all = face({ fleet: gone, link, account, denied });
    expect(all).toMatchObject({ note: 'yard not answering', refusedBecause: null });
    expect(all.conditions.map(({ what }) => what)).toEqual([
      'link',
      'right',
      'credentials',
      'image',
    ]);
  });

  it('judges the way back of a cutover that is not read back yet, too', () => {
    const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
    const fleet = aFleet({
      generations: [aGeneration(1, { states: [exited] }), aGeneration(2)],
    });
    const progress = aProgress();
    expect(face({ fleet, progress })).toMatchObject({
      kind: 'degraded',
      note: 'ends the cutover; 3 of 4 healthy',
      refusedBecause: null,
    });
    const link = { kind: 'stale', sinceMs: 0, reason: '' } as const;
    expect(face({ fleet, progress, link }).note).toBe('yard not answering');
  });
});
