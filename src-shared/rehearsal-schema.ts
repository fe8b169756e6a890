/** A rehearsal of a way back, as a yard keeps it: on an entry of its own, with the live one untouched. */
import * as z from 'zod';
import { generationIdSchema } from './id-schemas.ts';

/** Of a fleet: for a chart, and no more than a look carries easily. A parameter of SSM has room for fewer where names are long. */
export const keptRehearsals = 20;

export const rehearsalEndSchema = z.discriminatedUnion('kind', [
  /** From each order at the entry to the first answer by the other side, in milliseconds. */
  z.object({
    kind: z.literal('measured'),
    cutOverMs: z.number().nonnegative(),
    revertMs: z.number().nonnegative(),
  }),
  /** That one answered nothing in its time. */
  z.object({ kind: z.literal('not-answered'), by: generationIdSchema }),
  /** `because`: a whole sentence. */
  z.object({ kind: z.literal('broken-off'), because: z.string().max(400) }),
]);

export const rehearsalSchema = z.object({
  /** When it ended. */
  atMs: z.number(),
  /** Who pressed, for people. Hostile text. */
  by: z.string().max(300),
  /** It was cut over to `away` and reverted to `back`. */
  away: generationIdSchema,
  back: generationIdSchema,
  /** Real requests that were sent, and those that nobody answered or the entry itself did. */
  requests: z.number().int().nonnegative(),
  lost: z.number().int().nonnegative(),
  /** Answered by a block with a 5xx: of the image, and no loss. */
  errors: z.number().int().nonnegative(),
  end: rehearsalEndSchema,
  /** It went over a test rule of a load balancer; absent: over a preview entry. */
  onRule: z
    .object({
      /** Answers said who made them. Else the rule answered by itself between the moves. */
      isMarked: z.boolean(),
    })
    .optional(),
});

/** What it is made on, where that is more than an entry of its own. */
export const rehearsalGroundSchema = z.discriminatedUnion('kind', [
  /** One sentence. */
  z.object({ kind: z.literal('made'), what: z.string() }),
  /** The end of a sentence. */
  z.object({ kind: z.literal('none'), because: z.string() }),
]);

export type Rehearsal = z.infer<typeof rehearsalSchema>;
