/** What can be set of one yard, one thing at a time. */
import * as z from 'zod';
import { safetySchema } from './aws-connection.ts';
import { fleetIdSchema } from './id-schemas.ts';
import { markerDeclarationSchema } from './marker.ts';
import { testEntrySchema } from './test-entry.ts';
import { workerFleetSchema } from './worker-fleets.ts';

export const yardSettingsChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('safety'), safety: safetySchema }),
  /** Whether images of launched and adopted generations are kept from being deregistered. */
  z.object({ kind: z.literal('images'), keepsImages: z.boolean() }),
  z.object({
    kind: z.literal('marker'),
    fleet: fleetIdSchema,
    marker: markerDeclarationSchema,
  }),
  /** Null: none any more. */
  z.object({
    kind: z.literal('test-entry'),
    fleet: fleetIdSchema,
    test: testEntrySchema.nullable(),
  }),
  /** In place of the one of that name; null: a new one, or none any more. */
  z.object({
    kind: z.literal('worker-fleet'),
    before: z.string().max(60).nullable(),
    declared: workerFleetSchema.nullable(),
  }),
]);
