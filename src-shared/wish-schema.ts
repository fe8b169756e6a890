/** What an operator wants, as it is said to the main process. */
import * as z from 'zod';
import { acceptanceWishSchema } from './acceptance-schema.ts';
import { blockIdSchema, generationIdSchema, imageIdSchema } from './id-schemas.ts';
import { releaseSourceSchema, releaseTermsSchema } from './release-schema.ts';
import { largestSize } from './sizes.ts';

/** Absent where the preflight warned of nothing, or nobody said why they go on. */
const accepts = { accepted: acceptanceWishSchema.optional() };

/** What an operator wants; becomes an Intent once the engine has pinned numbers and revisions. */
export const wishSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cut-over'),
    to: generationIdSchema,
    expectedRevision: z.number().int(),
    ...accepts,
  }),
  z.object({ kind: z.literal('revert'), to: generationIdSchema }),
  z.object({
    kind: z.literal('launch'),
    image: imageIdSchema,
    size: z.number().int().min(1).max(500),
  }),
  z.object({ kind: z.literal('replace'), generation: generationIdSchema, block: blockIdSchema }),
  /** `typedName` must equal the generation's id: retiring destroys the way back. */
  z.object({
    kind: z.literal('retire'),
    generation: generationIdSchema,
    typedName: z.string().max(400),
  }),
  /** `typedName` must equal the generation's id: what is adopted can be ended from here. */
  z.object({
    kind: z.literal('adopt'),
    generation: generationIdSchema,
    typedName: z.string().max(400),
  }),
  z.object({ kind: z.literal('stop'), generation: generationIdSchema }),
  z.object({ kind: z.literal('start'), generation: generationIdSchema }),
  z.object({
    kind: z.literal('scale'),
    generation: generationIdSchema,
    size: z.number().int().min(1).max(largestSize),
  }),
  /** The whole way: launch, prove, cut over, bake. */
  z.object({
    kind: z.literal('release'),
    source: releaseSourceSchema,
    terms: releaseTermsSchema,
    expectedRevision: z.number().int(),
    /** The plan that was shown had a proof in isolation; absent: it had none, or nobody says. */
    provesAlone: z.literal(true).optional(),
    ...accepts,
  }),
]);
export type Wish = z.infer<typeof wishSchema>;
