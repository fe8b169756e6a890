/**
 * Notes of people: `/blockyard/FLEET/note/NUMBER`, each parameter with as many as fit, because SSM reads ten
 * parameters a call with every look. A note is added by creating the next number with all of the newest page and
 * the note, after which that page is superfluous; one that is full stays for ever. Created and never overwritten,
 * so that of two who write at once neither is lost: whatever was left over is read as well, each note once. Pure.
 */
import * as z from 'zod';
import { fleetIdSchema } from '../../../../src-shared/id-schemas.ts';
import { inOrder } from '../../../../src-shared/note.ts';
import { noteSchema, type Note } from '../../../../src-shared/note-schema.ts';

export const notePageSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  notes: z.array(noteSchema),
});

export type NotePage = z.infer<typeof notePageSchema>;

export interface ReadNotePage {
  readonly number: number;
  /** Null: written by a Blockyard that we do not understand, or by hand. Left as it is. */
  readonly page: NotePage | null;
}

/** Oldest first, each once. */
export function notesIn(pages: readonly ReadNotePage[]): readonly Note[] {
  return inOrder(pages.flatMap(({ page }) => page?.notes ?? []));
}

export interface NextNotePage {
  readonly number: number;
  readonly page: NotePage;
  /** Holds nothing any more that the new one does not. */
  readonly superfluous: number | null;
}

/** @param pages newest first. @param fits whether SSM takes it. */
export function nextNotePage(
  pages: readonly ReadNotePage[],
  note: Note,
  fits: (page: NotePage) => boolean,
): NextNotePage {
  const [newest] = pages;
  const number = (newest?.number ?? 0) + 1;
  const begun: NotePage = { schema: 1, fleet: note.fleet, notes: [note] };
  if (newest === undefined || newest.page === null)
    return { number, page: begun, superfluous: null };
  const page = { ...begun, notes: [...newest.page.notes, note] };
  return fits(page)
    ? { number, page, superfluous: newest.number }
    : { number, page: begun, superfluous: null };
}
