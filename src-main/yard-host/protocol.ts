/**
 * What client and yard host say to each other over the control socket. Both sides check what they are
 * told: the host because anyone who runs as this user may write to the socket, the client because a
 * host of another version may answer.
 */
import * as z from 'zod';
import { dataWishSchema } from '../../src-shared/data-note-schema.ts';
import { fleetSchema, intentSchema, recipeSchema, rolloutSchema } from '../../src-shared/fleet.ts';
import {
  blockIdSchema,
  fleetIdSchema,
  generationIdSchema,
  imageIdSchema,
  rolloutIdSchema,
  tokenSchema,
} from '../../src-shared/id-schemas.ts';
import { folderImageSchema } from '../../src-shared/image.ts';
import { roomSchema } from '../../src-shared/preflight-facts-schema.ts';
import { handoverWordSchema } from '../../src-shared/handover-schema.ts';
import {
  controlChangeSchema,
  releaseChecksSchema,
  releaseMemorySchema,
} from '../../src-shared/release-schema.ts';
import { faultSchema } from '../../src-shared/fault-schema.ts';
import { longestPauseMs, shortestPauseMs } from '../../src-shared/holding.ts';
import { noteOrderSchema, noteSchema } from '../../src-shared/note-schema.ts';
import { rehearsalSchema } from '../../src-shared/rehearsal-schema.ts';
import { largestSize } from '../../src-shared/sizes.ts';

/**
 * Rises when an older client could misread a newer host or the other way round. 2: releases. A look with
 * one of them in it is no look at all for version 1, which knows five kinds of intent. 3: fleets without an
 * entry, and the kind of the entry of each. 4: releases whose terms ask for a second opinion, which an older one
 * would leave out where it keeps them or carries them on. 5: what a generation does to shared data, in terms and in looks. 6: findings that
 * a release requires, and their acceptance: an older one would leave both out, and send a share that nobody has allowed.
 */
export const PROTOCOL_VERSION = 6;

/** First frame of every connection, from the host. Read loosely: it must be readable in every version. */
export const greetingSchema = z.object({
  kind: z.literal('greeting'),
  protocol: z.number().int(),
  appVersion: z.string(),
  pid: z.number().int(),
  hostNumber: z.number().int(),
  dataFolder: z.string(),
  startedAtMs: z.number(),
});
export type Greeting = z.infer<typeof greetingSchema>;

export const noticeSchema = z.object({
  id: z.string(),
  atMs: z.number(),
  fleet: fleetIdSchema.nullable(),
  severity: z.enum(['info', 'warning', 'trouble']),
  text: z.string(),
});

export const observationSchema = z.object({
  observedAtMs: z.number(),
  fleets: z.array(fleetSchema),
  images: z.array(folderImageSchema),
  notices: z.array(noticeSchema),
  /** Earlier hosts keep none. */
  notes: z.array(noteSchema).optional(),
  /** Earlier hosts do not tell; null while everything is on disk. */
  notSavedBecause: z.string().nullable().optional(),
});

export const hostStatusSchema = z.object({
  appVersion: z.string(),
  pid: z.number().int(),
  hostNumber: z.number().int(),
  startedAtMs: z.number(),
  dataFolder: z.string(),
  /** Null while everything is on disk. */
  notSavedBecause: z.string().nullable(),
});
export type HostStatus = z.infer<typeof hostStatusSchema>;

const onBehalf = {
  rollout: rolloutIdSchema,
  epoch: z.number().int().positive(),
  token: tokenSchema,
};
const lease = { rollout: rolloutIdSchema, epoch: z.number().int().positive() };
const leaseMs = z.number().int().min(100).max(3_600_000);
const nothing = z.null();

export const routeOrderSchema = z.object({
  fleet: fleetIdSchema,
  weights: z
    .array(z.object({ generation: generationIdSchema, weight: z.number().int().min(0).max(999) }))
    .min(1)
    .max(100),
  expectedRevision: z.union([z.number().int().nonnegative(), z.literal('any')]),
  previous: generationIdSchema.nullable(),
  rollout: rolloutIdSchema,
  overtake: z.boolean(),
  token: tokenSchema,
});

export const routeReceiptSchema = z.object({
  revision: z.number().int(),
  atMs: z.number(),
  overtook: rolloutIdSchema.nullable(),
});

const probeAnswerSchema = z.object({
  status: z.number(),
  generation: generationIdSchema.nullable(),
  latencyMs: z.number(),
});

const countedPeriodSchema = z.object({
  startMs: z.number(),
  requests: z.number(),
  errors: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});

export const claimOrderSchema = z.object({
  fleet: fleetIdSchema,
  rollout: rolloutIdSchema,
  intent: intentSchema,
  owner: z.object({
    name: z.string().max(300),
    host: z.string().max(300),
    panel: z.string().max(300),
  }),
  leaseMs,
  epoch: z.number().int().positive(),
});

export const controlOrderSchema = z.object({
  fleet: fleetIdSchema,
  rollout: rolloutIdSchema,
  change: z.discriminatedUnion('kind', [
    ...controlChangeSchema.options,
    ...handoverWordSchema.options,
  ]),
  by: z.string().max(300),
});

export const pauseOrderSchema = z.object({
  fleet: fleetIdSchema,
  isPaused: z.boolean(),
  /** Who says it, for people. */
  by: z.string().max(300),
  /** It ends by itself after this; the usual time when not said. */
  forMs: z.number().int().min(shortestPauseMs).max(longestPauseMs).optional(),
});

export const dataOrderSchema = z.object({
  fleet: fleetIdSchema,
  generation: generationIdSchema,
  note: dataWishSchema,
  by: z.string().max(300),
});

export const rehearsalOrderSchema = z.object({
  fleet: fleetIdSchema,
  /** Cut over to `away` and reverted to `back`. */
  away: generationIdSchema,
  back: generationIdSchema,
  by: z.string().max(300),
});

/** `add`: the fleet of the sample's test runners. Else its queue is filled, or not. */
export const sampleOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add') }),
  z.object({ kind: z.literal('work'), fleet: fleetIdSchema, isOn: z.boolean() }),
]);

export const launchGenerationOrderSchema = z.object({
  fleet: fleetIdSchema,
  number: z.number().int().positive().max(1_000_000),
  image: imageIdSchema,
  recipe: recipeSchema,
  size: z.number().int().min(1).max(500),
  ...onBehalf,
});

export const launchBlockOrderSchema = z.object({
  fleet: fleetIdSchema,
  generation: generationIdSchema,
  replaces: blockIdSchema,
  ...onBehalf,
});

export const addBlockOrderSchema = z.object({
  fleet: fleetIdSchema,
  generation: generationIdSchema,
  size: z.number().int().min(1).max(largestSize),
  ...onBehalf,
});

export const blockOrderSchema = z.object({
  fleet: fleetIdSchema,
  block: blockIdSchema,
  size: z.number().int().nonnegative().max(largestSize).optional(),
  ...onBehalf,
});

export const generationOrderSchema = z.object({
  fleet: fleetIdSchema,
  generation: generationIdSchema,
  ...onBehalf,
});

const fromByte = z.number().int().nonnegative();
const pieceSchema = z.object({ base64: z.string(), totalBytes: z.number().nonnegative() });

function call<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output };
}

/** The whole control surface as one value; host and client are both derived from it. */
export const hostCalls = {
  /** Proof of life, and what the host says about itself. */
  status: call(nothing, hostStatusSchema),
  /** From now on this connection gets a push after each change, coalesced. */
  subscribe: call(nothing, nothing),
  observe: call(nothing, observationSchema),
  claim: call(claimOrderSchema, rolloutSchema),
  renew: call(
    z.object({
      fleet: fleetIdSchema,
      ...lease,
      leaseMs,
      memory: releaseMemorySchema.optional(),
      step: rolloutSchema.shape.step,
    }),
    nothing,
  ),
  control: call(controlOrderSchema, nothing),
  /** An earlier host does not know this call, and says so. */
  annotate: call(noteOrderSchema, noteSchema),
  finish: call(z.object({ fleet: fleetIdSchema, ...lease }), nothing),
  route: call(routeOrderSchema, routeReceiptSchema),
  pauseEntry: call(pauseOrderSchema, nothing),
  noteData: call(dataOrderSchema, nothing),
  /** An earlier host does not know this call, and says so. */
  rehearse: call(rehearsalOrderSchema, rehearsalSchema),
  sample: call(sampleOrderSchema, nothing),
  launchGeneration: call(launchGenerationOrderSchema, generationIdSchema),
  launchBlock: call(launchBlockOrderSchema, blockIdSchema),
  addBlock: call(addBlockOrderSchema, blockIdSchema),
  terminateBlock: call(blockOrderSchema, nothing),
  retireGeneration: call(generationOrderSchema, nothing),
  probe: call(
    z.object({ fleet: fleetIdSchema, through: z.union([z.literal('entry'), generationIdSchema]) }),
    probeAnswerSchema,
  ),
  check: call(
    z.object({
      fleet: fleetIdSchema,
      generation: generationIdSchema,
      ...releaseChecksSchema.pick({ path: true, text: true, withinMs: true }).shape,
    }),
    probeAnswerSchema.extend({ hasText: z.boolean().nullable() }),
  ),
  measures: call(
    z.object({
      fleet: fleetIdSchema,
      generations: z.array(generationIdSchema).min(1).max(20),
      fromMs: z.number(),
      toMs: z.number(),
    }),
    z.object({
      periodMs: z.number().positive(),
      generations: z.array(
        z.object({ generation: generationIdSchema, periods: z.array(countedPeriodSchema) }),
      ),
      unanswered: z.array(z.object({ startMs: z.number(), count: z.number() })),
    }),
  ),
  /** Hashes every file of it, as a launch does. An earlier host does not know this call, and says so. */
  proveImage: call(z.object({ image: imageIdSchema }), nothing),
  /** A piece of what an image consists of, and of one of its files. An earlier host knows neither, and says so. */
  imageList: call(z.object({ image: imageIdSchema, from: fromByte }), pieceSchema),
  imageFile: call(
    z.object({ image: imageIdSchema, path: z.string().min(1).max(16_384), from: fromByte }),
    pieceSchema,
  ),
  room: call(nothing, roomSchema),
  importImage: call(z.object({ path: z.string().min(1).max(4096) }), folderImageSchema),
  blockLog: call(
    z.object({ fleet: fleetIdSchema, block: blockIdSchema }),
    z.object({ lines: z.array(z.string()), droppedBytes: z.number() }),
  ),
  /** Ends the blocks and then the host itself; answered before that begins. */
  stop: call(nothing, nothing),
} as const;

export type HostCallName = keyof typeof hostCalls;
export type HostInput<Name extends HostCallName> = z.output<(typeof hostCalls)[Name]['input']>;
export type HostOutput<Name extends HostCallName> = z.output<(typeof hostCalls)[Name]['output']>;

/** One function per call, as the host implements them; faults are thrown as FaultError. */
export type HostHandlers = {
  readonly [Name in HostCallName]: (input: HostInput<Name>) => Promise<HostOutput<Name>>;
};

export const requestSchema = z.object({
  id: z.number().int().nonnegative(),
  call: z.string().max(100),
  input: z.unknown(),
});

export const answerSchema = z.object({
  /** Null when the request could not even be read. */
  id: z.number().int().nonnegative().nullable(),
  result: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), fault: faultSchema }),
  ]),
});

export const pushSchema = z.object({ push: z.literal('changed') });

export type Observation = z.infer<typeof observationSchema>;
export type Notice = z.infer<typeof noticeSchema>;
