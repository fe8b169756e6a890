/** The second opinion on a release in each of its states, and the dialog that asks for it. */
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type { HeardOpinion, Opinion } from '../../src-shared/opinion-schema.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { succeed } from '../../src-shared/result.ts';
import { awsFleet, awsLike, awsSnapshot } from './aws-fixtures.ts';
import { comparison } from './comparison-fixture.ts';
import { galleryNowMs } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { anOpinion, releasing, slowly } from './release-fixtures.ts';

const few: Opinion['because'] =
  '120 requests of v002 and 4 000 of v001 were measured in whole periods; 907 of each are needed';

function baking(opinion: HeardOpinion, because: string): GalleryState {
  return {
    snapshot: releasing({
      ...{ steps: slowly, now: 6, share: 100, offers: [{ kind: 'hold' }], value: 0.9 },
      ...{ title: 'v002 serves and is watched', because, opinion, leftMs: 7 * 60_000 },
      controls: { passed: 2 },
    }),
  };
}

const alarms = ['shop-web 5xx', 'p99, checkout'];
const folded =
  'Checks, bake and guards5 times / with 200 within 1000 ms; bake 1 min; back at 2 % more errors or a p95 3 times as slow';
const watched = 'it has to do well for another about 7 min';
const release: YardCapabilities = {
  ...awsLike,
  verbs: ['cut-over', 'revert', 'launch', 'release'],
};

export const opinionStates: Readonly<Record<string, GalleryState>> = {
  'opinion-passes': baking(anOpinion({}), watched),
  'opinion-cannot-say': baking(
    anOpinion(
      {
        verdict: 'cannot-say',
        because: few,
        notes: [
          'The 5xx that shop-web answers by itself are not counted: it serves others than this fleet, too.',
        ],
        measuredToMs: galleryNowMs - 9 * 60_000,
      },
      'AWS refuses further calls for now (throttled)',
    ),
    `the second opinion cannot say yet: ${few}. It is waited for another about 6 min`,
  ),
  'opinion-fails': baking(
    anOpinion({
      verdict: 'fails',
      because: 'the alarm "shop-web 5xx" rings and was OK before',
      alarms: [
        { name: 'shop-web 5xx', state: 'alarm', wasOk: true },
        { name: 'shop-web p99', state: 'ok', wasOk: true },
        { name: 'disk of the database', state: 'alarm', wasOk: false },
        { name: 'checkout', state: 'missing', wasOk: false },
      ],
    }),
    'looking again: by CloudWatch, the alarm "shop-web 5xx" rings and was OK before',
  ),
  'opinion-before': {
    snapshot: releasing({
      ...{ steps: slowly, now: 2, title: 'v002 is ready', because: 'v002 waits for your press' },
      offers: [{ kind: 'pass', place: 1 }, { kind: 'hold' }, { kind: 'abort' }],
      opinion: anOpinion({
        verdict: 'cannot-say',
        because:
          'v002 has no traffic yet; v001 answered 0.3 % of 8 900 requests with a 5xx, p95 95 ms',
        candidate: null,
      }),
    }),
  },
  'opinion-silent': baking(
    {
      ...{ kind: 'silent', source: 'CloudWatch' },
      because:
        'arn:aws:iam::123456789012:user/ana may not cloudwatch:GetMetricData. Grant statement "WatchMeasures" of docs/iam-policy.json',
    },
    watched,
  ),
  'opinion-none': baking(
    { kind: 'none', because: 'this yard measures nothing over whole periods' },
    watched,
  ),
  'opinion-dialog': {
    snapshot: awsSnapshot([awsFleet()], { capabilities: release }),
    view: {
      dialog: {
        ...{ kind: 'release', source: null },
        given: {
          ...{ file: 'shop-web.yaml', size: 6 },
          terms: { ...usualTerms, opinion: { isRequired: true, waitMs: 1_200_000, alarms } },
        },
      },
    },
    presses: [`${folded}; the second opinion has to pass`],
    answers: { 'image.compare': () => succeed({ ...comparison, rows: [] }) },
  },
};
