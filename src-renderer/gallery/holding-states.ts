/** Requests that wait at the entry: because a person said so, or because nobody is there. */
import type { Fleet } from '../../src-shared/fleet.ts';
import { waitingAtMost } from '../../src-shared/holding.ts';
import { aFleet, aGeneration, anEntry, aSnapshot, galleryNowMs, generationId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const exited = { kind: 'exited', code: 137, signal: null, reason: 'It was killed.' } as const;
const usual = aFleet();
const dead = aGeneration(2, { states: [exited, exited, exited, exited] });

type Held = NonNullable<Fleet['traffic']['held']>;

function paused(
  held: Held,
  traffic: Partial<Fleet['traffic']> = {},
  by = 'ana on desk',
): GalleryState {
  const holding = { kind: 'paused', by, endsAtMs: galleryNowMs + 20_000 } as const;
  const now = { ...usual.traffic, requestsPerSecond: 0, generations: [], ...traffic, held };
  return {
    snapshot: aSnapshot([
      aFleet({ seen: {}, change: { entry: anEntry({ holding }), traffic: now } }),
    ]),
  };
}

const none = { now: 0, longestMs: 0, total: 0, turnedAway: 0 };

export const holdingStates: Readonly<Record<string, GalleryState>> = {
  paused: paused(none),
  'paused-many-wait': paused({ now: 1240, longestMs: 9800, total: 1240, turnedAway: 0 }),
  'paused-queue-full': paused(
    { now: waitingAtMost, longestMs: 19_600, total: waitingAtMost, turnedAway: 317 },
    { lost: 317, requests: 48_530 },
  ),
  'paused-hostile': paused(
    { now: 12, longestMs: 900, total: 12, turnedAway: 3 },
    { lost: 3 },
    '\u202egnp.exe <b>root</b>\n on \u0000desk',
  ),
  'nobody-serves-wait': {
    snapshot: aSnapshot([
      aFleet({
        serves: 2,
        previous: 1,
        seen: {},
        generations: [aGeneration(1), dead],
        change: {
          entry: anEntry({ holding: { kind: 'nobody-serves', endsAtMs: galleryNowMs + 7000 } }),
          traffic: {
            ...usual.traffic,
            requestsPerSecond: 0,
            generations: [],
            held: { now: 114, longestMs: 3000, total: 114, turnedAway: 0 },
          },
          split: {
            revision: 8,
            weights: [
              { generation: generationId(1), weight: 0 },
              { generation: generationId(2), weight: 100 },
            ],
            changedAtMs: galleryNowMs - 96_000,
          },
        },
      }),
    ]),
  },
};
