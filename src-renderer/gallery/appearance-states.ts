/** How two generations look: before, while it is drawn, beside each other, outlined, in turn, answers, and what went wrong. */
import type {
  AnswerResult,
  AppearanceReport,
  ShotResult,
} from '../../src-shared/appearance-schema.ts';
import { firstList } from '../../src-shared/appearance.ts';
import { asYardId } from '../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import type { Answers } from '../bridge/fake-bridge.ts';
import { galleryDifference, galleryPicture, gallerySizes } from './appearance-pictures.ts';
import { comparison } from './comparison-fixture.ts';
import { aFleet, aSnapshot, galleryNowMs, generationId, storefront } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const quiet = { status: 200, endedAt: '/', ms: 412, findings: [] };

function aShot(shot: number, change: Partial<ShotResult> = {}): ShotResult {
  return {
    ...{ shot, path: '/', viewport: { width: 480, height: 320 }, theme: 'light' },
    a: { ...quiet, picture: gallerySizes.a },
    b: { ...quiet, picture: gallerySizes.b },
    difference: { kind: 'compared', ...galleryDifference },
    ...change,
  };
}

const equal = { ...galleryDifference, changed: 0, regions: [], ignored: [] };

const shots: readonly ShotResult[] = [
  aShot(0, {
    b: {
      ...{ ...quiet, picture: gallerySizes.b },
      findings: [
        { kind: 'blocked', about: 'cdn.example.com', count: 3 },
        { kind: 'animation', about: '', count: 2 },
        { kind: 'dialog', about: 'alert', count: 1 },
        { kind: 'certificate', about: 'api.example.com (ERR_CERT_AUTHORITY_INVALID)', count: 1 },
      ],
    },
  }),
  aShot(1, { path: '/checkout', theme: 'dark', difference: { kind: 'compared', ...equal } }),
  aShot(2, {
    path: '/search?q=a-rather-long-question-that-does-not-fit-into-a-line-of-this-list',
    b: { status: null, endedAt: '', ms: 10_000, picture: null, findings: [] },
    difference: {
      kind: 'told',
      text: 'No picture of the right page. It was not loaded within 10 s.',
    },
  }),
];

const answers: readonly AnswerResult[] = [
  {
    path: '/api/items',
    a: { status: 200, ms: 4.2, bytes: 812 },
    b: { status: 200, ms: 5.1, bytes: 901 },
    headers: [{ name: 'cache-control', change: 'changed', a: 'no-store', b: 'max-age=60' }],
    ignoredHeaders: ['date', 'etag'],
    body: {
      kind: 'json',
      rows: [
        { name: '$.items[0].cents', change: 'changed', a: '18900', b: '20900' },
        { name: '$.items[6]', change: 'added', a: null, b: '{id, name, cents} (object)' },
        { name: '$.version', change: 'changed', a: '"1.8.2"', b: '"1.9.0"' },
      ],
      ...{ unlisted: 0, ignored: ['$.now'] },
    },
  },
  {
    path: '/api/price',
    a: { status: 200, ms: 3.9, bytes: 64 },
    b: { status: null, ms: 2, bytes: 0 },
    ...{ headers: [], ignoredHeaders: [] },
    body: { kind: 'told', text: 'The right side: Nothing listens there.', differs: 'unknown' },
  },
];

const report: AppearanceReport = {
  ...{ run: '01763900000000-gallery', atMs: galleryNowMs, fleet: storefront },
  ...{ a: generationId(1), b: generationId(2), missing: [] },
  ...{ shots: [...shots], answers: [] },
};

function answersFor(change: Partial<AppearanceReport>): Answers {
  return {
    'generation.compare': () => succeed(comparison),
    'appearance.compare': () => succeed({ ...report, ...change }),
    'appearance.picture': ({ kind }) => succeed(galleryPicture(kind)),
  };
}

export const appearanceAnswers = answersFor({});

const compared = {
  snapshot: aSnapshot([aFleet()]),
  view: { screen: 'compare', compareWhat: 'generations' },
  answers: appearanceAnswers,
  presses: ['Compare the pages'],
} as const;

const kept = [
  {
    yard: asYardId('local'),
    fleet: storefront,
    list: {
      ...firstList,
      themes: ['light' as const, 'dark' as const],
      hosts: ['cdn.example.com'],
      paths: [
        { kind: 'page' as const, path: '/', ignore: [{ kind: 'selector' as const, selector: '.who, footer' }, { kind: 'area' as const, viewport: 1280, box: { x: 120, y: 66, width: 400, height: 32 } }] }, // prettier-ignore
        { kind: 'api' as const, path: '/api/items', ignore: [{ kind: 'json' as const, path: '$.now' }], allowsBadCertificate: true as const }, // prettier-ignore
      ],
    },
  },
];

export const appearanceStates: Readonly<Record<string, GalleryState>> = {
  appearance: compared,
  'appearance-list': {
    ...compared,
    snapshot: {
      ...compared.snapshot,
      settings: { ...compared.snapshot.settings, appearance: kept },
    },
    presses: ['What is compared: 1 page, 4 pictures of each side, 1 answer'],
  },
  'appearance-drawing': {
    ...compared,
    answers: {
      ...appearanceAnswers,
      'appearance.compare': () => new Promise<Result<AppearanceReport>>(() => undefined),
    },
  },
  'appearance-slider': { ...compared, presses: [...compared.presses, 'Slider'] },
  'appearance-blink': {
    ...compared,
    presses: [...compared.presses, 'Blink', 'Show the other one'],
  },
  'appearance-difference': { ...compared, presses: [...compared.presses, 'Difference'] },
  'appearance-answers': {
    ...compared,
    answers: answersFor({ shots: [], answers: [...answers] }),
  },
  'appearance-fault': {
    ...compared,
    answers: {
      ...appearanceAnswers,
      'appearance.compare': () =>
        fail({
          code: 'refused',
          message:
            'storefront-v002 has no address past the traffic from here, so it cannot be asked.',
          todo: 'In the local yard each generation has one while a block of it runs.',
        }),
    },
  },
};
