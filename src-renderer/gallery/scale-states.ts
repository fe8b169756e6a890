/** A generation that gets larger or smaller: the dialog, the change under way, and its ends. */
import type { Intent } from '../../src-shared/fleet.ts';
import {
  aFleet,
  aGeneration,
  anOutcome,
  aProgress,
  aRollout,
  aSnapshot,
  generationId,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const served = aFleet({ serves: 2, previous: 1 });
const starting = { kind: 'starting', detail: 'first health check' } as const;
const draining = { kind: 'draining', inFlight: 3, endsAtMs: null } as const;
const healthy = { kind: 'healthy' } as const;
const larger: Intent = { kind: 'scale', generation: generationId(2), size: 8, from: 4 };
const smaller: Intent = { kind: 'scale', generation: generationId(2), size: 3, from: 6 };

const dialog = (generation: number, size: number | null) =>
  ({ dialog: { kind: 'scale', generation: generationId(generation), size } }) as const;

export const scaleStates: Readonly<Record<string, GalleryState>> = {
  'dialog-scale': { snapshot: aSnapshot([served]), view: dialog(2, null) },
  'dialog-scale-more': { snapshot: aSnapshot([served]), view: dialog(2, 6) },
  'dialog-scale-fewer': {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(1),
          aGeneration(2, {
            size: 8,
            states: [healthy, { kind: 'unhealthy', reason: 'timeout after 1 s' }],
          }),
        ],
      }),
    ]),
    view: dialog(2, 3),
  },
  'dialog-scale-floor': { snapshot: aSnapshot([served]), view: dialog(1, 2) },
  'scaling-up': {
    snapshot: aSnapshot(
      [
        aFleet({
          serves: 2,
          previous: 1,
          generations: [
            aGeneration(1),
            aGeneration(2, {
              size: 8,
              states: [healthy, healthy, healthy, healthy, healthy, starting, starting, starting],
            }),
          ],
          change: { rollout: aRollout(larger) },
        }),
      ],
      {
        progress: [
          aProgress({
            intent: larger,
            title: 'Scaling v002 to 8',
            value: 0.45,
            waitingBecause:
              'storefront-v002-5-k3f9 is still starting; 1 of 4 fresh blocks are healthy',
          }),
        ],
      },
    ),
  },
  'scaling-down': {
    snapshot: aSnapshot(
      [
        aFleet({
          generations: [
            aGeneration(1),
            aGeneration(2, {
              size: 5,
              states: [healthy, healthy, healthy, healthy, draining],
              change: { size: 4 },
            }),
          ],
          change: { rollout: aRollout(smaller) },
        }),
      ],
      {
        progress: [
          aProgress({
            intent: smaller,
            title: 'Scaling v002 to 3',
            value: 0.63,
            waitingBecause: 'storefront-v002-4-k3f9 is draining 3 requests',
          }),
        ],
      },
    ),
  },
  scaled: {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1), aGeneration(2, { size: 3 })] })], {
      outcomes: [
        anOutcome({
          intent: smaller,
          kind: 'done',
          text: 'v002 has 3 blocks now: 3 healthy.',
          firstResponseMs: null,
        }),
      ],
    }),
  },
  'scale-failed': {
    snapshot: aSnapshot([aFleet({ serves: 2, previous: 1 })], {
      outcomes: [
        anOutcome({
          intent: { ...larger, size: 5 },
          kind: 'failed',
          text: 'v002 has 4 blocks now: 4 healthy. Not 5: storefront-v002-b0009 has exited: It ended with code 1 soon after its start, unasked. What did not become healthy was removed.',
          firstResponseMs: null,
        }),
      ],
    }),
  },
};
