/** A connected account as it is kept: what a yard is opened from. Nothing secret: a profile is named, not read. */
import * as z from 'zod';
import { awsConnectionSchema, safetySchema } from '../../src-shared/aws-connection.ts';
import { yardIdSchema } from '../../src-shared/id-schemas.ts';
import { markersSchema } from '../../src-shared/panel.ts';

/** One connected account and region. */
export const keptYardSchema = z.object({
  id: yardIdSchema,
  kind: z.literal('aws'),
  connection: awsConnectionSchema,
  safety: safetySchema,
  /** Pinned when it was connected: credentials that lead elsewhere may write nothing. */
  accountId: z.string().regex(/^\d{12}$/u),
  markers: markersSchema,
});

export type KeptYard = z.infer<typeof keptYardSchema>;
