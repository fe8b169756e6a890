/** All that can be found, one after the other: ten thousand blocks are never kept as a list. Pure. */
import { entryText } from '../../../src-shared/entry-of.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { currentOf, roleOf } from '../../../src-shared/roles.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { allFleets, fleetOnScreen } from '../../store/fleet-choice.ts';
import type { Screen, ViewState } from '../../store/view-store.ts';
import { keysOf } from '../frame/shortcuts.ts';
import { yardName, yardNote } from '../frame/yard-words.ts';
import { connectEntry, fleetActs, panelActs } from './act-entries.ts';
import { BlockEntry } from './block-entry.ts';
import type { PaletteEntry } from './palette-entry.ts';

export type PaletteView = Pick<ViewState, 'fleet' | 'isFleetList' | 'lane'>;

export interface PaletteWish {
  readonly panel: PanelSnapshot;
  readonly view: PaletteView;
  readonly scope: 'all' | 'yards';
  /** Thousands of blocks are of no use before a word was typed. */
  readonly withBlocks: boolean;
}

export function* paletteEntries(wish: PaletteWish): Generator<PaletteEntry> {
  const { panel, view, scope, withBlocks } = wish;
  if (scope === 'yards') {
    yield* yardEntries(panel);
    yield connectEntry;
    return;
  }
  const fleet = fleetOnScreen(panel.fleets, view);
  if (fleet !== undefined) yield* fleetActs(panel, fleet, view.lane);
  yield* panelActs(panel);
  yield* screenEntries(panel);
  yield* fleetEntries(panel.fleets);
  yield* yardEntries(panel);
  // What is on screen comes first where two are as good.
  const others = panel.fleets.filter(({ id }) => id !== fleet?.id);
  const fleets = fleet === undefined ? others : [fleet, ...others];
  for (const each of fleets) yield* generationEntries(each, panel);
  yield* imageEntries(panel, fleet);
  if (withBlocks) for (const each of fleets) yield* blockEntries(each);
}

const screenWords: readonly (readonly [Screen, string])[] = [
  ['fleet', 'Fleet'],
  ['compare', 'Compare'],
  ['images', 'Images'],
  ['timeline', 'Timeline'],
  ['settings', 'Settings'],
];

function screenEntries({ settings }: PanelSnapshot): readonly PaletteEntry[] {
  return screenWords.map(([screen, title]): PaletteEntry => ({
    ...{ id: `screen ${screen}`, group: 'Screens', title, note: '' },
    keys: keysOf(screen, settings.shortcuts),
    act: { kind: 'view', view: { screen } },
  }));
}

function* fleetEntries(fleets: readonly Fleet[]): Generator<PaletteEntry> {
  if (fleets.length > 1) {
    yield {
      ...{ id: 'fleets', group: 'Fleets', title: 'All fleets', note: String(fleets.length) },
      act: { kind: 'view', view: { ...allFleets, screen: 'fleet' } },
    };
  }
  for (const fleet of fleets) {
    yield {
      ...{ id: `fleet ${fleet.id}`, group: 'Fleets', title: plain(fleet.name, 80) },
      note: describeSplit(fleet),
      also: plain(entryText(fleet.entry), 100),
      act: { kind: 'view', view: toFleet(fleet) },
    };
  }
}

function toFleet({ id }: Fleet): Partial<ViewState> {
  return { screen: 'fleet', fleet: id, block: null, lane: null };
}

function* yardEntries({ yard: shown, yards }: PanelSnapshot): Generator<PaletteEntry> {
  for (const yard of yards) {
    yield {
      ...{ id: `yard ${yard.id}`, group: 'Yards', title: yardName(yard) },
      note: yard.id === shown ? 'on screen' : yardNote(yard),
      also: plain(`${yard.kind} ${yard.detail}`, 120),
      act:
        yard.id === shown
          ? { kind: 'view', view: { screen: 'fleet' } }
          : { kind: 'yard', yard: yard.id },
    };
  }
}

function* generationEntries(fleet: Fleet, panel: PanelSnapshot): Generator<PaletteEntry> {
  for (const generation of fleet.generations) {
    const image = panel.images.find(({ id }) => id === generation.image);
    const isRetired = generation.rung === 'retired';
    const what = image === undefined ? '' : `, ${image.name} ${image.version}`;
    yield {
      ...{ id: `generation ${fleet.id} ${generation.id}`, group: 'Generations' },
      title: `${labelOfGeneration(generation)} of ${plain(fleet.name, 80)}`,
      note: plain(`${roleOf(fleet, generation)}${what}`, 120),
      also: generation.id,
      act: {
        kind: 'view',
        view: isRetired
          ? {
              screen: 'compare',
              compareWhat: 'generations',
              fleet: fleet.id,
              compareNew: generation.id,
            }
          : { ...toFleet(fleet), lane: laneOf(fleet, generation) },
      },
    };
  }
}

/** The one that serves has its lane; another one is put into the second. */
function laneOf(fleet: Fleet, { id }: Generation): ViewState['lane'] {
  return currentOf(fleet)?.id === id ? null : id;
}

function* imageEntries(panel: PanelSnapshot, fleet: Fleet | undefined): Generator<PaletteEntry> {
  const serving = fleet === undefined ? undefined : currentOf(fleet);
  for (const image of panel.images) {
    const isServing = image.id === serving?.image;
    const canCompare = serving !== undefined && !isServing;
    yield {
      ...{ id: `image ${image.id}`, group: 'Images' },
      title: plain(`${image.name} ${image.version}`, 100),
      note: isServing
        ? 'serves now'
        : canCompare
          ? `compare with ${labelOfGeneration(serving)}`
          : 'on the images screen',
      also: image.id,
      act: {
        kind: 'view',
        view: canCompare
          ? {
              screen: 'compare',
              compareWhat: 'images',
              compareA: serving.image,
              compareB: image.id,
            }
          : { screen: 'images' },
      },
    };
  }
}

function* blockEntries(fleet: Fleet): Generator<PaletteEntry> {
  for (const generation of fleet.generations) {
    const label = labelOfGeneration(generation);
    const view = { ...toFleet(fleet), lane: laneOf(fleet, generation), isInspectorOpen: true };
    const place = { fleet, label, view };
    for (const block of generation.blocks) yield new BlockEntry(place, block);
  }
}
