/** What can be noted of what a generation does to shared data, as it is offered to choose from. */
import type { DataChange } from '../../../src-shared/data-note-schema.ts';

export interface DataOption {
  readonly value: DataChange;
  readonly text: string;
  readonly note: string;
}

export const dataOptions: readonly DataOption[] = [
  { value: 'none', text: 'Nothing', note: 'Going back is safe.' },
  {
    value: 'expand',
    text: 'Adds to it',
    note: 'New tables or columns; the code before it still works. Going back is safe.',
  },
  {
    value: 'contract',
    text: 'Takes away from it',
    note: 'The code before it misses what is gone. Going back loses data; no guard does it by itself.',
  },
];

/** As of `longestDataText`, which stands beside its schema: the window has none of those. */
export const mostDataText = 300;
