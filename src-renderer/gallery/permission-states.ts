/** Plans with their commands, rights that are there, missing, or cannot be proven. */
import { fail, succeed } from '../../src-shared/result.ts';
import { awsFleet, awsSnapshot } from './aws-fixtures.ts';
import { aFleet, anOutcome, aSnapshot, galleryNowMs } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import {
  aDenial,
  allowedPermissions,
  mixedPermissions,
  planAnswers,
  writeDenial,
} from './permission-fixtures.ts';

const ready = awsSnapshot([awsFleet()]);
const served = awsSnapshot([awsFleet({ serves: 2, previous: 1 })]);
const local = aSnapshot([aFleet({ serves: 2, previous: 1 })]);
const lookDenial = aDenial('elasticloadbalancing:DescribeTargetHealth');
const lookReason =
  'arn:aws:sts::123456789012:assumed-role/release-operator/ana may not elasticloadbalancing:DescribeTargetHealth.';

export const permissionStates: Readonly<Record<string, GalleryState>> = {
  'plan-cut-over': {
    snapshot: ready,
    view: { dialog: { kind: 'plan' } },
    answers: planAnswers(ready),
  },
  'plan-revert': {
    snapshot: served,
    view: { dialog: { kind: 'plan' } },
    answers: {
      ...planAnswers(served),
      'yard.permissions': () => succeed([...allowedPermissions]),
    },
    presses: ['Check permissions'],
  },
  'plan-local': {
    snapshot: local,
    view: { dialog: { kind: 'plan' } },
    answers: planAnswers(local),
  },
  'permissions-mixed': {
    snapshot: served,
    view: { screen: 'settings' },
    answers: { 'yard.permissions': () => succeed([...mixedPermissions]) },
    presses: ['Check permissions', 'Show it'],
  },
  'permissions-fault': {
    snapshot: served,
    view: { screen: 'settings' },
    answers: {
      'yard.permissions': () =>
        fail({ code: 'unreachable', message: 'This yard is not open yet.' }),
    },
    presses: ['Check permissions'],
  },
  'denied-cut-over': {
    snapshot: awsSnapshot([awsFleet()], {
      outcomes: [
        anOutcome({
          fleet: awsFleet().id,
          kind: 'stopped',
          atMs: galleryNowMs - 4000,
          text: `The yard refused the switch: arn:aws:sts::123456789012:assumed-role/release-operator/ana may not elasticloadbalancing:ModifyListener. The traffic goes to: v001 100 %.`,
          firstResponseMs: null,
          denial: writeDenial,
        }),
      ],
    }),
    presses: ['Show it'],
  },
  'denied-claim': {
    snapshot: ready,
    view: {
      fault: {
        code: 'denied',
        message:
          'arn:aws:sts::123456789012:assumed-role/release-operator/ana may not ssm:PutParameter.',
        where: 'ssm:PutParameter',
        todo: 'Grant statement "HoldClaims" of docs/iam-policy.json.',
        denial: aDenial('ssm:PutParameter'),
      },
    },
  },
  'denied-look': {
    snapshot: awsSnapshot([awsFleet()], {
      link: {
        kind: 'stale',
        sinceMs: galleryNowMs - 40_000,
        reason: lookReason,
        denial: lookDenial,
      },
      observedAtMs: galleryNowMs - 45_000,
    }),
  },
  'denied-first-look': {
    snapshot: awsSnapshot([], {
      link: {
        kind: 'stale',
        sinceMs: galleryNowMs - 4000,
        reason: lookReason,
        denial: lookDenial,
      },
      observedAtMs: null,
    }),
  },
};
