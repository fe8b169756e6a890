/** What a release file amounts to in the yard that is on screen. */
import * as z from 'zod';
import { fleetIdSchema } from './id-schemas.ts';
import { releaseSourceSchema, releaseTermsSchema } from './release-schema.ts';

export const openedReleaseSchema = z.object({
  /** Name of the file. */
  file: z.string(),
  fleet: fleetIdSchema,
  source: releaseSourceSchema,
  terms: releaseTermsSchema,
  /** Why it goes on when its preflight warns. */
  acceptWarnings: z.string().optional(),
});

export type OpenedRelease = z.infer<typeof openedReleaseSchema>;
