/**
 * What a rollout's record says. Entries are written in order and never changed; a resumed rollout
 * starts from them, and so do the timeline and the evidence.
 */
import * as z from 'zod';
import { weighedSchema } from '../../src-shared/acceptance-schema.ts';
import { comparedSchema } from '../../src-shared/findings-schema.ts';
import { intentSchema, rolloutSchema, type Intent, type Recipe } from '../../src-shared/fleet.ts';
import { fleetIdSchema, rolloutIdSchema, tokenSchema } from '../../src-shared/id-schemas.ts';
import { outcomeSchema } from '../../src-shared/panel.ts';
import { verdictSchema } from '../../src-shared/opinion-schema.ts';
import { faultSchema } from '../../src-shared/fault-schema.ts';
import { ownerSchema } from '../../src-shared/handover-schema.ts';
import { pictureChangeSchema } from '../../src-shared/fleet-picture.ts';
import { findingsAcceptanceSchema } from '../../src-shared/release-schema.ts';
import { receiptSchema } from '../../src-shared/receipt.ts';

const step = { key: z.string(), token: tokenSchema };
/** Which sending it is about, and milliseconds from there to the answer. Version 1 did not write them. */
const sending = {
  attempt: z.number().int().positive().optional(),
  tookMs: z.number().nonnegative().optional(),
};

const notUnderstood = {
  kind: 'failed' as const,
  because: 'what was found stands in the record in a form that is not understood',
};

export const entrySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('begun'),
    rollout: rolloutIdSchema,
    fleet: fleetIdSchema,
    intent: intentSchema,
    owner: rolloutSchema.shape.owner,
    pressedAtMs: z.number(),
    /** The plan's label: what the operator read on the button. */
    label: z.string(),
    /** The traffic split as it was seen, in words, and its revision. */
    split: z.string(),
    revision: z.number().int(),
    /** What of its preflight was accepted, as it was read; the reason stands in the intent. */
    weighed: z.array(weighedSchema).optional(),
  }),
  /** A person said something to the running release; its owner saw it in the yard. */
  z.object({
    type: z.literal('told'),
    text: z.string(),
    by: z.string(),
    /** Which findings were accepted by it, and why. */
    accepted: findingsAcceptanceSchema.optional(),
  }),
  /** The second opinion has become another one; `silent`: it could not be heard. */
  z.object({
    type: z.literal('judged'),
    verdict: z.enum([...verdictSchema.options, 'silent']),
    /** `CloudWatch` */
    source: z.string(),
    text: z.string(),
  }),
  /** What serves and what comes were compared. It is evidence alone: one that is not understood hides nothing else. */
  z.object({ type: z.literal('compared'), outcome: comparedSchema.catch(notUnderstood) }),
  z.object({
    type: z.literal('claimed'),
    epoch: z.number().int(),
    isTakeover: z.boolean(),
    /** Who handed it over; absent where nobody did. */
    from: ownerSchema.optional(),
    /** Of a takeover: so long nobody carried it at most, in milliseconds; absent: not known. */
    unwatchedMs: z.number().nonnegative().optional(),
  }),
  /** Our part is over, its own end is not: `to` carries it on. */
  z.object({ type: z.literal('handed'), epoch: z.number().int(), to: ownerSchema }),
  /** Written and on the disk before the effect is sent. */
  z.object({
    type: z.literal('intended'),
    ...step,
    attempt: z.number().int().positive(),
    epoch: z.number().int(),
    title: z.string(),
    /** Why, and what was seen just before. */
    reason: z.string(),
  }),
  z.object({ type: z.literal('answered'), ...step, ...sending, receipt: receiptSchema }),
  /** The yard said no: nothing was done. */
  z.object({ type: z.literal('refused'), ...step, ...sending, fault: faultSchema }),
  /** Nobody knows whether it was done; only an observation can tell. */
  z.object({ type: z.literal('unknown'), ...step, ...sending, fault: faultSchema }),
  /** What the fleet looked like to who carries it. `seenAtMs`: when that look began, epoch milliseconds. */
  z.object({ type: z.literal('saw'), seenAtMs: z.number(), ...pictureChangeSchema.shape }),
  z.object({
    type: z.literal('ended'),
    kind: outcomeSchema.shape.kind,
    text: z.string(),
    firstResponseMs: z.number().nullable(),
    takenBack: outcomeSchema.shape.takenBack,
  }),
]);

export type Receipt = z.infer<typeof receiptSchema>;
export type JournalEntry = z.infer<typeof entrySchema>;
export type SawEntry = Extract<JournalEntry, { type: 'saw' }>;
export type JudgedEntry = Extract<JournalEntry, { type: 'judged' }>;
export type BegunEntry = Extract<JournalEntry, { type: 'begun' }>;

/** An entry as it stands in the file. */
export interface WrittenEntry {
  readonly seq: number;
  /** Epoch milliseconds of the writer's clock. */
  readonly atMs: number;
  readonly entry: JournalEntry;
}

/** The last that was written of the change itself: what was still being compared may come after its end. */
export function lastOfChange(entries: readonly WrittenEntry[]): WrittenEntry | undefined {
  return entries.findLast(({ entry }) => entry.type !== 'compared');
}

/** Shown in place of a value that may be a secret; the name stays, so that the record can be compared. */
const notRecorded = '[not recorded]';

/** The intent without environment values: the yard keeps the full one, the record needs none of them. */
export function withoutSecrets(intent: Intent): Intent {
  if (intent.kind === 'launch') return { ...intent, recipe: withoutValues(intent.recipe) };
  if (intent.kind !== 'release' || intent.candidate.kind !== 'launch') return intent;
  const { candidate } = intent;
  return { ...intent, candidate: { ...candidate, recipe: withoutValues(candidate.recipe) } };
}

function withoutValues(recipe: Recipe): Recipe {
  const env = Object.fromEntries(Object.keys(recipe.env).map((name) => [name, notRecorded]));
  return { ...recipe, env };
}
