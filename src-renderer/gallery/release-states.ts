/** A release in each of its moments, its ends, and the dialog that begins it. */
import type { ControlChange } from '../../src-shared/release-schema.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { awsBand, awsFleet, awsLike, awsSnapshot } from './aws-fixtures.ts';
import {
  aFleet,
  aGeneration,
  anImage,
  anOutcome,
  aRollout,
  aSnapshot,
  galleryNowMs,
  generationId,
  imageId,
} from './fixtures.ts';
import type { ReleaseChoice, ViewState } from '../store/view-store.ts';
import { comparison } from './comparison-fixture.ts';
import type { GalleryState } from './gallery-state.ts';
import {
  releaseIntent,
  releaseProgress,
  releasing,
  sharedFleet,
  slowly,
} from './release-fixtures.ts';

const hold: ControlChange = { kind: 'hold' };
const resume: ControlChange = { kind: 'resume' };
const abort: ControlChange = { kind: 'abort' };
const pass = (place: number): ControlChange => ({ kind: 'pass', place });
const starting = { kind: 'starting', detail: 'first health check' } as const;
const exited = { kind: 'exited', code: 1, signal: null, reason: 'It ended by itself.' } as const;

const waits = {
  now: 2,
  title: 'v002 is ready',
  because: 'v002 waits for your press',
  offers: [pass(1), hold, abort],
} as const;
const tenPercent = {
  ...{ steps: slowly, now: 3, share: 10, seen: 11 },
  title: 'v002 has 10 % of the traffic',
} as const;

const running: Readonly<Record<string, GalleryState>> = {
  'release-launching': {
    snapshot: releasing({
      now: 0,
      title: 'Launching v002',
      because: '1 of 4 blocks is healthy; the others are in their first health check',
      offers: [hold, abort],
      candidate: aGeneration(2, { states: [{ kind: 'healthy' }, starting, starting, starting] }),
    }),
  },
  'release-begun': {
    snapshot: releasing({
      ...{ now: 0, title: 'Launching v002', candidate: null, offers: [hold, abort] },
      because: 'the yard has not answered yet',
    }),
  },
  'release-proving': {
    snapshot: releasing({
      ...{ now: 1, steps: slowly, title: 'Proving v002 in isolation', offers: [hold, abort] },
      because: '3 of 5 checks in a row were good',
    }),
  },
  'release-waits': { snapshot: releasing(waits) },
  'release-waits-steps': { snapshot: releasing({ ...waits, steps: slowly }) },
  'release-waits-existing': { snapshot: releasing({ ...waits, isExisting: true }) },
  'release-held': {
    snapshot: releasing({
      ...{ ...waits, steps: slowly, because: 'it is held by ana on desk', offers: [resume, abort] },
      controls: { isHeld: true },
    }),
  },
  'release-old-press': {
    snapshot: releasing({
      ...waits,
      because: 'your press is too old to be acted on; press again if you still want it',
      controls: { passed: 1, passedAtMs: galleryNowMs - 300_000 },
    }),
  },
  'release-accepted': {
    snapshot: releasing({
      ...{ ...tenPercent, offers: [hold] },
      because: 'it is watched for another about 4 min',
      controls: { passed: 1 },
      accepted: {
        reason: 'The shop is closed until six, and the new price list has to be in before.',
        weighed: ['Watch', 'Traffic'],
        ...{ by: 'ana on desk', atMs: galleryNowMs - 95_000 },
      },
    }),
  },
  'release-told': {
    snapshot: releasing({ ...waits, steps: slowly }),
    presses: ['Send 10 % to v002'],
  },
  'release-refused': {
    snapshot: releasing({ ...waits, steps: slowly }),
    presses: ['Send 10 % to v002'],
    answers: {
      'rollout.control': () =>
        fail({
          code: 'conflict',
          message: 'This release has ended meanwhile.',
          todo: 'Look at the lanes again.',
        }),
    },
  },
  'release-share': {
    snapshot: releasing({
      ...{ ...tenPercent, offers: [hold] },
      because: 'it is watched for another about 4 min',
      controls: { passed: 1 },
    }),
  },
  'release-share-timed': {
    snapshot: releasing({
      ...{ ...tenPercent, offers: [hold], leftMs: 19 * 60_000 },
      steps: [
        { percent: 10, pauseMs: 5 * 60_000 },
        { percent: 50, pauseMs: 5 * 60_000 },
      ],
      because: 'it is watched for another about 4 min',
      controls: { passed: 1 },
    }),
  },
  'release-share-waits': {
    snapshot: releasing({
      ...{ steps: slowly, now: 4, share: 50, seen: 48, offers: [pass(2), hold] },
      title: 'v002 has 50 % of the traffic',
      because: 'v002 waits for your press',
      controls: { passed: 1 },
    }),
  },
  'release-share-unlike': {
    snapshot: releasing({
      ...{ ...tenPercent, seen: 31, offers: [hold] },
      because: 'looking again: v002 answers 4 % of the requests with an error (before: 0 %)',
      controls: { passed: 1 },
    }),
  },
  'release-baking': {
    snapshot: releasing({
      ...{ steps: slowly, now: 6, share: 100, offers: [hold], leftMs: 7 * 60_000, value: 0.8 },
      title: 'v002 serves and is watched',
      because: 'it has to do well for another about 7 min',
      controls: { passed: 2 },
    }),
  },
  'release-taking-back': {
    snapshot: releasing({
      ...{ steps: slowly, now: 6, share: 50, seen: 50, offers: [], value: 0.9 },
      title: 'Taking v002 back',
      because: 'the entry has not answered yet',
      candidate: aGeneration(2, { states: [exited, exited, exited] }),
    }),
  },
  'release-many-steps': {
    snapshot: releasing({
      steps: [1, 2, 5, 10, 20, 30, 50, 70, 90].map((percent) => ({
        ...{ percent, pauseMs: percent < 50 ? 90_000 : null },
      })),
      ...{ now: 6, share: 10, title: 'v002 has 10 % of the traffic', offers: [hold] },
      because: 'it is watched for another about 40 s',
    }),
  },
  'release-elsewhere': {
    snapshot: { ...releasing({ ...waits, steps: slowly }), progress: [] },
  },
  'release-stale': {
    snapshot: releasing(
      { ...waits, steps: slowly },
      {
        link: {
          ...{ kind: 'stale', sinceMs: galleryNowMs - 12_000 },
          reason: 'No answer over the control socket.',
        },
      },
    ),
  },
};

const failedIntent = releaseIntent(slowly);
const sick = aGeneration(2, { states: [exited, exited, exited] });
const ends: Readonly<Record<string, GalleryState>> = {
  'release-taken-back': {
    snapshot: aSnapshot([sharedFleet(0, 0, { generations: [aGeneration(1), sick] })], {
      outcomes: [
        anOutcome({
          ...{ intent: failedIntent, kind: 'failed', firstResponseMs: null },
          text: 'A guard broke: 1 of 4 blocks of v002 are healthy; for its share of the traffic 2 are needed. The traffic was taken back: v001 has all of it and was seen to serve again. v002 is left as it is: read its log, then retire it.',
        }),
      ],
    }),
  },
  'release-not-proved': {
    snapshot: aSnapshot([sharedFleet(0, 0, {})], {
      outcomes: [
        anOutcome({
          ...{ intent: failedIntent, kind: 'failed', firstResponseMs: null },
          text: 'v002 did not prove itself: GET / answered 500 instead of 200. It got no traffic; v001 serves as before. Read its log, then retire v002.',
        }),
      ],
    }),
  },
  'release-aborted': {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })], {
      outcomes: [
        anOutcome({
          ...{ intent: failedIntent, kind: 'stopped', firstResponseMs: null },
          text: 'It was aborted by ana on desk before any traffic. v002 was removed; v001 serves as before.',
        }),
      ],
    }),
  },
  'release-stopped-shared': {
    snapshot: aSnapshot([sharedFleet(10, 9, {})], {
      outcomes: [
        anOutcome({
          ...{ intent: failedIntent, kind: 'stopped', firstResponseMs: null },
          text: 'The split was changed by someone else since the last share was moved. Nothing more is moved. The traffic goes to: v001 90 %, v002 10 %.',
        }),
      ],
    }),
  },
  'release-verified': {
    snapshot: aSnapshot([aFleet({ serves: 2, previous: 1 })], {
      outcomes: [
        anOutcome({
          ...{ intent: failedIntent, firstResponseMs: null },
          text: '3 of 3 requests through the entry were answered by v002. It was seen to do well for about 10 min. v001 stays whole and warm as the way back, until it is retired.',
        }),
      ],
    }),
  },
};

const likeAws = awsFleet({
  change: {
    previous: generationId(1),
    rollout: aRollout(releaseIntent(slowly, true)),
    split: sharedFleet(10, 0, {}).split,
  },
});
const release = awsLike;
const shop = awsFleet();
const because = 'only an application load balancer has rules that reach one generation alone';
const unproven: typeof shop =
  shop.entry.kind === 'http'
    ? { ...shop, entry: { ...shop.entry, proof: { kind: 'none', because } } }
    : shop;
const uncounted: Readonly<Record<string, GalleryState>> = {
  'aws-release-share': {
    snapshot: awsSnapshot([likeAws], {
      capabilities: release,
      progress: [
        {
          ...releaseProgress({
            ...{ ...tenPercent, isExisting: true, offers: [hold] },
            because: 'it is watched for another about 4 min',
          }),
          fleet: likeAws.id,
        },
      ],
    }),
  },
  'aws-dialog-release-unproven': {
    snapshot: awsSnapshot([unproven], { capabilities: release, band: awsBand() }),
    view: { dialog: { kind: 'release', source: null } },
    answers: { 'image.compare': () => succeed({ ...comparison, rows: [] }) },
  },
  'aws-dialog-release': {
    snapshot: awsSnapshot([awsFleet()], {
      capabilities: release,
      band: awsBand({ safety: 'strict' }),
    }),
    view: { dialog: { kind: 'release', source: null } },
    answers: { 'image.compare': () => succeed({ ...comparison, rows: [] }) },
  },
};

const retired = aGeneration(1, { change: { rung: 'retired', blocks: [] } });
const later = aFleet({ generations: [retired, aGeneration(2), aGeneration(3)], serves: 3 });
const answers = { 'image.compare': () => succeed(comparison) };
const fresh = aSnapshot([aFleet({ generations: [aGeneration(1)] })], {
  images: [anImage(1), anImage(2), anImage(3)],
});
const dialog = (source: ReleaseChoice | null): Partial<ViewState> => ({
  dialog: { kind: 'release', source },
});

const dialogs: Readonly<Record<string, GalleryState>> = {
  'dialog-release': {
    snapshot: fresh,
    view: dialog(null),
    answers,
  },
  'dialog-release-steps': {
    snapshot: fresh,
    view: dialog({ kind: 'image', image: imageId(2) }),
    presses: [
      'Checks, bake and guards5 times / with 200 within 1000 ms; bake 1 min; back at 2 % more errors or a p95 3 times as slow',
    ],
    answers: { 'image.compare': () => succeed({ ...comparison, rows: [] }) },
  },
  'dialog-release-generation': {
    snapshot: aSnapshot([aFleet()]),
    view: dialog(null),
    answers,
  },
  'dialog-bring-back': {
    snapshot: aSnapshot([later]),
    view: dialog({ kind: 'again', generation: generationId(1) }),
    answers,
  },
  'dialog-release-refused': {
    snapshot: aSnapshot([sharedFleet(10, 9, {})]),
    view: dialog({ kind: 'image', image: imageId(3) }),
    answers,
  },
  'dialog-release-empty': {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })], { images: [] }),
    view: dialog(null),
  },
  retired: { snapshot: aSnapshot([later]), view: { isInspectorOpen: true } },
};

export const releaseStates: Readonly<Record<string, GalleryState>> = {
  ...running,
  ...ends,
  ...uncounted,
  ...dialogs,
};
