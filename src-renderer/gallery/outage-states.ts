/** A release that goes wrong, at the moments in which the way back counts most. */
import { aFleet, aGeneration, aProgress, aSnapshot } from './fixtures.ts';
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
