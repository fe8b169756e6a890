/** A plan is shown before anything is done (rule 6). Plain data: can be shown, logged, repeated. */
import * as z from 'zod';
import { fleetIdSchema } from './id-schemas.ts';

export const planStepSchema = z.object({
  /** `Send 100 % of the traffic to v002` */
  title: z.string(),
  /** Arithmetic, addresses, what is checked. */
  detail: z.string(),
  isMutation: z.boolean(),
  /** The same step without Blockyard: lines for a shell. Null where there is no such way. */
  command: z.string().nullable(),
});

export const planSchema = z.object({
  fleet: fleetIdSchema,
  /** The label of the button: `Cut over to v002 - 4 blocks, 100 %`. */
  label: z.string(),
  steps: z.array(planStepSchema),
  /** Null when nothing forbids it. */
  refusedBecause: z.string().nullable(),
});

/** One row of a comparison; changed rows come first. */
export const factRowSchema = z.object({
  fact: z.string(),
  a: z.string().nullable(),
  b: z.string().nullable(),
  change: z.enum(['equal', 'changed', 'added', 'removed']),
  /** Set when the change can hurt; says why. */
  danger: z.string().nullable(),
});

/** Two texts line by line: `user data`, `launch template`. Secrets are masked before they get here. */
export const textDifferenceSchema = z.object({
  title: z.string(),
  lines: z.array(
    z.object({
      kind: z.enum(['same', 'added', 'removed', 'gap']),
      text: z.string(),
      /** Of a gap: equal lines that it leaves out; absent where it stands for something else. */
      skips: z.number().int().positive().optional(),
    }),
  ),
});

export const comparisonSchema = z.object({
  a: z.string(),
  b: z.string(),
  rows: z.array(factRowSchema),
  texts: z.array(textDifferenceSchema),
  /** What could not be read, each as one sentence: a missing row must not pass for an equal one. */
  missing: z.array(z.string()),
});

export type PlanStep = z.infer<typeof planStepSchema>;
export type Plan = z.infer<typeof planSchema>;
export type TextDifference = z.infer<typeof textDifferenceSchema>;
export type FactRow = z.infer<typeof factRowSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
