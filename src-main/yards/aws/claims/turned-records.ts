/**
 * A test rule of the operator's that is turned to a candidate: `/blockyard/FLEET/turned/ROLLOUT`. Created before the
 * rule is written and removed once it reads as it did before, so that whoever comes next, from whichever computer,
 * puts it back. Pure.
 */
import * as z from 'zod';
import { fleetIdSchema, rolloutIdSchema } from '../../../../src-shared/id-schemas.ts';
import type { JsonObject } from '../discover/reading.ts';

const actionsSchema = z
  .array(z.record(z.string(), z.json()))
  .transform((actions) => actions as readonly JsonObject[]);

export const turnedRecordSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  rollout: rolloutIdSchema,
  rule: z.object({
    kind: z.enum(['rule', 'default']),
    arn: z.string(),
    listenerArn: z.string(),
    loadBalancerArn: z.string(),
    /** Of its listener. */
    protocol: z.string(),
    /** As people know it. */
    name: z.string(),
  }),
  /** As they read before, whole. */
  before: actionsSchema,
  /** ARN of the candidate's target group. */
  group: z.string(),
});

export type TurnedRecord = z.infer<typeof turnedRecordSchema>;
