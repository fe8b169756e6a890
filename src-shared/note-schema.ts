import * as z from 'zod';
import { fleetIdSchema, rolloutIdSchema } from './id-schemas.ts';
import { longestNote } from './note.ts';

export const noteSchema = z.object({
  /** Given by whoever writes it: the same again is the same note. */
  id: z.string().regex(/^[\w-]{1,64}$/u),
  /** Epoch milliseconds, by the yard's clock. */
  atMs: z.number(),
  fleet: fleetIdSchema,
  /** What it is about; null: the fleet itself. */
  rollout: rolloutIdSchema.nullable(),
  /** Who wrote it, for people. Hostile text, as the note itself. */
  by: z.string().max(300),
  text: z.string().min(1).max(longestNote),
});

export const noteOrderSchema = noteSchema.omit({ atMs: true });

export type Note = z.infer<typeof noteSchema>;
export type NoteOrder = z.infer<typeof noteOrderSchema>;
