/** What an account is asked by this panel, and whether it limits that. Only of yards whose calls somebody counts. */
import * as z from 'zod';

export const accountLoadSchema = z.object({
  /** Begun in the last 60 s in this yard; what others ask of the account is not known here. */
  callsPerMinute: z.number().int().nonnegative(),
  /** How far the first look is; null once there was one. `of` is null before it is known. */
  reading: z
    .object({ servers: z.number().int().nonnegative(), of: z.number().int().nullable() })
    .nullable(),
  /** Calls were refused for being too many, the last of them within the last minute; null: none. */
  throttling: z
    .object({
      /** `EC2`, `Elastic Load Balancing` */
      services: z.array(z.string()).min(1),
      /** Epoch milliseconds. */
      sinceMs: z.number(),
      refused: z.number().int().positive(),
      /** Milliseconds between looks now, as they are or as they are put off; null: not known yet. */
      looksEveryMs: z.number().positive().nullable(),
      /** Calls of the budget that a revert finds left at this moment; 0: none, and it goes all the same. */
      keptForRevert: z.number().int().nonnegative(),
    })
    .nullable(),
});

export type AccountLoad = z.infer<typeof accountLoadSchema>;
