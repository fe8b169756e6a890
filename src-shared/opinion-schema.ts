/**
 * The second opinion on a release: what a yard measured of baseline and candidate, and what is judged by it. Times
 * are epoch milliseconds by the clock of whoever measured.
 */
import * as z from 'zod';

export const mostAlarms = 10;

/** What a release asks of it. */
export const opinionTermsSchema = z.object({
  /** It does not end well before the judgement is that the candidate passes. */
  isRequired: z.boolean(),
  /** So long a bake that went well is made longer for that; then a person is asked. Milliseconds. */
  waitMs: z.number().int().min(0).max(86_400_000),
  /** Of the operator, by their names: one that was OK before and rings during the release takes it back. */
  alarms: z.array(z.string().min(1).max(255)).max(mostAlarms),
});

/** One side, over the periods in which it was measured. */
export const sideSchema = z.object({
  requests: z.number().nonnegative(),
  /** Answers with a 5xx. */
  errors: z.number().nonnegative(),
  /** The p95 of the middle request's period; null: too few in each of them. */
  p95Ms: z.number().nullable(),
  /** In the periods whose p95 counts: requests, and how many periods there are. */
  timedRequests: z.number().nonnegative(),
  timedPeriods: z.number().int().nonnegative(),
  fromMs: z.number(),
  toMs: z.number(),
});

export const verdictSchema = z.enum(['passes', 'fails', 'cannot-say']);

export const alarmStateSchema = z.enum(['ok', 'alarm', 'insufficient-data', 'missing']);

export const heardAlarmSchema = z.object({
  name: z.string(),
  state: alarmStateSchema,
  /** Before the first of the traffic was moved; null: not known. */
  wasOk: z.boolean().nullable(),
});

export const opinionSchema = z.object({
  verdict: verdictSchema,
  /** The rest of the sentence that the verdict begins. */
  because: z.string(),
  /** `CloudWatch` */
  source: z.string(),
  /** Null: nothing was measured of it. */
  baseline: sideSchema.nullable(),
  candidate: sideSchema.nullable(),
  alarms: z.array(heardAlarmSchema),
  /** Where the newest whole period ends; null: there is none. */
  measuredToMs: z.number().nullable(),
  /** What is not measured though it could matter, each as one sentence. */
  notes: z.array(z.string()),
});

export const heardOpinionSchema = z.discriminatedUnion('kind', [
  /** Nobody measures here. */
  z.object({ kind: z.literal('none'), because: z.string() }),
  /** For the first time. */
  z.object({ kind: z.literal('asked'), source: z.string() }),
  z.object({
    kind: z.literal('heard'),
    opinion: opinionSchema,
    /** Why there is none that is newer; null: it is the newest. */
    silentBecause: z.string().nullable(),
  }),
  /** Asked, and nobody answered so far. */
  z.object({ kind: z.literal('silent'), source: z.string(), because: z.string() }),
]);

/** What a successor of a release has to know of it, and cannot measure again. */
export const opinionMemorySchema = z.object({
  /** When the first of its traffic was seen to be there; null: not yet. */
  sharedAtMs: z.number().nullable(),
  baseline: sideSchema.nullable(),
  /** Places in the terms' list of the alarms that were OK before; null: not known. */
  okAlarms: z.array(z.number().int().nonnegative()).max(mostAlarms).nullable(),
});

export type OpinionTerms = z.infer<typeof opinionTermsSchema>;
export type Side = z.infer<typeof sideSchema>;
export type CanaryVerdict = z.infer<typeof verdictSchema>;
export type AlarmState = z.infer<typeof alarmStateSchema>;
export type HeardAlarm = z.infer<typeof heardAlarmSchema>;
export type Opinion = z.infer<typeof opinionSchema>;
export type HeardOpinion = z.infer<typeof heardOpinionSchema>;
export type OpinionMemory = z.infer<typeof opinionMemorySchema>;
