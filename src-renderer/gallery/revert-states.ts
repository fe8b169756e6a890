/** What the revert button says of a way back that is not as it should be, one thing at a time and all at once. */
import { awsBand, awsFleet, awsGeneration, awsSnapshot } from './aws-fixtures.ts';
import {
  aFleet,
  aGeneration,
  anOutcome,
  aSnapshot,
  galleryNowMs,
  generationId,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { planAnswers, writeDenial } from './permission-fixtures.ts';

const goneImage = {
  kind: 'gone',
  text: 'The yard has no image sha256:110b7e4c19d2.',
} as const;
const goneAmi = {
  kind: 'gone',
  text: 'Its image ami-0111c4e19d2a85f6 is deregistered or no longer shared: no server can be started from it.',
} as const;
const unused = { kind: 'unused', reason: 'Target.NotInUse: no rule refers to its group.' } as const;
const exited = { kind: 'exited', code: 137, signal: null, reason: 'It was killed.' } as const;

const local = (way: Parameters<typeof aGeneration>[1]): GalleryState => ({
  snapshot: aSnapshot([
    aFleet({ serves: 2, previous: 1, generations: [aGeneration(1, way), aGeneration(2)] }),
  ]),
});
const cloud = (way: Parameters<typeof awsGeneration>[1]) =>
  awsFleet({ serves: 2, previous: 1, generations: [awsGeneration(1, way), awsGeneration(2)] });
const whole = awsFleet({ serves: 2, previous: 1 });
const minutesLeft = (minutes: number) => {
  const endsAtMs = galleryNowMs + minutes * 60_000;
  return { band: awsBand({ endsAtMs, signInByMs: endsAtMs }) };
};

const denied = anOutcome({
  ...{ fleet: whole.id, kind: 'failed', atMs: galleryNowMs - 4000, firstResponseMs: null },
  intent: { kind: 'revert', from: generationId(2), to: generationId(1) },
  text: 'The yard refused the revert: the right to it is missing. The traffic goes to: v002 100 %.',
  denial: writeDenial,
});

const everything = awsSnapshot(
  [
    cloud({
      states: Array.from({ length: 5 }, () => unused),
      change: { isAttached: false, imageTrouble: goneAmi, size: 7 },
    }),
  ],
  {
    ...minutesLeft(4),
    outcomes: [denied],
    link: { kind: 'stale', sinceMs: galleryNowMs - 12_000, reason: 'AWS did not answer.' },
  },
);

export const revertStates: Readonly<Record<string, GalleryState>> = {
  'revert-degraded': local({ states: [exited] }),
  'revert-image-gone': local({ change: { imageTrouble: goneImage } }),
  'revert-image-damaged': local({
    states: [exited],
    change: {
      imageTrouble: {
        kind: 'damaged',
        text: 'The image "storefront 1.0.0" is damaged: "server.mjs" was changed.',
      },
    },
  }),
  'revert-retiring': local({ change: { rung: 'draining' } }),
  'revert-unattached': {
    snapshot: awsSnapshot([
      cloud({ states: Array.from({ length: 6 }, () => unused), change: { isAttached: false } }),
    ]),
  },
  'revert-not-in-use': { snapshot: awsSnapshot([cloud({ states: [unused, unused] })]) },
  'revert-short': { snapshot: awsSnapshot([cloud({ size: 5, change: { size: 6 } })]) },
  'revert-credentials-soon': { snapshot: awsSnapshot([whole], minutesLeft(8)) },
  'revert-credentials-over': { snapshot: awsSnapshot([whole], minutesLeft(-1)) },
  'revert-denied': { snapshot: awsSnapshot([whole], { outcomes: [denied] }) },
  'revert-everything': { snapshot: everything },
  'revert-everything-plan': {
    snapshot: everything,
    view: { dialog: { kind: 'plan' } },
    answers: planAnswers(everything),
  },
};
