/** Accounts and regions: the band, the fleet screen without counted traffic, signing in, connecting. */
import { asGenerationId } from '../../src-shared/ids.ts';
import type { YardSummary } from '../../src-shared/panel.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import {
  awsBand,
  awsFleet,
  awsGeneration,
  awsSnapshot,
  awsSummary,
  awsYard,
  namedFleet,
  ownGeneration,
  someProfiles,
} from './aws-fixtures.ts';
import {
  aFleet,
  anEntry,
  anOutcome,
  aSnapshot,
  galleryNowMs,
  generationId,
  localSummary,
} from './fixtures.ts';
import { amis } from './compare-states.ts';
import type { GalleryState } from './gallery-state.ts';
import { planAnswers } from './permission-fixtures.ts';

const served = awsFleet({ serves: 2, previous: 1 });
const servedEntry = anEntry(served.entry.kind === 'http' ? served.entry : {});
const ours = ownGeneration(3);
const launchedBeside = awsFleet({ generations: [awsGeneration(2), ours], serves: 2 });
const verified = anOutcome({
  fleet: served.id,
  text: '3 probes in a row were answered by v002, from both addresses of the load balancer.',
  firstResponseMs: 840,
});
const [firstBlock] = awsGeneration(2).blocks;
if (firstBlock === undefined) throw new Error('The fixture has no block.');
const everyState = awsGeneration(2, {
  size: 8,
  states: [
    { kind: 'healthy' },
    { kind: 'starting', detail: 'Elb.RegistrationInProgress: it is being registered.' },
    {
      kind: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch: health checks failed with code 503.',
    },
    {
      kind: 'draining',
      inFlight: null,
      endsAtMs: null,
      reason: 'Target.DeregistrationInProgress: it is being taken out of its target group.',
    },
    { kind: 'unused', reason: 'Target.NotInUse: no rule refers to its group.' },
    { kind: 'unavailable', reason: 'Target.HealthCheckDisabled: health checks are off.' },
    { kind: 'unhealthy-draining', reason: 'Fails its health check and is being let go.' },
    { kind: 'unknown', reason: 'It was not in the last answer.' },
  ],
  change: {
    notes: [
      'Two of its instances run another image than the others.',
      'Its launch template is referred to by $Latest: a new instance may differ.',
    ],
  },
});

const manyYards: readonly YardSummary[] = [
  { ...localSummary, running: 'Cutting over to v002' },
  awsSummary,
];

export const awsStates: Readonly<Record<string, GalleryState>> = {
  'aws-ready': {
    snapshot: awsSnapshot([awsFleet()]),
    answers: planAnswers(awsSnapshot([awsFleet()])),
  },
  'aws-launch': {
    snapshot: awsSnapshot([served]),
    answers: {
      ...planAnswers(awsSnapshot([served])),
      'image.compare': () => succeed(amis),
    },
    view: { dialog: { kind: 'launch', image: null } },
  },
  'aws-launched': {
    snapshot: awsSnapshot([launchedBeside]),
    answers: planAnswers(awsSnapshot([launchedBeside])),
  },
  'aws-served': { snapshot: awsSnapshot([served], { outcomes: [verified] }) },
  'aws-accepted': {
    snapshot: awsSnapshot(
      [
        awsFleet({
          serves: 2,
          previous: 1,
          change: { entry: anEntry({ ...servedEntry, marker: 'none' }) },
        }),
      ],
      {
        markers: [],
        outcomes: [
          {
            ...verified,
            kind: 'accepted',
            text: 'AWS accepted the split. Responses do not say which generation made them.',
            firstResponseMs: null,
          },
        ],
      },
    ),
  },
  'aws-every-mark': {
    snapshot: awsSnapshot(
      [
        awsFleet({
          generations: [awsGeneration(1), everyState],
          change: {
            entry: anEntry({
              url: servedEntry.url,
              marker: 'none',
              pinnedForMs: 3_600_000,
              rules: [
                'default action of shop-web:80',
                'rule 10 of shop-web:443 (host shop.example.com)',
              ],
              notes: [
                'Zone eu-west-1c is not enabled at the load balancer: 2 blocks there get no traffic.',
                'Rule 10 of shop-web:443 authenticates with Cognito first.',
                'The load balancer is internal: it is probed from this computer all the same.',
              ],
            }),
          },
        }),
      ],
      { markers: [] },
    ),
    view: { isInspectorOpen: true },
  },
  'aws-block': {
    snapshot: awsSnapshot([awsFleet({ generations: [awsGeneration(1), everyState] })]),
    view: { block: everyState.blocks[2]?.id ?? firstBlock.id, isInspectorOpen: true },
  },
  'aws-labels': {
    snapshot: awsSnapshot([
      awsFleet({
        generations: [
          awsGeneration(1, { change: { label: 'blue' } }),
          awsGeneration(2, { change: { label: 'green' } }),
        ],
        change: {
          split: {
            revision: 9,
            changedAtMs: galleryNowMs,
            weights: [
              { generation: generationId(1), weight: 90 },
              { generation: generationId(2), weight: 10 },
            ],
          },
        },
      }),
    ]),
  },
  'aws-fleets': {
    snapshot: awsSnapshot([
      served,
      namedFleet('shop-search'),
      namedFleet('checkout', { generations: [awsGeneration(1), everyState], serves: 2 }),
      namedFleet('mail', { generations: [awsGeneration(3)], serves: 3 }),
    ]),
  },
  'aws-many-fleets': {
    snapshot: awsSnapshot(
      Array.from({ length: 14 }, (_, index) => namedFleet(`service-${String(index + 1)}`)),
    ),
  },
  'aws-one-of-fleets': {
    snapshot: awsSnapshot([served, namedFleet('shop-search')]),
    view: { fleet: served.id },
  },
  'aws-no-fleet': { snapshot: awsSnapshot([]) },
  'aws-opening': { snapshot: awsSnapshot([], { link: { kind: 'starting' }, observedAtMs: null }) },
  'aws-session-short': {
    snapshot: awsSnapshot([awsFleet()], {
      band: awsBand({
        endsAtMs: galleryNowMs + 8 * 60_000,
        signInByMs: galleryNowMs + 8 * 60_000,
      }),
    }),
  },
  'aws-signed-out': {
    snapshot: awsSnapshot([served], {
      link: {
        kind: 'signed-out',
        sinceMs: galleryNowMs - 7 * 60_000,
        reason: 'The credentials of profile shop-deploy have ended.',
        needsMfa: false,
      },
      observedAtMs: galleryNowMs - 7 * 60_000,
      band: awsBand({ endsAtMs: galleryNowMs - 7 * 60_000 }),
      yards: [localSummary, { ...awsSummary, status: 'signed-out' }],
    }),
  },
  'aws-signed-out-mfa': {
    snapshot: awsSnapshot([], {
      link: {
        kind: 'signed-out',
        sinceMs: galleryNowMs - 60_000,
        reason: 'Profile shop-deploy needs a code of the device arn:aws:iam::123456789012:mfa/ana.',
        needsMfa: true,
      },
      observedAtMs: null,
      band: awsBand({ endsAtMs: null }),
    }),
  },
  'aws-failed': {
    snapshot: awsSnapshot([], {
      link: {
        kind: 'failed',
        sinceMs: galleryNowMs,
        fault: {
          code: 'not-found',
          message: 'There is no profile shop-deploy in the AWS files of this computer any more.',
          todo: 'Put it back, or forget this yard in the settings.',
        },
      },
      observedAtMs: null,
    }),
  },
  'aws-observe': { snapshot: awsSnapshot([served], { band: awsBand({ safety: 'observe' }) }) },
  'aws-observe-ready': {
    snapshot: awsSnapshot([awsFleet()], { band: awsBand({ safety: 'observe' }) }),
  },
  'aws-strict': { snapshot: awsSnapshot([awsFleet()], { band: awsBand({ safety: 'strict' }) }) },
  'aws-strict-dialog': {
    snapshot: awsSnapshot([awsFleet()], { band: awsBand({ safety: 'strict' }) }),
    view: { dialog: { kind: 'cut-over', to: generationId(2) } },
    answers: planAnswers(awsSnapshot([awsFleet()])),
  },
  'aws-endpoint': {
    snapshot: awsSnapshot([served], {
      band: awsBand({
        ...{ endpoint: 'http://127.0.0.1:5000', endsAtMs: galleryNowMs + 9 * 60_000 },
        safety: 'strict',
      }),
    }),
  },
  'aws-other-account': {
    snapshot: awsSnapshot([served], {
      band: awsBand({ id: '999988887777', changedFrom: '123456789012' }),
    }),
  },
  'aws-settings': { snapshot: awsSnapshot([served]), view: { screen: 'settings' } },
  'aws-images': { snapshot: awsSnapshot([served]), view: { screen: 'images' } },
  'aws-hostile': {
    snapshot: awsSnapshot(
      [
        awsFleet({
          generations: [
            awsGeneration(1, { change: { label: '<b>\u202Eeulb</b>' } }),
            awsGeneration(2, { change: { id: asGenerationId('x'.repeat(290)), notes: ['<i>'] } }),
          ],
          change: { name: `<img src=x> ${'long-'.repeat(40)}` },
        }),
      ],
      {
        band: {
          ...awsBand({
            ...{ actor: `\u202E${'actor/'.repeat(40)}`, region: 'eu-west-1' },
            endpoint: `https://${'a'.repeat(200)}.example.com`,
          }),
          yardName: `<script> ${'profile-'.repeat(30)}`,
        },
      },
    ),
  },
  'yard-elsewhere-busy': { snapshot: aSnapshot([aFleet()], { yards: [...manyYards] }) },
  connect: {
    snapshot: aSnapshot([aFleet()]),
    view: { dialog: { kind: 'connect' } },
    answers: {
      'aws.profiles': () => succeed(someProfiles),
      'aws.try': () =>
        succeed({
          accountId: '123456789012',
          actor: 'release-operator/ana',
          endsAtMs: galleryNowMs + 60 * 60_000,
        }),
      'aws.connect': () => succeed(awsYard),
    },
  },
  'connect-none': {
    snapshot: aSnapshot([aFleet()]),
    view: { dialog: { kind: 'connect' } },
    answers: {
      'aws.profiles': () => succeed({ ...someProfiles, profiles: [], hasEnvironment: false }),
    },
  },
  'connect-fault': {
    snapshot: aSnapshot([aFleet()]),
    view: { dialog: { kind: 'connect' } },
    answers: {
      'aws.profiles': () =>
        fail({
          code: 'damaged',
          message: 'The AWS config file cannot be read: line 14 is no key and no section.',
          where: '/home/ana/.aws/config',
          todo: 'Correct that line, then open this dialog again.',
        }),
    },
  },
};
