/** How responses say which generation made them: the form with everything that can be declared. */
import { asGenerationId } from '../../src-shared/ids.ts';
import { awsFleet, awsSnapshot } from './aws-fixtures.ts';
import { generationId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const fleet = awsFleet();

export const markerStates: Readonly<Record<string, GalleryState>> = {
  'marker-form': {
    snapshot: awsSnapshot([fleet], {
      markers: [
        {
          fleet: fleet.id,
          marker: {
            kind: 'json',
            member: 'build.colour',
            path: '/version?fresh=1',
            host: 'shop.example.com',
            meaning: {
              blue: generationId(1),
              green: generationId(2),
              teal: generationId(2),
              'a-value-of-a-group-that-is-gone-since-long-ago': asGenerationId('shop-web-v000/x'),
            },
          },
        },
      ],
    }),
    presses: ['Change\u2026'],
  },
  'marker-form-empty': {
    snapshot: awsSnapshot([fleet], { markers: [] }),
    presses: ['Declare a marker\u2026'],
  },
};
