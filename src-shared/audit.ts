/** A rollout's record as evidence: who, when and why, each call with its token, and what was seen meanwhile. */
import * as z from 'zod';
import { weighedSchema } from './acceptance-schema.ts';
import { comparedSchema } from './findings-schema.ts';
import { faultSchema } from './fault-schema.ts';
import { ownerSchema } from './handover-schema.ts';
import { intentSchema, rolloutSchema } from './fleet.ts';
import { fleetPictureSchema } from './fleet-picture.ts';
import { fleetIdSchema, rolloutIdSchema, tokenSchema } from './id-schemas.ts';
import { verdictSchema } from './opinion-schema.ts';
import { outcomeSchema } from './panel.ts';
import { findingsAcceptanceSchema } from './release-schema.ts';
import { receiptSchema } from './receipt.ts';

/** Times are epoch milliseconds of the clock of whoever wrote the record. */
export const callAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), atMs: z.number(), receipt: receiptSchema }),
  /** The yard said no: nothing was done. */
  z.object({ kind: z.literal('refused'), atMs: z.number(), fault: faultSchema }),
  /** Nobody knows whether it was done. */
  z.object({ kind: z.literal('unknown'), atMs: z.number(), fault: faultSchema }),
]);

export const auditAttemptSchema = z.object({
  attempt: z.number().int().positive(),
  /** Rises with each takeover. */
  epoch: z.number().int().nullable(),
  reason: z.string(),
  sentAtMs: z.number(),
  answer: callAnswerSchema.nullable(),
  /**
   * From the sending to the answer; null without an answer. Records of version 1 measured nothing: there
   * it is the time between the lines, with the wait for the disk in it.
   */
  tookMs: z.number().nullable(),
});

export const auditStepSchema = z.object({
  key: z.string(),
  /** What makes a repeat harmless: the same for all attempts. */
  token: tokenSchema,
  title: z.string(),
  attempts: z.array(auditAttemptSchema).min(1),
});

export const auditSchema = z.object({
  rollout: rolloutIdSchema,
  fleet: fleetIdSchema,
  /** What the operator read on the button. */
  label: z.string(),
  intent: intentSchema,
  owner: rolloutSchema.shape.owner,
  pressedAtMs: z.number(),
  begunAtMs: z.number(),
  /** What the press was judged on. */
  seenBefore: z.object({ split: z.string(), revision: z.number().int() }),
  /** What of its preflight was accepted, as it was read; the reason stands in the intent. */
  weighed: z.array(weighedSchema).optional(),
  steps: z.array(auditStepSchema),
  /** What came was compared with what served, the last time; absent: it was not, or an earlier version wrote it. */
  compared: z.object({ atMs: z.number(), outcome: comparedSchema }).optional(),
  /** What people said to it meanwhile. */
  told: z.array(
    z.object({
      atMs: z.number(),
      text: z.string(),
      by: z.string(),
      /** Which findings were accepted by it, and why. */
      accepted: findingsAcceptanceSchema.optional(),
    }),
  ),
  /** How the second opinion on it changed, in a release; absent in what was exported before there was one. */
  judgements: z
    .array(
      z.object({
        atMs: z.number(),
        verdict: z.enum([...verdictSchema.options, 'silent']),
        source: z.string(),
        text: z.string(),
      }),
    )
    .optional(),
  /** Another panel, or the same one after its end, went on with it. */
  takeovers: z.array(
    z.object({
      atMs: z.number(),
      epoch: z.number().int(),
      /** Who handed it over; absent where its panel had ended. */
      from: ownerSchema.optional(),
      /** So long nobody carried it at most, in milliseconds; absent: not known. */
      unwatchedMs: z.number().nonnegative().optional(),
    }),
  ),
  /** This panel handed it over; what came after stands in that panel's record. */
  handovers: z.array(z.object({ atMs: z.number(), to: ownerSchema })),
  /** How the fleet looked, oldest first; none in records of version 1. */
  sights: z.array(z.object({ atMs: z.number(), picture: fleetPictureSchema })),
  /** Null while it runs, and when its end is not recorded. */
  end: z
    .object({
      atMs: z.number(),
      kind: outcomeSchema.shape.kind,
      text: z.string(),
      firstResponseMs: z.number().nullable(),
      takenBack: outcomeSchema.shape.takenBack,
    })
    .nullable(),
  /** The writer's clock was set back meanwhile: times are not all of one clock. */
  isClockSetBack: z.boolean(),
});

/** As it is read from the disk. */
export const recordedAuditSchema = z.object({
  audit: auditSchema,
  /** Where the record stands. */
  file: z.string(),
  /** Why it is not all there: damaged, or written by a newer version. A sentence. */
  trouble: z.string().nullable(),
});

export type CallAnswer = z.infer<typeof callAnswerSchema>;
export type AuditAttempt = z.infer<typeof auditAttemptSchema>;
export type AuditStep = z.infer<typeof auditStepSchema>;
export type Audit = z.infer<typeof auditSchema>;
export type RecordedAudit = z.infer<typeof recordedAuditSchema>;
