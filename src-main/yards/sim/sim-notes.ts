/** Notes of people as the simulated yard keeps them: for as long as it lives. */
import type { Note, NoteOrder } from '../../../src-shared/note-schema.ts';

export class SimNotes {
  readonly #notes: Note[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Newest last. */
  all(): readonly Note[] {
    return this.#notes;
  }

  add(order: NoteOrder): Note {
    const known = this.#notes.find(({ id }) => id === order.id);
    if (known !== undefined) return known;
    const note = { ...order, atMs: this.#now() };
    this.#notes.push(note);
    return note;
  }
}
