/**
 * What the host must find again after a crash. Only intent and identity are kept: whether a block is
 * healthy is observed anew. A generation's size and blocks are the truth after a restart, whatever had
 * exited before.
 */
import * as z from 'zod';
import { blockStartSchema } from '../../src-shared/block-start-schema.ts';
import { dataNoteSchema } from '../../src-shared/data-note-schema.ts';
import { recipeSchema, rolloutSchema, splitSchema } from '../../src-shared/fleet.ts';
import {
  blockIdSchema,
  fleetIdSchema,
  generationIdSchema,
  imageIdSchema,
  tokenSchema,
} from '../../src-shared/id-schemas.ts';
import { rehearsalSchema } from '../../src-shared/rehearsal-schema.ts';
import { noticeSchema } from './protocol.ts';

/**
 * Rises when an older host could not read what a newer one writes. 2: a running release, what was said to
 * it and what it remembers. To a host of 1 its intent is damage, and it would go back to the copy before.
 * 3: fleets without an entry, which have no port. All that 1 and 2 wrote is read as it is.
 */
export const STATE_SCHEMA = 3;

export const blockRecordSchema = z.object({
  id: blockIdSchema,
  slot: z.number().int().nonnegative(),
  launchedAtMs: z.number(),
  /** The process to reap after a crash; null before it was started. */
  process: z
    .object({
      pid: z.number().int().positive(),
      startTime: z.string(),
      mark: z.string(),
    })
    .nullable(),
  replaces: blockIdSchema.nullable(),
  /** Token of the order that ends it: after a crash it is not launched again. */
  endedBy: tokenSchema.nullable(),
});

export const generationRecordSchema = z.object({
  id: generationIdSchema,
  number: z.number().int().positive(),
  image: imageIdSchema,
  recipe: recipeSchema,
  size: z.number().int().nonnegative(),
  launchedAtMs: z.number(),
  rung: z.enum(['warm', 'draining', 'retired']),
  hasServed: z.boolean(),
  /** A host that knows no such notes drops it: whoever goes back to one has to note it again. */
  data: dataNoteSchema.optional(),
  /** The newest starts of its blocks. A host that knows none drops them. */
  starts: z.array(blockStartSchema).optional(),
  /** Token of the order that retires it. */
  retiredBy: tokenSchema.nullable(),
  blocks: z.array(blockRecordSchema),
});

const loopbackPort = z.number().int().min(1).max(65_535);

export const fleetRecordSchema = z.object({
  id: fleetIdSchema,
  name: z.string(),
  /** The one loopback port of the entry, for ever. Absent: it has no entry, its blocks fetch their work. */
  port: loopbackPort.optional(),
  /** Of the sample's queue, for ever, where this is the fleet of its test runners. */
  queuePort: loopbackPort.optional(),
  floor: z.number().int().nonnegative(),
  split: splitSchema,
  previous: generationIdSchema.nullable(),
  rollout: rolloutSchema.nullable(),
  /** Absent while requests are let in. A host that knows no pauses drops it and lets them in. */
  pause: z.object({ by: z.string(), endsAtMs: z.number() }).optional(),
  /** The last of them, newest last. A host that knows none drops them. */
  rehearsals: z.array(rehearsalSchema).optional(),
  generations: z.array(generationRecordSchema),
  /** Of the next block; never goes back, so a block's name never comes twice. */
  nextBlock: z.number().int().positive(),
});

export const receiptSchema = z.object({
  token: tokenSchema,
  call: z.string(),
  /** What the first performance answered. */
  value: z.unknown(),
  atMs: z.number(),
});

export const hostStateSchema = z.object({
  fleets: z.array(fleetRecordSchema),
  /** Newest last, bounded. */
  receipts: z.array(receiptSchema),
  /** Newest last, bounded. */
  notices: z.array(noticeSchema),
  nextNotice: z.number().int().positive(),
  /** When the host was stopped on request; null while it runs and after a crash. */
  stoppedAtMs: z.number().nullable(),
});

export type BlockRecord = z.infer<typeof blockRecordSchema>;
export type GenerationRecord = z.infer<typeof generationRecordSchema>;
export type FleetRecord = z.infer<typeof fleetRecordSchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type HostState = z.infer<typeof hostStateSchema>;

export const emptyState: HostState = {
  fleets: [],
  receipts: [],
  notices: [],
  nextNotice: 1,
  stoppedAtMs: null,
};
