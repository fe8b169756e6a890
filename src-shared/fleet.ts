/**
 * What a yard reports about its fleets: facts observed, with no opinion of the panel in them.
 * Schemas, because these cross a socket and the IPC border. Times are epoch milliseconds.
 */
import * as z from 'zod';
import { acceptanceSchema } from './acceptance-schema.ts';
import { generationStartsSchema } from './block-start-schema.ts';
import { dataNoteSchema } from './data-note-schema.ts';
import { ownerSchema } from './handover-schema.ts';
import {
  blockIdSchema,
  fleetIdSchema,
  generationIdSchema,
  imageIdSchema,
  rolloutIdSchema,
} from './id-schemas.ts';
import {
  releaseMemorySchema,
  releaseTermsSchema,
  rolloutControlsSchema,
} from './release-schema.ts';
import { rehearsalGroundSchema, rehearsalSchema } from './rehearsal-schema.ts';
import { largestSize } from './sizes.ts';
import { trafficSchema } from './traffic.ts';
import { blockWorkSchema, sampleWorkSchema, workHookSchema } from './work-schema.ts';

/** Each state carries only its own data. `since` on the block says for how long. */
export const blockStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting'), detail: z.string() }),
  z.object({ kind: z.literal('healthy') }),
  z.object({ kind: z.literal('unhealthy'), reason: z.string() }),
  z.object({
    kind: z.literal('draining'),
    /** Null where the yard does not count them. */
    inFlight: z.number().nullable(),
    endsAtMs: z.number().nullable(),
    /** Where the yard says why; a sentence. */
    reason: z.string().optional(),
  }),
  /** Registered, but nothing refers to its group or its zone: nobody checks its health. */
  z.object({ kind: z.literal('unused'), reason: z.string() }),
  /** It runs, but its health cannot be told: checks are off or the checker is in trouble. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
  /** Fails its health check and is being let go: what it still answers is not to be trusted. */
  z.object({ kind: z.literal('unhealthy-draining'), reason: z.string() }),
  z.object({ kind: z.literal('stopping') }),
  z.object({
    kind: z.literal('exited'),
    code: z.number().nullable(),
    /** utilityProcess cannot tell a signal from an exit code; then this is null. */
    signal: z.string().nullable(),
    reason: z.string(),
  }),
  /** Never launched: refused by verification, missing file, no memory... */
  z.object({ kind: z.literal('launch-refused'), reason: z.string() }),
  z.object({ kind: z.literal('unknown'), reason: z.string() }),
]);

/** One line of the inspector that only this kind of yard has: `Instance type`, `t3.small`. Hostile text. */
export const factSchema = z.object({ fact: z.string(), value: z.string() });

export const blockSchema = z.object({
  id: blockIdSchema,
  generation: generationIdSchema,
  /** Position in the generation, from 0; a replacement takes the slot of the block it replaces. */
  slot: z.number().int().nonnegative(),
  zone: z.string(),
  state: blockStateSchema,
  sinceMs: z.number(),
  launchedAtMs: z.number(),
  /** `127.0.0.1:41233` once known. */
  address: z.string().optional(),
  pid: z.number().int().optional(),
  memoryBytes: z.number().optional(),
  facts: z.array(factSchema).optional(),
  /** The block this one is meant to replace, until that one is gone. */
  replaces: blockIdSchema.optional(),
  /** Marked as one that keeps data, with why: it is never part of a swap. Hostile text. */
  stateful: z.string().optional(),
  /** What it was seen to do with work; only in a fleet without an entry, while its process runs. */
  work: blockWorkSchema.optional(),
});

export const recipeSchema = z.object({
  /** Environment of each block beside the port variable; nothing is inherited. */
  env: z.record(z.string(), z.string()),
  drainTimeoutMs: z.number().int().positive(),
  health: z.object({
    intervalMs: z.number().int().positive(),
    timeoutMs: z.number().int().positive(),
    healthyAfter: z.number().int().positive(),
    unhealthyAfter: z.number().int().positive(),
  }),
  /** How a block is told to take or to stop taking work; only where there is no entry. */
  work: workHookSchema.optional(),
  /** What else the yard starts a block with, as far as it can be told: type, template, networks... */
  facts: z.array(factSchema).optional(),
});

export const generationSchema = z.object({
  id: generationIdSchema,
  number: z.number().int().positive(),
  /** What people call it where that is not its number: `blue`. */
  label: z.string().optional(),
  image: imageIdSchema,
  recipe: recipeSchema,
  /** Where it is not the immutable generation it should be, each as one sentence. */
  notes: z.array(z.string()).optional(),
  /** How many blocks it is meant to have. */
  size: z.number().int().nonnegative(),
  launchedAtMs: z.number(),
  /**
   * Rungs of the ladder down. `stopped`: out of the entry, its blocks are kept and can be started again, only
   * with `canStop`. `retired` keeps the record without blocks.
   */
  rung: z.enum(['warm', 'draining', 'stopped', 'retired']),
  /**
   * False where the entry does not list it: nobody checks its health until it is attached at weight 0.
   * Absent where there is nothing to attach.
   */
  isAttached: z.boolean().optional(),
  /**
   * Why no block can be launched from its image any more, for those that are lost; absent while nothing is
   * known against it. `gone`: nobody has it here. `damaged`: it is not what it was.
   */
  imageTrouble: z.object({ kind: z.enum(['gone', 'damaged']), text: z.string() }).optional(),
  /** What a person noted of what it does to shared data; absent: nobody did. */
  data: dataNoteSchema.optional(),
  /** Launched by others, and Blockyard ends only what it launched (rule 9). */
  isForeign: z.literal(true).optional(),
  /** Of a foreign one: why it cannot be adopted, as far as a look shows; a sentence. */
  whyNotAdopted: z.string().optional(),
  /** Of one of ours: why its blocks cannot be stopped and kept, as far as a look shows; a sentence. */
  whyNotStopped: z.string().optional(),
  /** How its image is kept from being deregistered; absent where that cannot be done, or is not known. */
  imageKeeping: z.enum(['protected', 'unprotected', 'of-others']).optional(),
  /**
   * Where somebody beside us decides how many blocks it has: how long it keeps its size at least after each traffic write
   * of ours with no panel open, in milliseconds. An open one renews that.
   */
  keepsSizeForMs: z.number().positive().optional(),
  /**
   * Where an auto scaling group starts lost servers anew by itself: whether that is still the same tomorrow. `changing`: by what
   * its template version or image parameter leads to, a sentence. Absent where nobody does that by itself.
   */
  startsAnew: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed') }),
      z.object({
        kind: z.literal('changing'),
        /** Each is put right by itself. */
        ways: z.array(z.object({ what: z.enum(['template', 'image']), text: z.string() })).min(1),
        /** Whether there are more was not read. */
        isPart: z.literal(true).optional(),
      }),
      z.object({ kind: z.literal('untold') }),
    ])
    .optional(),
  /** How long its blocks took to start; absent where nobody has seen one, or by an earlier host. */
  starts: generationStartsSchema.optional(),
  /** Has answered real traffic at some time. Absent where nobody remembers: it may have. */
  hasServed: z.boolean().optional(),
  /** Reaches this generation alone, whatever the split says. */
  previewUrl: z.string().optional(),
  blocks: z.array(blockSchema),
});

export const splitSchema = z.object({
  /**
   * Names the content: another one after each change, by whomever. A yard that counts its changes
   * gives rising numbers, another one a fingerprint; so it may be compared only for equality.
   */
  revision: z.number().int().nonnegative(),
  weights: z.array(
    z.object({ generation: generationIdSchema, weight: z.number().int().nonnegative() }),
  ),
  changedAtMs: z.number(),
});

export const entryStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening') }),
  z.object({ kind: z.literal('port-taken'), port: z.number(), detail: z.string() }),
  z.object({ kind: z.literal('closed'), reason: z.string() }),
]);

/** Why requests wait at the entry now, and until when at most. Times are epoch ms. */
export const entryHoldingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('paused'),
    /** Who paused it, for people. Hostile text. */
    by: z.string(),
    endsAtMs: z.number(),
  }),
  /** No healthy block with traffic. */
  z.object({ kind: z.literal('nobody-serves'), endsAtMs: z.number() }),
]);

const anyEntry = {
  /** What a change of the split writes, one traffic write each: `default action of web:80`. */
  rules: z.array(z.string()).min(1),
  /** What hinders it or is unusual, each as one sentence. */
  notes: z.array(z.string()),
};

/** Where requests come in. */
const httpEntrySchema = z.object({
  kind: z.literal('http'),
  url: z.string(),
  state: entryStateSchema,
  /** How a response says which generation made it: by itself, as the operator declared it, or not at all. */
  marker: z.enum(['header', 'declared', 'none']),
  /** So long clients can stay with a generation whatever the split says, in milliseconds; null: not at all. */
  pinnedForMs: z.number().nullable(),
  ...anyEntry,
  /** How many of the rules a probe from here can ask; absent where it is all of them. */
  askedRules: z.number().int().nonnegative().optional(),
  /**
   * How one generation is asked past the split. `made`: by something that is made for a proof and removed after
   * it. Absent where generations have addresses of their own.
   */
  proof: z
    .discriminatedUnion('kind', [
      /** One sentence. */
      z.object({ kind: z.literal('made'), what: z.string() }),
      /** Through what the operator declared: `test listener 8443`. Whoever holds the release turns it, or they do. */
      z.object({
        kind: z.literal('declared'),
        through: z.string(),
        /** The call that turns it and puts it back. Absent: the operator turns it. */
        turnedBy: z.string().optional(),
      }),
      /** The end of a sentence. */
      z.object({ kind: z.literal('none'), because: z.string() }),
    ])
    .optional(),
  /** What a rehearsal of a way back is made on. Absent: an entry of its own, whose making changes nothing else. */
  rehearsal: rehearsalGroundSchema.optional(),
  /** Absent while none waits, and where none ever does. */
  holding: entryHoldingSchema.optional(),
});

/**
 * Nothing comes in: the blocks fetch their work, and a hook of each one tells it to. Weight says whether a
 * generation takes work at all.
 */
const noEntrySchema = z.object({
  kind: z.literal('none'),
  /** A block says by itself whether it takes work. */
  marker: z.literal('work'),
  pinnedForMs: z.null(),
  ...anyEntry,
});

export const entrySchema = z.discriminatedUnion('kind', [httpEntrySchema, noEntrySchema]);

/** Warnings of its preflight that were accepted with a reason. */
const accepts = { accepted: acceptanceSchema.optional() };

export const intentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cut-over'),
    to: generationIdSchema,
    from: generationIdSchema,
    /** Revision of the split that the operator saw: another one stops the cutover. */
    expectedRevision: z.number().int().nonnegative(),
    /** The entry did not list it when it was planned: it is attached at weight 0 and has to become healthy first. */
    attaches: z.literal(true).optional(),
    ...accepts,
  }),
  z.object({ kind: z.literal('revert'), to: generationIdSchema, from: generationIdSchema }),
  z.object({
    kind: z.literal('launch'),
    image: imageIdSchema,
    number: z.number().int().positive(),
    size: z.number().int().positive(),
    recipe: recipeSchema,
    /** Whose recipe that is; absent: that of the newest generation with blocks. */
    recipeOf: generationIdSchema.optional(),
  }),
  z.object({
    kind: z.literal('replace'),
    generation: generationIdSchema,
    block: blockIdSchema,
  }),
  z.object({ kind: z.literal('retire'), generation: generationIdSchema }),
  /** Others launched it; from then on it is Blockyard's to end and to replace (rule 9). */
  z.object({
    kind: z.literal('adopt'),
    generation: generationIdSchema,
    /** As it was shown: from then on it keeps it. */
    number: z.number().int().positive(),
  }),
  /** A rung of the way down that can be taken back: drained and stopped, and its blocks are kept. */
  z.object({ kind: z.literal('stop'), generation: generationIdSchema }),
  /** Back from there: started, in the entry at weight 0, healthy. */
  z.object({ kind: z.literal('start'), generation: generationIdSchema }),
  z.object({
    kind: z.literal('scale'),
    generation: generationIdSchema,
    /** How many blocks it is meant to have afterwards. */
    size: z.number().int().min(1).max(largestSize),
    /** How many it was meant to have when the operator looked. */
    from: z.number().int().nonnegative(),
  }),
  z.object({
    kind: z.literal('release'),
    candidate: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('launch'),
        image: imageIdSchema,
        number: z.number().int().positive(),
        size: z.number().int().positive(),
        recipe: recipeSchema,
        recipeOf: generationIdSchema.optional(),
      }),
      z.object({ kind: z.literal('existing'), generation: generationIdSchema }),
    ]),
    /** Served when it was planned, and stays whole as the way back. */
    from: generationIdSchema,
    /** Revision of the split that the operator saw: another one stops the release before it moves traffic. */
    expectedRevision: z.number().int().nonnegative(),
    terms: releaseTermsSchema,
    /** Its plan promised a proof in isolation: without one it gets no traffic. Absent in releases of before. */
    provesAlone: z.literal(true).optional(),
    ...accepts,
  }),
]);

/** What the owner of a rollout is at, as it told last. */
export const stepSchema = z.object({
  title: z.string().max(300),
  /** At which of the places where it waits for a person, from 1; null: at none. */
  waitsAt: z.number().int().positive().nullable(),
  /** What it waits for, as the rest of the sentence that `title` begins; absent while it does not wait. */
  because: z.string().max(400).optional(),
});

/** A running rollout as the yard keeps it, so that every panel finds it. */
export const rolloutSchema = z.object({
  id: rolloutIdSchema,
  intent: intentSchema,
  owner: ownerSchema,
  /** Rises with each takeover; a write with an older epoch is refused. */
  epoch: z.number().int().positive(),
  leaseEndsAtMs: z.number(),
  startedAtMs: z.number(),
  /** Blocks or generations launched for it, so that a successor does not launch twice. */
  launched: z.array(z.string()),
  /** What its owner is at, as it last told: for those who only watch. */
  step: stepSchema.optional(),
  /** Absent while nothing was said to it. */
  controls: rolloutControlsSchema.optional(),
  /** Of a release, as its owner last told. */
  memory: releaseMemorySchema.optional(),
});

export const fleetSchema = z.object({
  id: fleetIdSchema,
  name: z.string(),
  entry: entrySchema,
  /** Healthy blocks in service never go below this because of us (rule 3). */
  floor: z.number().int().nonnegative(),
  generations: z.array(generationSchema),
  split: splitSchema,
  /** Where a revert leads: the generation that served before the last cutover. */
  previous: generationIdSchema.nullable(),
  rollout: rolloutSchema.nullable(),
  traffic: trafficSchema,
  /**
   * Who was seen to answer what the present split sent, a client's request or the yard's own, and not with
   * a 5xx. Missing where the yard does not see its entry's answers.
   */
  seenToServe: z.array(generationIdSchema).optional(),
  /** Above those of its generations, and never to be given again: each as an integer from 1. */
  takenNumbers: z.array(z.number().int().positive()).optional(),
  /** What its yard can do and this fleet cannot, by verb, each with why as one sentence. */
  unable: z.array(z.object({ verb: z.string(), because: z.string() })).optional(),
  /** The last rehearsals of its ways back, newest last; absent: none, or an earlier host. */
  rehearsals: z.array(rehearsalSchema).optional(),
  /** Of the sample's queue, where the yard serves one for this fleet. */
  sampleWork: sampleWorkSchema.optional(),
});

export type BlockState = z.infer<typeof blockStateSchema>;
export type Block = z.infer<typeof blockSchema>;
export type Recipe = z.infer<typeof recipeSchema>;
export type Generation = z.infer<typeof generationSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Split = z.infer<typeof splitSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type HttpEntry = z.infer<typeof httpEntrySchema>;
export type Fact = z.infer<typeof factSchema>;
export type EntryState = z.infer<typeof entryStateSchema>;
export type Intent = z.infer<typeof intentSchema>;
export type Rollout = z.infer<typeof rolloutSchema>;
export type Fleet = z.infer<typeof fleetSchema>;
