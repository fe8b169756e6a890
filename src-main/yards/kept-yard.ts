/** A connected account as it is kept: what a yard is opened from. Nothing secret: a profile is named, not read. */
import * as z from 'zod';
import { awsConnectionSchema, safetySchema } from '../../src-shared/aws-connection.ts';
import { yardIdSchema } from '../../src-shared/id-schemas.ts';
import { markersSchema } from '../../src-shared/panel.ts';
import { testEntriesSchema } from '../../src-shared/test-entry.ts';
import { workerFleetsSchema } from '../../src-shared/worker-fleets.ts';

/** One connected account and region. */
export const keptYardSchema = z.object({
  id: yardIdSchema,
  kind: z.literal('aws'),
  connection: awsConnectionSchema,
  safety: safetySchema,
  /** Pinned when it was connected: credentials that lead elsewhere may write nothing. */
  accountId: z.string().regex(/^\d{12}$/u),
  markers: markersSchema,
  /** The operator's own test listeners and rules, by fleet. */
  tests: testEntriesSchema.optional(),
  /** False: images of generations are not kept from being deregistered. Absent: they are. */
  keepsImages: z.boolean().optional(),
  /** How servers without a load balancer are found and told. */
  workerFleets: workerFleetsSchema.optional(),
});

export type KeptYard = z.infer<typeof keptYardSchema>;
