/** One thing that can be found, and what happens when it is picked. Nothing here changes a fleet. */
import type { FleetId, YardId } from '../../../src-shared/ids.ts';
import type { Settings } from '../../../src-shared/panel.ts';
import type { ViewState } from '../../store/view-store.ts';

export const paletteGroups = [
  'Acts',
  'Screens',
  'Fleets',
  'Yards',
  'Generations',
  'Images',
  'Blocks',
] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

export type PaletteAct =
  /** Goes there; `lead` in it gives a control the focus, `dialog` opens one that has its own button. */
  | { readonly kind: 'view'; readonly view: Partial<ViewState> }
  | { readonly kind: 'yard'; readonly yard: YardId }
  | {
      readonly kind: 'settings';
      readonly change: Partial<Settings>;
      readonly view?: Partial<ViewState>;
    }
  | { readonly kind: 'open-entry'; readonly fleet: FleetId }
  | { readonly kind: 'open-release-file' };

export interface PaletteEntry {
  /** Unique in the whole list. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly title: string;
  /** What of it is not in the title: where it leads, or what it is. */
  readonly note: string;
  /** The shortcut that does the same; empty: none does now. */
  readonly keys?: readonly string[];
  /** More words to find it by. */
  readonly also?: string;
  /** Title, note and the other words in small letters, where somebody has them ready. */
  readonly text?: string;
  /** So much of `text` is the title; where it is not said, the title is looked at itself. */
  readonly nameLength?: number;
  readonly act: PaletteAct;
}
