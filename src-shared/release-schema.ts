/** What a release is to do between launch and bake, and what a running one is told and remembers. */
import * as z from 'zod';
import { dataWishSchema } from './data-note-schema.ts';
import { longestFindingsReason } from './findings-bounds.ts';
import { findingsMarkSchema } from './findings-schema.ts';
import { handoverSchema, type HandoverWord } from './handover-schema.ts';
import { generationIdSchema, imageIdSchema } from './id-schemas.ts';
import { opinionMemorySchema, opinionTermsSchema } from './opinion-schema.ts';

/** Times in this file are whole milliseconds. */
const span = (longestMs: number) => z.number().int().min(0).max(longestMs);

/** What the candidate has to answer in isolation, before it has any traffic. */
export const releaseChecksSchema = z.object({
  /** `/`, with a query where one is wanted. */
  path: z
    .string()
    .max(2000)
    .regex(/^\/[\x21-\x7e]*$/u),
  status: z.number().int().min(100).max(599),
  /** Has to stand in the first 64 kB of the answer; null: not looked for. */
  text: z.string().min(1).max(500).nullable(),
  /** The whole answer, in milliseconds. */
  withinMs: z.number().int().min(1).max(60_000),
  /** Good answers one after the other. */
  inARow: z.number().int().min(1).max(50),
});

/** A share of the traffic on the way to all of it. */
export const shiftStepSchema = z.object({
  percent: z.number().int().min(1).max(99),
  /** So long it is watched before the next; null: until a person goes on. */
  pauseMs: span(86_400_000).nullable(),
});

/** What the candidate may do worse than the baseline before it is taken back. */
export const releaseGuardsSchema = z.object({
  /** Share of answers with an error more than in the baseline, 0..1. */
  errorShare: z.number().min(0).max(1),
  /** The slowest of 20 answers may take so many times as long. */
  latencyTimes: z.number().min(1).max(1000),
});

export const releaseTermsSchema = z.object({
  checks: releaseChecksSchema,
  /** Proved, it waits for a press before any traffic. */
  waitsForPress: z.boolean(),
  /** Rising; none: all at once. */
  steps: z.array(shiftStepSchema).max(20),
  /** So long it has to be seen to do well with all traffic. */
  bakeMs: span(604_800_000),
  guards: releaseGuardsSchema,
  /** Absent in releases of before: none is asked for. */
  opinion: opinionTermsSchema.optional(),
  /** Noted of the candidate before it gets any traffic. Absent: what is noted of it stays. */
  data: dataWishSchema.optional(),
  /**
   * What differs from the generation that serves: `strict`: no share is sent before a person has accepted it. Absent,
   * as `recorded`: it is compared and stands in the record.
   */
  findings: z.enum(['recorded', 'strict']).optional(),
});

/** Where the candidate comes from. */
export const releaseSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    image: imageIdSchema,
    size: z.number().int().min(1).max(500),
    /** Its recorded recipe is used: how a retired generation is brought back. Else the newest one's. */
    recipeOf: generationIdSchema.optional(),
  }),
  z.object({ kind: z.literal('generation'), generation: generationIdSchema }),
]);

/** Of which findings, and why the traffic may go on with them. */
export const findingsAcceptanceSchema = z.object({
  mark: findingsMarkSchema,
  reason: z.string().trim().min(1).max(longestFindingsReason),
});

/** What a person has said to a running change, from any panel. The yard keeps it. */
export const rolloutControlsSchema = z.object({
  isHeld: z.boolean(),
  isAborted: z.boolean(),
  /** How many of the places where it waits for a person were passed... */
  passed: z.number().int().nonnegative(),
  /** ... and when the last one was, epoch milliseconds by the yard's clock; null: none. */
  passedAtMs: z.number().nullable(),
  /** Who said the last of it. */
  by: z.string(),
  /** The findings that were accepted last. */
  accepted: findingsAcceptanceSchema
    .extend({
      by: z.string(),
      /** By the yard's clock, epoch milliseconds. */
      atMs: z.number(),
    })
    .optional(),
  /** Of the epoch it was said in; of any change. */
  handover: handoverSchema.optional(),
});

export const controlChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold') }),
  z.object({ kind: z.literal('resume') }),
  /** Before any traffic: takes away only what the release itself launched. */
  z.object({ kind: z.literal('abort') }),
  /** `place`: which one of those where it waits, from 1. */
  z.object({
    kind: z.literal('pass'),
    place: z.number().int().min(1).max(1000),
    /** Before the first share of a release that requires it. */
    accepts: findingsAcceptanceSchema.optional(),
  }),
]);

/** What a release has seen and a successor could not see again. Kept in the yard by its owner. */
export const releaseMemorySchema = z.object({
  /** Of the generation that served, just before the first of its traffic was moved. */
  baseline: z
    .object({
      /** 0..1; null: too few answers to tell. */
      errorShare: z.number().nullable(),
      p95Ms: z.number().nullable(),
    })
    .nullable(),
  /** How many of its shares were sent or about to be: told before each is, so that no other is taken for one. */
  sent: z.number().int().nonnegative(),
  /** That its last traffic write left. */
  revision: z.number().int().nonnegative().nullable(),
  /** Seen to do well with all traffic, in milliseconds. */
  bakedMs: z.number().nonnegative(),
  /** Absent while none was asked for. */
  opinion: opinionMemorySchema.optional(),
});

export type ReleaseChecks = z.infer<typeof releaseChecksSchema>;
export type ShiftStep = z.infer<typeof shiftStepSchema>;
export type ReleaseTerms = z.infer<typeof releaseTermsSchema>;
export type ReleaseSource = z.infer<typeof releaseSourceSchema>;
export type RolloutControls = z.infer<typeof rolloutControlsSchema>;
export type ControlChange = z.infer<typeof controlChangeSchema>;
/** Whatever can be said to a running change. */
export type Word = ControlChange | HandoverWord;
export type ReleaseMemory = z.infer<typeof releaseMemorySchema>;
