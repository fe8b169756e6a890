/**
 * A block to be found. Each letter that is typed walks through all of them, so what a list shows of one is made only
 * for the few that it shows; what is looked at is remembered by the block as it was seen, the same object as long as
 * nothing of it changes.
 */
import type { Block, Fleet } from '../../../src-shared/fleet.ts';
import type { ViewState } from '../../store/view-store.ts';
import { stateWord } from '../fleet/block-cell.ts';
import { textOf } from './find-entries.ts';
import type { PaletteAct, PaletteEntry } from './palette-entry.ts';

export interface BlockPlace {
  readonly fleet: Fleet;
  /** Of its generation. */
  readonly label: string;
  /** What shows its generation. */
  readonly view: Partial<ViewState>;
}

interface Known {
  readonly text: string;
  readonly nameLength: number;
}

const known = new WeakMap<Block, Known>();

export class BlockEntry implements PaletteEntry {
  readonly group = 'Blocks';
  readonly text: string;
  readonly nameLength: number;
  readonly #place: BlockPlace;
  readonly #block: Block;

  constructor(place: BlockPlace, block: Block) {
    this.#place = place;
    this.#block = block;
    const { text, nameLength } = known.get(block) ?? this.#read();
    this.text = text;
    this.nameLength = nameLength;
  }

  get id(): string {
    return `block ${this.#place.fleet.id} ${this.#block.id}`;
  }

  get title(): string {
    return `${this.#place.label} slot ${String(this.#block.slot)}`;
  }

  get note(): string {
    return `${stateWord(this.#block.state)}, ${this.#block.zone}`;
  }

  get act(): PaletteAct {
    return { kind: 'view', view: { ...this.#place.view, block: this.#block.id } };
  }

  #read(): Known {
    const { title, note } = this;
    const { id, address = '' } = this.#block;
    const text = textOf({ title, note, also: `${id} ${address} ${this.#place.fleet.name}` });
    const read = { text, nameLength: title.toLowerCase().length };
    known.set(this.#block, read);
    return read;
  }
}
