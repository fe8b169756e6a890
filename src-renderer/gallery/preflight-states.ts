/** The preflight of a release and of a cutover, from all is well to what stops it. */
import { fail, succeed } from '../../src-shared/result.ts';
import { awsBand, awsFleet, awsSnapshot } from './aws-fixtures.ts';
import { comparison } from './comparison-fixture.ts';
import {
  aFleet,
  aGeneration,
  anEntry,
  anImage,
  aSnapshot,
  galleryNowMs,
  imageId,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { awsFacts, goodFacts } from './preflight-fixtures.ts';

const images = [anImage(1), anImage(2), anImage(3)];
const compare = { 'image.compare': () => succeed(comparison) };
const dialog = { dialog: { kind: 'release', source: { kind: 'image', image: imageId(3) } } } as const; // prettier-ignore
const exited = { kind: 'exited', code: 1, signal: null, reason: 'It ended by itself.' } as const;

const troubled = aFleet({
  generations: [
    aGeneration(1, { states: [{ kind: 'healthy' }, { kind: 'healthy' }, { kind: 'healthy' }, exited] }),
  ],
  change: {
    entry: anEntry({ holding: { kind: 'paused', by: 'bob on mac', endsAtMs: galleryNowMs + 20_000 } }),
  },
}); // prettier-ignore

const soon = galleryNowMs + 7 * 60_000;

export const preflightStates: Readonly<Record<string, GalleryState>> = {
  'preflight-asking': {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })], { images }),
    view: dialog,
    answers: { ...compare, 'preflight.ask': () => new Promise(() => undefined) },
  },
  'preflight-warnings': {
    snapshot: aSnapshot([troubled], { images }),
    view: dialog,
    answers: {
      ...compare,
      'preflight.ask': () =>
        succeed({
          ...goodFacts,
          difference: {
            kind: 'told',
            value: { differing: 4, dangers: ['Port variable'], missing: 0 },
          },
          room: { kind: 'told', value: { freeBytes: 160_000_000, freePorts: 12_700 } },
        }),
    },
  },
  'preflight-stopped': {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })], { images }),
    view: dialog,
    answers: {
      ...compare,
      'preflight.ask': () =>
        succeed({
          ...goodFacts,
          image: {
            kind: 'damaged',
            text: 'Image storefront 3.0.0 is damaged: server.mjs was changed (and 2 more).',
          },
        }),
    },
  },
  'preflight-no-answer': {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })], { images }),
    view: dialog,
    answers: {
      ...compare,
      'preflight.ask': () =>
        fail({ code: 'unreachable', message: 'The yard did not answer within 5 s.' }),
    },
  },
  'preflight-aws': {
    snapshot: awsSnapshot([awsFleet()], {
      band: awsBand({ endsAtMs: soon, signInByMs: soon }),
    }),
    view: { dialog: { kind: 'plan' } },
    answers: { 'preflight.ask': () => succeed(awsFacts) },
  },
};
