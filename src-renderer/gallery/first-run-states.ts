/** How somebody begins: the welcome, the guided release, the release file, and finding anything by its name. */
import { asFleetId } from '../../src-shared/ids.ts';
import type { PanelSnapshot, Settings } from '../../src-shared/panel.ts';
import { succeed } from '../../src-shared/result.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { comparison } from './comparison-fixture.ts';
import {
  aFleet,
  aGeneration,
  anEntry,
  anImage,
  anOutcome,
  aProgress,
  aSample,
  aSnapshot,
  galleryNowMs,
  generationId,
  imageId,
  revertIntent,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const fleet = aFleet();
const served = aFleet({ serves: 2, previous: 1 });

const withSettings = (
  change: Partial<Settings>,
  snapshot: PanelSnapshot = aSnapshot([fleet]),
): PanelSnapshot => ({ ...snapshot, settings: { ...snapshot.settings, ...change } });

const guided = (
  done: NonNullable<Settings['guide']>['done'],
  snapshot?: PanelSnapshot,
): PanelSnapshot => {
  const shown = withSettings({ guide: { isOpen: true, done } }, snapshot);
  // The sample's own image that fails, as the guide knows it.
  return { ...shown, images: [anImage(1), anImage(2), anImage(3, { version: '1.10.0' })] };
};

const reverted = anOutcome({
  intent: revertIntent,
  text: 'v001 answered 3 of 3 requests through the entry.',
});

/** As many blocks as a panel is built for. */
const crowd = aSnapshot([
  aFleet({
    generations: [
      aGeneration(1, { size: 5000, zones: 3 }),
      aGeneration(2, { size: 5000, zones: 3 }),
    ],
  }),
  ...Array.from({ length: 12 }, (_, index) =>
    aFleet({
      generations: [],
      change: { id: asFleetId(`shop-${String(index)}`), name: `shop-${String(index)}` },
    }),
  ),
]);

const ill = { kind: 'unhealthy', reason: 'timeout after 1 s' } as const;

const palette = { dialog: { kind: 'palette', scope: 'all' } } as const;

/** A yard as large as an operator ever has it, with each thing that can be wrong. */
const sixty = aSnapshot(
  Array.from({ length: 60 }, (_, index) => {
    const id = asFleetId(`service-${String(index + 1)}`);
    const change = {
      id,
      name: id,
      entry: anEntry({ url: `http://127.0.0.1:${String(8480 + index)}` }),
    };
    if (index === 7) {
      const generations = [aGeneration(1), aGeneration(2, { states: [ill, ill] })];
      return aFleet({ generations, serves: 2, previous: 1, change });
    }
    if (index === 11) {
      const generations = [aGeneration(1, { states: [ill] }), aGeneration(2)];
      return aFleet({ generations, serves: 2, previous: 1, change });
    }
    return aFleet({
      serves: index % 2 === 0 ? 2 : 1,
      previous: index % 2 === 0 ? 1 : null,
      change,
    });
  }),
  { progress: [aProgress({ fleet: asFleetId('service-4') })] },
);

export const firstRunStates: Readonly<Record<string, GalleryState>> = {
  welcome: { snapshot: withSettings({ welcome: 'due' }) },
  'welcome-gone': {
    snapshot: withSettings(
      { welcome: 'due' },
      aSnapshot([fleet], {
        link: { kind: 'gone', sinceMs: galleryNowMs - 9000, reason: 'It ended.' },
      }),
    ),
  },
  'guide-compare': { snapshot: guided([]) },
  'guide-cut-over': { snapshot: guided(['compare']) },
  'guide-revert': {
    snapshot: guided(['compare', 'cut-over'], aSnapshot([served], { outcomes: [anOutcome()] })),
  },
  'guide-come-back': {
    snapshot: guided(
      ['compare', 'cut-over', 'revert'],
      aSnapshot([fleet], { outcomes: [reverted] }),
    ),
  },
  'guide-quiet': {
    snapshot: guided(
      ['compare', 'cut-over', 'revert'],
      aSnapshot([fleet], { sampleTraffic: [aSample({ isOn: false })] }),
    ),
  },
  'guide-done': { snapshot: guided(['compare', 'cut-over', 'revert', 'come-back']) },
  'guide-elsewhere': { snapshot: guided(['compare'], aSnapshot([])) },
  'guide-on-compare': {
    snapshot: guided([]),
    view: { screen: 'compare' },
    answers: { 'image.compare': () => succeed(comparison) },
  },
  'fleets-sixty': { snapshot: sixty },
  'fleets-one': { snapshot: aSnapshot([served]), view: { isFleetList: true } },
  'dialog-palette': { snapshot: aSnapshot([served]), view: palette },
  'dialog-palette-crowd': { snapshot: crowd, view: { ...palette, fleet: fleet.id } },
  'dialog-palette-yards': {
    snapshot: aSnapshot([served]),
    view: { dialog: { kind: 'palette', scope: 'yards' } },
  },
  'dialog-release-from-file': {
    snapshot: aSnapshot([fleet]),
    view: {
      dialog: {
        kind: 'release',
        source: { kind: 'image', image: imageId(3), recipeOf: generationId(1) },
        given: {
          file: 'winter-sale.yaml',
          size: 6,
          terms: {
            ...usualTerms,
            waitsForPress: true,
            steps: [
              { percent: 5, pauseMs: 300_000 },
              { percent: 50, pauseMs: null },
            ],
            bakeMs: 1_800_000,
          },
        },
      },
    },
    answers: { 'image.compare': () => succeed(comparison) },
  },
  'dialog-release-file': {
    snapshot: aSnapshot([fleet]),
    view: {
      dialog: {
        kind: 'release-file',
        fault: {
          code: 'bad-input',
          message:
            'line 3: step is not known; do you mean steps?; line 7: checks.status has to be a number',
          where: '/home/ana/releases/winter-sale.yaml',
          todo: 'Nothing was sent. docs/release-file.json says what a release file may hold.',
        },
      },
    },
  },
};
