/** What was asked of a yard before a change, at one moment; what it means is judged in preflight.ts. */
import * as z from 'zod';
import { generationIdSchema } from './id-schemas.ts';
import { permissionSchema } from './permission.ts';

/** What there is to start more blocks with. */
export const roomSchema = z.object({
  freeBytes: z.number().nonnegative(),
  /** As far as the yard knows: others may have some of them. */
  freePorts: z.number().int(),
});

/** `because`: a whole sentence. */
function answer<Value extends z.ZodType>(value: Value) {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('told'), value }),
    z.object({ kind: z.literal('untold'), because: z.string() }),
  ]);
}

export const imageProofSchema = z.discriminatedUnion('kind', [
  /** `how` it was seen, as the end of a sentence. */
  z.object({ kind: z.literal('whole'), how: z.string() }),
  z.object({ kind: z.literal('gone'), text: z.string() }),
  z.object({ kind: z.literal('damaged'), text: z.string() }),
  z.object({ kind: z.literal('untold'), because: z.string() }),
]);

/** A request that was made once: `generation` is who answered, null when the answer did not say. */
const answeredSchema = z.object({
  generation: generationIdSchema.nullable(),
  status: z.number().int(),
  latencyMs: z.number(),
});

/** Null: it does not belong to this change, or was not asked for. */
export const preflightFactsSchema = z.object({
  image: imageProofSchema.nullable(),
  /** Of the generation that serves, which is the way back. */
  servingImage: imageProofSchema.nullable(),
  difference: answer(
    z.object({
      differing: z.number().int().nonnegative(),
      /** Names of the facts whose change can hurt. */
      dangers: z.array(z.string()),
      /** Of what could not be compared. */
      missing: z.number().int().nonnegative(),
    }),
  ).nullable(),
  room: answer(roomSchema).nullable(),
  /** One real request, as a client makes it. */
  entry: answer(answeredSchema).nullable(),
  /** The release's own check, asked once of the generation `of`. */
  check: answer(
    answeredSchema.extend({ of: generationIdSchema, hasText: z.boolean().nullable() }),
  ).nullable(),
  permissions: answer(z.array(permissionSchema)).nullable(),
});

export type Room = z.infer<typeof roomSchema>;
export type ImageProof = z.infer<typeof imageProofSchema>;
export type PreflightFacts = z.infer<typeof preflightFactsSchema>;
