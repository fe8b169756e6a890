/** The operator's own listener or rule that leads to one generation for tests, as it is declared for one fleet. */
import * as z from 'zod';
import { fleetIdSchema } from './id-schemas.ts';

/** Blockyard may turn it to a candidate for the time of a proof, and puts it back. Absent: its operator does. */
const turned = { turns: z.literal(true).optional() };

export const testEntrySchema = z.discriminatedUnion('kind', [
  /** A listener whose rules lead to one generation alone. */
  z.object({
    kind: z.literal('listener'),
    /** Name of its load balancer; null: one of the fleet's own. */
    balancer: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,32}$/u)
      .nullable(),
    port: z.number().int().min(1).max(65_535),
    ...turned,
  }),
  /** A rule of one of the fleet's load balancers that takes this header with this value alone. */
  z.object({
    kind: z.literal('header'),
    name: z.string().regex(/^[A-Za-z0-9-]{1,40}$/u),
    /** Without `*` and `?`, which a rule takes for any characters. */
    value: z.string().regex(/^[!-)+->@-~]{1,128}$/u),
    ...turned,
  }),
]);

export const testEntriesSchema = z
  .array(z.object({ fleet: fleetIdSchema, test: testEntrySchema }))
  .max(500);

export type TestEntry = z.infer<typeof testEntrySchema>;
export type TestEntries = z.infer<typeof testEntriesSchema>;
