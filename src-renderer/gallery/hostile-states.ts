/** Outside text that tries to be more than text. */
import { asGenerationId } from '../../src-shared/ids.ts';
import { succeed } from '../../src-shared/result.ts';
import { aFleet, aGeneration, anImage, anOutcome, aSnapshot, someEvents } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const hostile = '<img src=x onerror=alert(1)> \u202Egnp.exe\u202C ${7*7} {{7*7}}';
/** Ends in letters that draw the figures after them to their other side. */
const store = 'abc \u0645\u062e\u0632\u0646';
const long = 'a'.repeat(10_000);
const first = aGeneration(2).blocks[0];
if (first === undefined) throw new Error('The fixture has no block.');

export const hostileStates: Readonly<Record<string, GalleryState>> = {
  hostile: {
    snapshot: aSnapshot(
      [
        aFleet({
          change: { name: hostile },
          generations: [
            aGeneration(1),
            aGeneration(2, { states: [{ kind: 'unhealthy', reason: `${hostile} ${long}` }] }),
          ],
        }),
      ],
      {
        band: { yardName: hostile, kind: 'local', detail: long, account: null },
        images: [
          anImage(1, { name: hostile, version: long }),
          anImage(2, { name: '\u0645\u062e\u0632\u0646 abc' }),
        ],
        timeline: someEvents.map((event) => ({
          ...event,
          title: hostile,
          detail: long,
          by: hostile,
        })),
        outcomes: [anOutcome({ kind: 'failed', text: `${hostile} ${long}` })],
      },
    ),
    view: { block: first.id, isInspectorOpen: true },
    answers: {
      'block.log': () =>
        succeed({
          lines: [hostile, long, '\u001b[31mred\u001b[0m', '', '\u2028'],
          droppedBytes: 12_400_000,
        }),
    },
  },
  'right-to-left': {
    snapshot: aSnapshot([aFleet({ change: { name: store }, serves: 2, previous: 1 })], {
      images: [
        anImage(1, { name: store, version: '1.0.0' }),
        anImage(2, { name: store, version: '2.0.0' }),
      ],
      outcomes: [
        anOutcome({ kind: 'failed', text: `It was made from ${store} 2.0.0 and 4 of 4 are gone.` }),
      ],
    }),
  },
  'hostile-images': {
    snapshot: aSnapshot([aFleet()], {
      images: [
        anImage(1, { name: hostile, version: long }),
        anImage(2, { facts: { commit: long, builtAt: long } }),
      ],
    }),
    view: { screen: 'images' },
  },
  'hostile-retire': {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(1),
          aGeneration(2, { change: { id: asGenerationId(`${hostile}-v002`) } }),
        ],
        serves: 1,
      }),
    ]),
    view: { dialog: { kind: 'retire', generation: asGenerationId(`${hostile}-v002`) } },
  },
};
