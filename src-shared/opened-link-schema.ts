/** A link that the system handed over, as the window is told of it. */
import * as z from 'zod';
import { fleetIdSchema } from './id-schemas.ts';

export const openedLinkSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('place'),
    yard: z.string(),
    fleet: fleetIdSchema,
    part: z.string().nullable(),
  }),
  z.object({ kind: z.literal('bad'), because: z.string() }),
]);
