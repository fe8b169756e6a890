/** What generations do to shared data: the dialog, the lanes, and the revert button that follows it. */
import type { DataChange, DataNote } from '../../src-shared/data-note-schema.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { aFleet, aGeneration, aSnapshot, galleryNowMs, generationId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const note = (change: DataChange, text: string): DataNote => ({
  ...{ change, text, by: 'ana on workstation', atMs: galleryNowMs - 3_600_000 },
});
const served = (data: DataNote | null): Fleet =>
  aFleet({
    ...{ serves: 2, previous: 1 },
    generations: [aGeneration(1), aGeneration(2, data === null ? {} : { change: { data } })],
  });
const dialog = { dialog: { kind: 'data-note', generation: generationId(2) } } as const;
const contract = note('contract', 'drops orders.legacy_total');
const stateful = aGeneration(2);
const [first, ...rest] = stateful.blocks;

export const dataStates: Readonly<Record<string, GalleryState>> = {
  'dialog-data-note': { snapshot: aSnapshot([served(null)]), view: dialog },
  'dialog-data-note-contract': { snapshot: aSnapshot([served(contract)]), view: dialog },
  'data-expanded': { snapshot: aSnapshot([served(note('expand', 'adds orders.total_cents'))]) },
  'data-loss': { snapshot: aSnapshot([served(contract)]) },
  'data-stateful': {
    snapshot: aSnapshot([
      aFleet({
        generations: [
          aGeneration(1),
          {
            ...stateful,
            blocks:
              first === undefined
                ? []
                : [{ ...first, stateful: 'its queue is on its disk' }, ...rest],
          },
        ],
      }),
    ]),
    view: first === undefined ? {} : { block: first.id, isInspectorOpen: true },
  },
};
