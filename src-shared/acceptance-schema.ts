/** Warnings of a preflight with which a person goes on all the same: as it is pressed, and as the yard keeps it. */
import * as z from 'zod';
import { longestReason } from './sizes.ts';

/** What was weighed, in the words that were read. */
export const weighedSchema = z.object({ what: z.string().max(120), text: z.string().max(1000) });

/** Who presses says why; who that is, and when, is put in where it is begun. */
export const acceptanceWishSchema = z.object({
  reason: z.string().trim().min(1).max(longestReason),
  weighed: z.array(weighedSchema).min(1).max(40),
});

/** Short: on AWS all of a claim has to fit into 4 KB. The sentences stand in the record. */
export const acceptanceSchema = z.object({
  reason: z.string(),
  /** Names of the checks. */
  weighed: z.array(z.string()),
  /** `ann on desk` */
  by: z.string(),
  /** Of the press, epoch milliseconds. */
  atMs: z.number(),
});

export type AcceptanceWish = z.infer<typeof acceptanceWishSchema>;
export type Acceptance = z.infer<typeof acceptanceSchema>;
