/** A release that goes wrong, at the moments in which the way back counts most. */
import { asBlockId, asRolloutId } from '../../src-shared/ids.ts';
import {
  aFleet,
  aGeneration,
  anOutcome,
  aProgress,
  aSnapshot,
  galleryNowMs,
  generationId,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const exited = { kind: 'exited', code: 137, signal: null, reason: 'It was killed.' } as const;
const { traffic } = aFleet({ serves: 2, previous: 1 });

export const outageStates: Readonly<Record<string, GalleryState>> = {
  'nobody-serves': {
    snapshot: aSnapshot([
      aFleet({
        serves: 2,
        previous: 1,
        seen: {},
        total: 0,
        generations: [aGeneration(1), aGeneration(2, { states: [exited, exited, exited, exited] })],
        change: {
          traffic: {
            ...traffic,
            requestsPerSecond: 0,
            lost: 310,
            lostPerSecond: 38,
            generations: [],
          },
        },
      }),
    ]),
  },
  'counted-anew': {
    snapshot: aSnapshot([
      aFleet({
        serves: 2,
        previous: 1,
        change: {
          traffic: {
            ...traffic,
            ...{ sinceMs: galleryNowMs - 30_000, requests: 1213 },
            gap: { fromMs: galleryNowMs - 95_000, inFlight: 3 },
          },
        },
      }),
    ]),
  },
  'revert-failed-before': {
    snapshot: aSnapshot([aFleet({ serves: 2, previous: 1 })], {
      outcomes: [
        anOutcome({
          ...{ rollout: asRolloutId('r-later'), kind: 'done', firstResponseMs: null },
          intent: { kind: 'replace', generation: generationId(2), block: asBlockId('b1') },
          text: 'A fresh block of v002 took the place of slot 0.',
        }),
        anOutcome({
          ...{ kind: 'failed', firstResponseMs: null },
          intent: { kind: 'revert', from: generationId(2), to: generationId(1) },
          text: 'The yard refused the revert: it has no room for another write. The traffic goes to: v002 100 %.',
        }),
      ],
    }),
  },
  'taking-back': {
    snapshot: aSnapshot([aFleet()], {
      progress: [
        aProgress({
          value: 0.3,
          title: 'Send 100 % of the traffic to v002',
          waitingBecause: 'the entry has not answered yet',
        }),
      ],
    }),
  },
};
