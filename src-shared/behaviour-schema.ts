/** How two generations behave under the same sample requests, as it was measured. */
import * as z from 'zod';
import { appearanceListSchema, appearancePathSchema } from './appearance-schema.ts';
import { mostSampledPaths } from './behaviour-bounds.ts';
import { fleetIdSchema, generationIdSchema } from './id-schemas.ts';

const count = z.number().int().nonnegative();

export const sampleOrderSchema = z.object({
  fleet: fleetIdSchema,
  a: generationIdSchema,
  b: generationIdSchema,
  paths: z
    .array(appearancePathSchema.pick({ path: true, allowsBadCertificate: true }))
    .min(1)
    .max(mostSampledPaths),
  waitsSeconds: appearanceListSchema.shape.waitsSeconds,
});

const sampledSideSchema = z.object({
  asked: count,
  /** Milliseconds of each whole answer below 400, in the order of the requests. */
  timesMs: z.array(z.number().nonnegative()),
  p50Ms: z.number().nullable(),
  /** Null below twenty of them: it would be the slowest under another name. */
  p95Ms: z.number().nullable(),
  /** Null: no whole answer. */
  statuses: z.array(z.object({ status: z.number().int().nullable(), count })),
  /** Of the bodies, the one in the middle; null without an answer. */
  bytes: z.number().nullable(),
});

export const sampledPathSchema = z.object({
  path: z.string(),
  a: sampledSideSchema,
  b: sampledSideSchema,
  /** Both sides are asked at the same time of the run: what one of them met, the other met, too. */
  pairs: z.object({
    /** Both answered below 400. */
    answered: count,
    slowerA: count,
    slowerB: count,
    /** Of those, the difference in the middle, right minus left. */
    differenceMs: z.number().nullable(),
    /** Only the left one failed: no whole answer, or 400 and above. */
    failedA: count,
    failedB: count,
  }),
});

export const behaviourReportSchema = z.object({
  atMs: z.number(),
  fleet: fleetIdSchema,
  a: generationIdSchema,
  b: generationIdSchema,
  paths: z.array(sampledPathSchema),
  /** What was not measured, each as one sentence. */
  missing: z.array(z.string()),
});

export type SampleOrder = z.infer<typeof sampleOrderSchema>;
export type SampledSide = z.infer<typeof sampledSideSchema>;
export type SampledPath = z.infer<typeof sampledPathSchema>;
export type BehaviourReport = z.infer<typeof behaviourReportSchema>;
