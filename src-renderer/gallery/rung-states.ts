/** Adopting, the stopped rung, and what was left over. */
import { succeed } from '../../src-shared/result.ts';
import { awsFleet, awsGeneration, awsSnapshot, ownGeneration } from './aws-fixtures.ts';
import { aFleet, aGeneration, aSnapshot, galleryNowMs, generationId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { planAnswers } from './permission-fixtures.ts';

const day = 86_400_000;
const stopped = ownGeneration(1, {
  states: Array.from({ length: 6 }, () => ({
    kind: 'exited' as const,
    code: null,
    signal: null,
    reason: 'the instance is stopped (User initiated)',
  })),
  change: { rung: 'stopped', launchedAtMs: galleryNowMs - 12 * day },
});
const foreign = awsFleet({ serves: 2 });
const scaled = awsFleet({
  serves: 2,
  generations: [
    awsGeneration(1, {
      change: {
        whyNotAdopted:
          'The auto scaling group shop-web-v001 starts servers from $Latest of its launch template, which can be another one tomorrow: a server that is replaced would run something else. Pin it first: aws autoscaling update-auto-scaling-group --auto-scaling-group-name shop-web-v001 --launch-template LaunchTemplateId=lt-0b1f,Version=3',
      },
    }),
    awsGeneration(2),
  ],
});
const ours = awsFleet({ serves: 2, generations: [ownGeneration(1), ownGeneration(2)] });
const withStopped = awsFleet({ serves: 2, generations: [stopped, ownGeneration(2)] });
const forgotten = awsFleet({
  serves: 4,
  previous: 3,
  generations: [
    awsGeneration(1, { change: { launchedAtMs: galleryNowMs - 40 * day } }),
    { ...stopped, ...ownGeneration(2, { change: { launchedAtMs: galleryNowMs - 12 * day } }) },
    ownGeneration(3),
    ownGeneration(4),
  ],
});
const local = aFleet({ serves: 3, previous: 2, generations: [aGeneration(1), aGeneration(2), aGeneration(3)] }); // prettier-ignore

const dialogOf = (
  kind: 'adopt' | 'stop' | 'start',
  snapshot: GalleryState['snapshot'],
): GalleryState => ({
  snapshot,
  view: { dialog: { kind, generation: generationId(1) } },
  answers: planAnswers(snapshot),
});

export const rungStates: Readonly<Record<string, GalleryState>> = {
  'dialog-adopt': dialogOf('adopt', awsSnapshot([foreign])),
  'dialog-adopt-refused': dialogOf('adopt', awsSnapshot([scaled])),
  'dialog-stop': dialogOf('stop', awsSnapshot([ours])),
  'dialog-start': dialogOf('start', awsSnapshot([withStopped])),
  'aws-stopped': { snapshot: awsSnapshot([withStopped]) },
  'aws-adoptable': {
    snapshot: awsSnapshot([foreign]),
    view: { block: foreign.generations[0]?.blocks[0]?.id ?? null, isInspectorOpen: true },
  },
  'aws-leftovers': {
    snapshot: awsSnapshot([forgotten]),
    view: { isInspectorOpen: true },
    answers: {
      'fleet.left-objects': () =>
        succeed([
          {
            kind: 'target-group',
            name: 'shop-web-v000',
            why: 'Empty target group of v000, which is retired: it keeps the number and the settings.',
            command:
              "aws --region 'eu-west-1' elbv2 delete-target-group --target-group-arn 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-web-v000/6d0ecf831eec9f09'",
          },
        ]),
    },
  },
  leftovers: { snapshot: aSnapshot([local]), view: { isInspectorOpen: true } },
};
