/** Fleets whose blocks fetch their work: how one is told to, what it says of itself, and the sample's queue. */
import * as z from 'zod';

/** Asked at the block's own address: no host of another machine can stand in it. */
const hookPathSchema = z
  .string()
  .max(500)
  .regex(/^\/(?!\/)[\x21-\x7e]*$/u);

/** A program and its arguments, never a line for a shell. */
const hookCommandSchema = z
  .array(
    z
      .string()
      .max(2000)
      .refine((part) => !part.includes('\0')),
  )
  .min(1)
  .max(100);

/** Declared with the recipe, so that a generation is told for ever as it was from the beginning. */
export const workHookSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    takePath: hookPathSchema,
    stopPath: hookPathSchema,
    statePath: hookPathSchema,
  }),
  z.object({
    kind: z.literal('command'),
    take: hookCommandSchema,
    stop: hookCommandSchema,
    state: hookCommandSchema,
  }),
]);

/** More than any block has in hand: a larger number is nonsense, not news. */
export const busiestBlock = 1_000_000;

/** What a block answers when it is asked, whatever else it says. */
export const workAnswerSchema = z.object({
  taking: z.boolean(),
  /** Pieces of work it has in hand, those that it is just fetching too. */
  busy: z.number().int().min(0).max(busiestBlock),
});

export const blockWorkSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('seen'),
    taking: z.boolean(),
    busy: z.number().int().nonnegative(),
    /** Of the split in force when it was asked: what it said under an older one proves nothing. */
    revision: z.number().int().nonnegative(),
  }),
  /** Its hook failed, or was not asked yet: not reachable is not idle. */
  z.object({ kind: z.literal('unknown'), reason: z.string() }),
]);

/** Since the yard was started; `queued` and `running` now. */
export const sampleWorkSchema = z.object({
  isOn: z.boolean(),
  queued: z.number().int().nonnegative(),
  running: z.number().int().nonnegative(),
  fetched: z.number().int().nonnegative(),
  done: z.number().int().nonnegative(),
  /** Fetched by a block that never said it was done. */
  lost: z.number().int().nonnegative(),
  /** Said to be done more than once. */
  twice: z.number().int().nonnegative(),
});

export type WorkHook = z.infer<typeof workHookSchema>;
export type WorkAnswer = z.infer<typeof workAnswerSchema>;
export type BlockWork = z.infer<typeof blockWorkSchema>;
export type SampleWork = z.infer<typeof sampleWorkSchema>;
