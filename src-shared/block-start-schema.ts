/** How long blocks took to start, as their yard or the panel saw it. Milliseconds since the start was begun. */
import * as z from 'zod';
import { blockIdSchema } from './id-schemas.ts';

const duration = z.number().nonnegative();

export const blockStartSchema = z.object({
  block: blockIdSchema,
  /** Epoch milliseconds: when the start was begun. */
  launchedAtMs: z.number(),
  /** Until its process ran, after its image was verified; null where nobody sees that. */
  runningMs: duration.nullable(),
  /** Until it had passed as many health checks in a row as its recipe wants. */
  healthyMs: duration,
  /**
   * Until its first answer that was no health check and no 5xx: a client's, or one at its own address. Null while nobody
   * has asked it. What is between the two is waiting for somebody to ask, not starting.
   */
  firstResponseMs: duration.nullable(),
});

const stageSchema = z.object({
  medianMs: duration,
  slowestMs: duration,
  /** Of how many starts. */
  starts: z.number().int().positive(),
});

/** Of one generation, over its starts. */
export const generationStartsSchema = z.object({
  /** `panel`: only as far as this panel looked on, and from look to look. */
  seenBy: z.enum(['yard', 'panel']),
  running: stageSchema.nullable(),
  healthy: stageSchema,
  firstResponse: stageSchema.nullable(),
});

export type BlockStart = z.infer<typeof blockStartSchema>;
export type StartStage = z.infer<typeof stageSchema>;
export type GenerationStarts = z.infer<typeof generationStartsSchema>;
