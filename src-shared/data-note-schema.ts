/** What a generation does to data that others share: a note of a person, and no part of its recipe. */
import * as z from 'zod';

/**
 * `none`: it leaves the data as it is. `expand`: it adds, and the code before it still works. `contract`: it takes
 * away what the code before it needs.
 */
export const dataChangeSchema = z.enum(['none', 'expand', 'contract']);

/** In characters. */
export const longestDataText = 300;

/** As it is wished. */
export const dataWishSchema = z.object({
  change: dataChangeSchema,
  /** What of the data, for people: `drops orders.legacy_total`. */
  text: z.string().max(longestDataText),
});

/** As it is kept. */
export const dataNoteSchema = dataWishSchema.extend({
  /** Who said it, for people. Hostile text. */
  by: z.string().max(300),
  /** Epoch milliseconds. */
  atMs: z.number(),
});

export type DataChange = z.infer<typeof dataChangeSchema>;
export type DataWish = z.infer<typeof dataWishSchema>;
export type DataNote = z.infer<typeof dataNoteSchema>;
