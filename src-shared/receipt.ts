/** What a yard answered to an effect. */
import * as z from 'zod';
import { rolloutIdSchema } from './id-schemas.ts';

export const receiptSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('routed'),
    revision: z.number().int(),
    atMs: z.number(),
    overtook: rolloutIdSchema.nullable(),
  }),
  z.object({ kind: z.literal('launched'), id: z.string() }),
  z.object({ kind: z.literal('performed') }),
]);
