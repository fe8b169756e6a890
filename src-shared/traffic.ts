/**
 * What an entry counted, as one picture: shares and both rates are taken over the same newest 2 s,
 * and nothing looks back beyond the last change of the split, so that they follow a revert at once
 * and never contradict each other. Probes of the yard itself are in none of these figures.
 */
import * as z from 'zod';
import { generationIdSchema } from './id-schemas.ts';

export const generationTrafficSchema = z.object({
  generation: generationIdSchema,
  /**
   * Share of the answers of the newest 2 s, at most since the split changed; 0..1. The bar draws
   * this, not the weights.
   */
  share: z.number(),
  /** Over the time that the share is taken over, at least a quarter of a second. */
  requestsPerSecond: z.number(),
  /** Responses with status 5xx made by the blocks, over the same time. */
  errorsPerSecond: z.number(),
  /**
   * Percentiles over the last `windowMs`, at most since the split changed. Null when this generation
   * answered nothing in the time that its rate is taken over.
   */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  inFlight: z.number(),
  webSockets: z.number(),
  /** Answers since the entry was opened. */
  requests: z.number(),
  errors: z.number(),
  /** Responses since the split last changed: what proves a cutover. */
  responsesSinceSplit: z.number(),
  /** Time of the first of them. */
  firstResponseSinceSplitAtMs: z.number().nullable(),
});

/** Of requests that no count has: what was in hand when the count before was seen last. */
export const countGapSchema = z.object({ fromMs: z.number(), inFlight: z.number() });

export const trafficSchema = z.object({
  /** False where the entry tells nobody what it answered: then the rest says nothing. */
  isCounted: z.boolean(),
  windowMs: z.number(),
  requestsPerSecond: z.number(),
  /** Epoch milliseconds: when this entry began to count `requests` and `lost`. */
  sinceMs: z.number(),
  /** Requests that were answered or lost, each once; of retired generations too. */
  requests: z.number(),
  /** Those of them that no block answered, or not to the end. */
  lost: z.number(),
  /** Of these, over the same time as the rates. A host of an earlier version does not say. */
  lostPerSecond: z.number().default(0),
  /** Before `sinceMs`, put in by the panel that watched the count before end (count-gap.ts); no yard tells it. */
  gap: countGapSchema.optional(),
  /**
   * Requests that wait at the entry instead of being answered 503. Absent where none do. Who is turned away
   * is among the lost; who waits is not, and in no rate either.
   */
  held: z
    .object({
      now: z.number(),
      /** Of those who wait now, the one who waits longest. */
      longestMs: z.number(),
      /** That had to wait at all. */
      total: z.number(),
      /** No place was left, or the time was over. */
      turnedAway: z.number(),
    })
    .optional(),
  /** Sockets that were upgraded and had to be cut at the end of a drain. */
  webSocketsCut: z.number(),
  generations: z.array(generationTrafficSchema),
});

export type GenerationTraffic = z.infer<typeof generationTrafficSchema>;
export type CountGap = z.infer<typeof countGapSchema>;
export type Traffic = z.infer<typeof trafficSchema>;
