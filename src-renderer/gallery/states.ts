/** Every state the panel was designed for, by name. The e2e suite opens each of them. */
import {
  aFleet,
  aGeneration,
  anEntry,
  anOutcome,
  aProgress,
  aRollout,
  aSample,
  aSnapshot,
  cutOverIntent,
  galleryNowMs,
  generationId,
  imageId,
  revertIntent,
  storefront,
} from './fixtures.ts';
import { awsStates } from './aws-states.ts';
import { markerStates } from './marker-states.ts';
import { testEntryStates } from './test-entry-states.ts';
import { permissionStates } from './permission-states.ts';
import { compareStates } from './compare-states.ts';
import { appearanceStates } from './appearance-states.ts';
import { behaviourStates } from './behaviour-states.ts';
import { contentsStates } from './contents-states.ts';
import { diskStates } from './disk-states.ts';
import type { GalleryState } from './gallery-state.ts';
import { linkStates } from './link-states.ts';
import { openedLinkStates } from './opened-link-states.ts';
import { hostileStates } from './hostile-states.ts';
import { holdingStates } from './holding-states.ts';
import { outageStates } from './outage-states.ts';
import { handoverStates } from './handover-states.ts';
import { preflightStates } from './preflight-states.ts';
import { opinionStates } from './opinion-states.ts';
import { releaseStates } from './release-states.ts';
import { revertStates } from './revert-states.ts';
import { noteStates } from './note-states.ts';
import { recordStates } from './record-states.ts';
import { findingsStates } from './findings-states.ts';
import { rungStates } from './rung-states.ts';
import { dataStates } from './data-states.ts';
import { scaleStates } from './scale-states.ts';
import { wayBackStates } from './way-back-states.ts';
import { workStates } from './work-states.ts';
import { workerFleetStates } from './worker-fleet-states.ts';
import { fleetViewStates } from './fleet-view-states.ts';
import { firstRunStates } from './first-run-states.ts';
import { desktopStates } from './desktop-states.ts';
import { screenStates } from './screen-states.ts';
import { sizeStates } from './size-states.ts';

const secondServes = aFleet({ serves: 2, previous: 1 });
const exited = {
  kind: 'exited',
  code: 9,
  signal: null,
  reason: 'It ended by itself while it was serving.',
} as const;
const starting = { kind: 'starting', detail: 'first health check' } as const;

const fleetStates: Readonly<Record<string, GalleryState>> = {
  ready: { snapshot: aSnapshot([aFleet()]) },
  silent: {
    snapshot: aSnapshot([aFleet({ total: 0, seen: {} })], {
      sampleTraffic: [aSample({ isOn: false, sent: 0, answered: 0 })],
    }),
  },
  starting: {
    snapshot: aSnapshot(
      [
        aFleet({
          generations: [
            aGeneration(1),
            aGeneration(2, { states: [{ kind: 'healthy' }, starting, starting, starting] }),
          ],
          change: {
            rollout: aRollout({
              kind: 'launch',
              image: imageId(2),
              number: 2,
              size: 4,
              recipe: aGeneration(2).recipe,
            }),
          },
        }),
      ],
      {
        progress: [
          aProgress({
            intent: {
              kind: 'launch',
              image: imageId(2),
              number: 2,
              size: 4,
              recipe: aGeneration(2).recipe,
            },
            title: 'Launching v002',
            value: 0.55,
            waitingBecause:
              '1 of 4 blocks is healthy; the others are in their first health check (1 s, usually 2 s)',
          }),
        ],
      },
    ),
  },
  'cutover-refused': {
    snapshot: aSnapshot([
      aFleet({ generations: [aGeneration(1), aGeneration(2, { states: [starting, starting] })] }),
    ]),
  },
  assumed: {
    snapshot: aSnapshot([aFleet()]),
    view: {
      assumed: {
        kind: 'cut-over',
        fleet: storefront,
        to: generationId(2),
        pressedAtMs: galleryNowMs,
      },
    },
  },
  'cutting-over': {
    snapshot: aSnapshot(
      [
        aFleet({
          serves: 2,
          previous: 1,
          seen: { 1: 0.38, 2: 0.62 },
          change: { rollout: aRollout(cutOverIntent) },
        }),
      ],
      { progress: [aProgress()] },
    ),
  },
  verified: { snapshot: aSnapshot([secondServes], { outcomes: [anOutcome()] }) },
  accepted: {
    snapshot: aSnapshot([secondServes], {
      outcomes: [
        anOutcome({
          kind: 'accepted',
          text: 'The split was written, but no response that tells its generation was seen within 10 s.',
          firstResponseMs: null,
        }),
      ],
    }),
  },
  stopped: {
    snapshot: aSnapshot([aFleet()], {
      outcomes: [
        anOutcome({
          kind: 'stopped',
          text: 'Someone changed the split meanwhile: revision 7 instead of 6.',
          firstResponseMs: null,
        }),
      ],
    }),
  },
  failed: {
    snapshot: aSnapshot([aFleet()], {
      outcomes: [
        anOutcome({
          kind: 'failed',
          text: 'The yard refused the write: the entry is closing.',
          firstResponseMs: null,
        }),
      ],
    }),
  },
  overtaken: {
    snapshot: aSnapshot([aFleet({ previous: 2 })], {
      outcomes: [
        anOutcome({
          kind: 'overtaken',
          text: 'A revert by ana went first.',
          firstResponseMs: null,
        }),
      ],
    }),
  },
  reverting: {
    snapshot: aSnapshot(
      [
        aFleet({
          serves: 1,
          previous: 2,
          seen: { 1: 0.7, 2: 0.3 },
          change: { rollout: aRollout(revertIntent) },
        }),
      ],
      {
        progress: [
          aProgress({
            intent: revertIntent,
            title: 'Reverting to v001',
            waitingBecause: 'the last responses of v002 are on their way',
            value: 0.8,
          }),
        ],
      },
    ),
  },
  reverted: {
    snapshot: aSnapshot([aFleet({ serves: 1 })], {
      outcomes: [
        anOutcome({
          intent: revertIntent,
          text: 'v001 answered 3 of 3 requests through the entry. v002 stays as it is, without traffic.',
          firstResponseMs: 31,
        }),
      ],
    }),
  },
  'block-died': {
    snapshot: aSnapshot([
      aFleet({
        generations: [aGeneration(1, { states: [{ kind: 'healthy' }, exited] }), aGeneration(2)],
      }),
    ]),
  },
  single: { snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })]) },
  'lost-requests': {
    snapshot: aSnapshot(
      [
        aFleet({
          serves: 2,
          previous: 1,
          change: { traffic: { ...secondServes.traffic, lost: 17, webSocketsCut: 2 } },
        }),
      ],
      {
        sampleTraffic: [
          aSample({ sent: 12_480, answered: 12_440, refused: 23, lost: 17, errors: 6 }),
        ],
      },
    ),
  },
  'port-taken': {
    snapshot: aSnapshot([
      aFleet({
        total: 0,
        seen: {},
        change: {
          entry: anEntry({
            state: {
              kind: 'port-taken',
              port: 8080,
              detail: 'Another program listens there; it is tried again every second',
            },
          }),
        },
      }),
    ]),
  },
  'launch-refused': {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(1),
          aGeneration(2, {
            states: Array.from({ length: 4 }, () => ({
              kind: 'launch-refused' as const,
              reason: 'The image is damaged: server.mjs is not the file that was imported.',
            })),
          }),
        ],
      }),
    ]),
  },
  'every-mark': {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(1, { size: 8 }),
          aGeneration(2, {
            size: 8,
            states: [
              { kind: 'healthy' },
              starting,
              { kind: 'unhealthy', reason: 'GET /health answered 503.' },
              { kind: 'draining', inFlight: 3, endsAtMs: galleryNowMs + 4000 },
              { kind: 'stopping' },
              exited,
              { kind: 'launch-refused', reason: 'No memory.' },
              { kind: 'unknown', reason: 'The host has not said.' },
            ],
          }),
        ],
      }),
    ]),
  },
  forty: {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(41, { size: 40, zones: 3 }),
          aGeneration(42, {
            size: 40,
            zones: 3,
            states: [starting, { kind: 'healthy' }, starting, starting],
          }),
        ],
        serves: 41,
        total: 1842,
        change: { floor: 40 },
      }),
    ]),
  },
  thousands: {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(41, { size: 5000, zones: 3 }),
          aGeneration(42, { size: 5000, zones: 3, states: [exited, starting, starting] }),
        ],
        serves: 41,
        total: 18_420,
        change: { floor: 5000 },
      }),
    ]),
  },
  'three-generations': {
    snapshot: aSnapshot([
      aFleet({
        generations: [aGeneration(1), aGeneration(2), aGeneration(3)],
        serves: 2,
        previous: 1,
      }),
    ]),
  },
  fault: {
    snapshot: aSnapshot([aFleet()]),
    view: {
      fault: {
        code: 'conflict',
        message: 'The split has changed since you looked: revision 8 instead of 7.',
        todo: 'Look at the lanes again and press again if you still want it.',
      },
    },
  },
};

export const galleryStates: Readonly<Record<string, GalleryState>> = {
  ...fleetStates,
  ...linkStates,
  ...openedLinkStates,
  ...outageStates,
  ...holdingStates,
  ...revertStates,
  ...wayBackStates,
  ...screenStates,
  ...desktopStates,
  ...firstRunStates,
  ...rungStates,
  ...dataStates,
  ...scaleStates,
  ...preflightStates,
  ...workStates,
  ...workerFleetStates,
  ...releaseStates,
  ...opinionStates,
  ...handoverStates,
  ...compareStates,
  ...contentsStates,
  ...diskStates,
  ...appearanceStates,
  ...behaviourStates,
  ...hostileStates,
  ...sizeStates,
  ...awsStates,
  ...permissionStates,
  ...markerStates,
  ...testEntryStates,
  ...recordStates,
  ...findingsStates,
  ...fleetViewStates,
  ...noteStates,
};
