import { describe, expect, it } from 'vitest';
import { aFleet, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Intent } from '../../src-shared/fleet.ts';
import { asFleetId, asRolloutId } from '../../src-shared/ids.ts';
import type { Course, Outcome, PanelSnapshot, Progress } from '../../src-shared/panel.ts';
import { aPanel } from './panel.fixture.ts';
import { createNoticeTeller } from './notice-teller.ts';
import { noMemory, noticesOf, type Notice } from './notices.ts';
import type { ToldNotices } from './told-notices.ts';

const fleet = asFleetId('storefront');
const rollout = asRolloutId('r-1');
const release = {
  ...{ kind: 'release', from: v1, candidate: { kind: 'standing', generation: v2 } },
  terms: {},
} as unknown as Intent;

const course = (name: Course['phases'][number]['name'], offers: Course['offers']): Course => ({
  ...{ phases: [{ name, title: name, state: 'now' }], isHeld: false, leftMs: null, offers },
});
const runs = (more: Partial<Progress> = {}): Progress => ({
  ...{ fleet, rollout, intent: release, value: 0.5, title: 'Releasing v002' },
  ...{ waitingBecause: null, course: course('shift', [{ kind: 'hold' }]), ...more },
});
const ends = (kind: Outcome['kind'], text = 'So it ended.'): Outcome => ({
  ...{ fleet, rollout, intent: release, atMs: 1, kind, text, firstResponseMs: null },
});
const pass = (place: number): Progress =>
  runs({ waitingBecause: 'it was proved', course: course('press', [{ kind: 'pass', place }]) });
const back = runs({ title: 'Taking v002 back', course: course('shift', []) });

const told = (before: PanelSnapshot, after: PanelSnapshot) =>
  noticesOf(noMemory, before, after).notices;

describe('noticesOf', () => {
  it.each([
    ['verified', 'the release is verified', false],
    ['accepted', 'the release is accepted, not verified', false],
    ['done', 'the release is done', false],
    ['stopped', 'the release was stopped', true],
    ['failed', 'the release failed', true],
    ['overtaken', 'the release was overtaken', false],
    ['handed-over', 'the release was handed over', false],
  ] as const)('tells an end, once: %s', (kind, words, needsPerson) => {
    const before = aPanel([aFleet()], { progress: [runs()] });
    const after = aPanel([aFleet()], { outcomes: [ends(kind)] });
    expect(told(before, after)).toEqual([
      {
        ...{ key: 'r-1:ended', yard: 'local', fleet, needsPerson },
        ...{ title: `storefront: ${words}`, body: 'So it ended.' },
      },
    ]);
    expect(told(after, after)).toEqual([]);
  });

  it('tells a press that is waited for at each place, and not at each look', () => {
    const seen = (item: Progress) => aPanel([aFleet()], { progress: [item] });
    expect(told(seen(runs()), seen(pass(0)))).toMatchObject([
      {
        ...{ key: 'r-1:pass:0', needsPerson: true, title: 'storefront: waits for your press' },
        body: 'Releasing v002. It was proved.',
      },
    ]);
    const same = { ...pass(0), waitingBecause: 'it was proved 3 times' };
    expect(told(seen(pass(0)), seen(same))).toEqual([]);
    expect(told(seen(pass(0)), seen(pass(1)))).toMatchObject([{ key: 'r-1:pass:1' }]);
  });

  it('tells a broken guard, and that the release went back when that was seen', () => {
    const event = {
      ...{ id: 'r-1:7', atMs: 1, fleet, rollout, by: 'ann' },
      ...{
        severity: 'info' as const,
        title: 'Send 100 % back',
        detail: 'A guard broke: 9 % errors.',
      },
    };
    const moving = aPanel([aFleet()], { progress: [runs()] });
    const broke = aPanel([aFleet()], { progress: [back], timeline: [event] });
    const first = noticesOf(noMemory, moving, broke);
    expect(first.notices).toMatchObject([
      {
        ...{ key: 'r-1:back', needsPerson: true, title: 'storefront: a guard broke' },
        body: 'Taking v002 back. A guard broke: 9 % errors.',
      },
    ]);
    expect(noticesOf(first.memory, broke, broke).notices).toEqual([]);
    const home = aPanel([aFleet({ split: aSplit(v1, 3) })], { outcomes: [ends('failed')] });
    const title = 'storefront: the release went back by itself';
    expect(noticesOf(first.memory, broke, home).notices).toMatchObject([{ title }]);
    // The controls: it is not said of what is not seen to be back, nor of one that never moved.
    const away = aPanel([aFleet({ split: aSplit(v2, 3) })], { outcomes: [ends('failed')] });
    const failed = 'storefront: the release failed';
    expect(noticesOf(first.memory, broke, away).notices).toMatchObject([{ title: failed }]);
    expect(told(moving, home)).toMatchObject([{ title: failed }]);
  });

  it('takes no abort before the first share for a broken guard', () => {
    const aborted = runs({ title: 'Undoing', course: course('launch', []) });
    const before = aPanel([aFleet()], { progress: [runs()] });
    expect(told(before, aPanel([aFleet()], { progress: [aborted] }))).toEqual([]);
  });

  it('tells a sign-in that is needed, and forgets it once the yard is live again', () => {
    const link = { kind: 'signed-out', sinceMs: 5, reason: 'It ended', needsMfa: false } as const;
    const live = aPanel([aFleet()], { progress: [runs()] });
    const out = aPanel([aFleet()], { link, progress: [runs()] });
    expect(told(live, out)).toMatchObject([
      {
        ...{ key: 'local:signed-out', fleet: null, title: 'Local yard: sign in' },
        body: 'It ended. A change waits for it.',
      },
    ]);
    expect(noticesOf(noMemory, out, live).over).toEqual(['local:signed-out']);
  });

  it('makes outside text safe and short', () => {
    const name = `\u202e<b>${'x'.repeat(500)}`;
    const after = aPanel([aFleet({ name })], { outcomes: [ends('failed', '\u0007'.repeat(9999))] });
    const [notice] = told(aPanel([aFleet({ name })]), after);
    expect(notice?.title).not.toContain('\u202e');
    expect(notice?.title.length).toBeLessThan(100);
    expect(notice?.body.length).toBeLessThanOrEqual(400);
  });
});

describe('createNoticeTeller', () => {
  const keys = (known: string[]): ToldNotices => ({
    tellOnce: (key) => !known.includes(key) && known.push(key) > 0,
    forget: (key) => {
      if (known.includes(key)) known.splice(known.indexOf(key), 1);
    },
    saved: () => Promise.resolve(),
  });
  const play = (
    wanted: 'all' | 'needs-me' | 'none' | undefined,
    isLookedAt: boolean,
    known: string[] = [],
  ): string[] => {
    const shown: Notice[] = [];
    const tell = createNoticeTeller({
      ...{ told: keys(known), wanted: () => wanted, isLookedAt: () => isLookedAt },
      show: (notice) => shown.push(notice),
    });
    tell(aPanel([aFleet()], { progress: [pass(0)] }));
    tell(aPanel([aFleet()], { progress: [runs()] }));
    tell(aPanel([aFleet()], { outcomes: [ends('verified')] }));
    return shown.map(({ key }) => key);
  };

  it('tells what is wanted, to somebody who is not looking', () => {
    expect(play(undefined, false)).toEqual(['r-1:pass:0', 'r-1:ended']);
    expect(play('all', false)).toEqual(['r-1:pass:0', 'r-1:ended']);
    expect(play('needs-me', false)).toEqual(['r-1:pass:0']);
    expect(play('none', false)).toEqual([]);
    expect(play('all', true)).toEqual([]);
  });

  it('tells nothing again after a restart, not even what was only seen in the window', () => {
    const known: string[] = [];
    expect(play('all', true, known)).toEqual([]);
    expect(play('all', false, known)).toEqual([]);
  });
});
