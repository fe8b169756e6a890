/** Notes of people: on the timeline, in a record, and as the reason of a revert. And plans of the record that are opened again. */
import { asRolloutId } from '../../src-shared/ids.ts';
import type { TimelineEvent } from '../../src-shared/panel.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { aFleet, anOutcome, aSnapshot, galleryNowMs, revertIntent, storefront } from './fixtures.ts'; // prettier-ignore
import type { GalleryState } from './gallery-state.ts';
import { aRecord, aTakenBackRelease } from './record-fixtures.ts';
import { releasing, slowly } from './release-fixtures.ts';

const fleet = aFleet();
const base = aSnapshot([fleet]);
const hostile = '\u202e<b>v9</b>\u0000 `x` | @all ';
const rollout = asRolloutId('r-20261123-1');

function note(id: string, more: Partial<TimelineEvent>): TimelineEvent {
  return {
    ...{ id: `note-${id}`, atMs: galleryNowMs - 400, fleet: storefront, rollout: null },
    ...{ severity: 'info', detail: '', by: 'ben on laptop', isNote: true, title: '' },
    ...more,
  };
}

const notes = [
  note('1', { title: 'The checkout team looks at the slow answers. Please do not release before they are done.' }),
  note('2', { rollout: aRecord().audit.rollout, title: 'Reverted because checkout answered 500 to every third order.' }),
  note('3', { title: hostile.repeat(12).slice(0, 500), by: hostile }),
]; // prettier-ignore
const timeline = [...notes, ...base.timeline];
const reverted = aFleet({ previous: null });
const revert = anOutcome({
  ...{ intent: revertIntent, firstResponseMs: 18, atMs: galleryNowMs - 4000 },
  text: 'v001 answered the first request.',
});
const recordView = { screen: 'timeline', record: rollout } as const;
const released = aTakenBackRelease();
const carried = releasing({
  ...{ steps: slowly, now: 3, share: 10, seen: 11, offers: [{ kind: 'hold' }] },
  title: 'v002 has 10 % of the traffic',
  because: 'it is watched for another 4 min',
});

export const noteStates: Readonly<Record<string, GalleryState>> = {
  'timeline-notes': { snapshot: { ...base, timeline }, view: { screen: 'timeline' } },
  'record-notes': {
    snapshot: { ...base, timeline },
    view: recordView,
    answers: { 'rollout.record': () => succeed(aRecord()) },
  },
  'record-not-opened': {
    snapshot: { ...base, fleets: [] },
    view: recordView,
    answers: { 'rollout.record': () => succeed(aRecord()) },
    presses: ['Open as plan\u2026'],
  },
  'record-reopened': {
    snapshot: { ...base, images: [] },
    view: recordView,
    answers: { 'rollout.record': () => succeed(released) },
    presses: ['Open as plan\u2026'],
  },
  'revert-reason': { snapshot: aSnapshot([reverted], { outcomes: [revert] }) },
  'revert-reason-failed': {
    snapshot: aSnapshot([reverted], { outcomes: [revert] }),
    answers: {
      'timeline.annotate': () =>
        fail({
          code: 'no-space',
          message: 'The note was not kept: the disk is full.',
          todo: 'Make room on the disk, then write it again.',
        }),
    },
  },
  'taken-back': {
    snapshot: aSnapshot([reverted], {
      outcomes: [
        anOutcome({
          ...{ kind: 'overtaken', takenBack: true, firstResponseMs: null },
          text: 'A revert that was pressed here took it back. Nothing more of it is sent.',
        }),
      ],
    }),
  },
  'taken-up': {
    snapshot: {
      ...carried,
      progress: carried.progress.map((each) => ({ ...each, takenUp: { unwatchedMs: 40_200 } })),
    },
  },
};
