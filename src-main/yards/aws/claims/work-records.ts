/**
 * Which generation takes work, where servers fetch it and no rule sends it to them:
 * `/blockyard/FLEET/taker/REVISION`. Each change is a parameter of its own that is created and never
 * overwritten, because a parameter cannot be written on condition: of two panels that change the same
 * revision one creates the next, and the other one is told. Pure.
 */
import * as z from 'zod';
import {
  fleetIdSchema,
  generationIdSchema,
  rolloutIdSchema,
} from '../../../../src-shared/id-schemas.ts';
import { asGenerationId, type GenerationId } from '../../../../src-shared/ids.ts';
import type { Fault } from '../../../../src-shared/result.ts';
import type { RouteOrder } from '../../port.ts';

export const workRecordSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  /** Takes all the work. */
  to: generationIdSchema,
  /** Where a revert leads. */
  previous: generationIdSchema.nullable(),
  /** Servers that each of the two had then. */
  sizes: z.record(generationIdSchema, z.number().int().nonnegative()),
  /** That wrote it. */
  rollout: rolloutIdSchema,
  /** By the clock of whoever wrote it, epoch milliseconds. */
  atMs: z.number(),
});

export type WorkRecord = z.infer<typeof workRecordSchema>;

export interface WorkWord {
  /** From 1, rising by one with each change. */
  readonly revision: number;
  /** Null: written by a Blockyard that we do not understand, or by hand. */
  readonly record: WorkRecord | null;
}

/** What counts; null where nobody has said anything yet. */
export function newestWord(work: readonly WorkWord[]): WorkWord | null {
  return work[0] ?? null;
}

/** The generation that an order gives all the work to; a share of it means nothing. */
export function takerOf({ weights }: Pick<RouteOrder, 'weights'>): GenerationId | null {
  const [only, ...others] = weights.filter(({ weight }) => weight > 0);
  return only === undefined || others.length > 0 ? null : only.generation;
}

export type NextWord =
  | { readonly kind: 'create'; readonly revision: number }
  /** It stands already: by this order, whose answer was lost. */
  | { readonly kind: 'done'; readonly revision: number }
  | { readonly kind: 'no'; readonly fault: Fault };

/**
 * @param expected revision that the operator saw, 0 for none; `any` overwrites whatever it has become.
 * @param sizes where they are what changes: a rollout writes several of them, one after the other.
 */
export function nextWord(
  work: readonly WorkWord[],
  { to, rollout, expected, sizes }: Pick<WorkRecord, 'to' | 'rollout'> &
    Partial<Pick<WorkRecord, 'sizes'>> & { expected: number | 'any' }, // prettier-ignore
): NextWord {
  const newest = newestWord(work);
  const revision = newest?.revision ?? 0;
  if (newest?.record?.to === to && newest.record.rollout === rollout) {
    const { sizes: has } = newest.record;
    const isSame = Object.entries(sizes ?? {}).every(([id, size]) => has[asGenerationId(id)] === size); // prettier-ignore
    if (isSame) return { kind: 'done', revision };
  }
  if (expected === 'any') return { kind: 'create', revision: revision + 1 };
  if (newest !== null && newest.record === null) return { kind: 'no', fault: unreadableWork };
  if (revision !== expected) return { kind: 'no', fault: changedWork };
  return { kind: 'create', revision: revision + 1 };
}

export const changedWork: Fault = {
  code: 'conflict',
  message: 'Which generation takes work was changed since you looked. This attempt sent nothing.',
  todo: 'Look at the fleet again before you go on.',
};

const unreadableWork: Fault = {
  code: 'version-mismatch',
  message: 'Which generation takes work was recorded by a Blockyard that this one cannot read.',
  todo: 'Use the newest panel.',
};
