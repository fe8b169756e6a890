/**
 * What a comparison found between what serves and what would come, short enough to be kept in the record of a
 * change: it is read there when neither side is there any more. All texts in it are made safe to read.
 */
import * as z from 'zod';
import { findingAreas, longestValue, mostFindings, mostUncompared } from './findings-bounds.ts';

const text = z.string().max(longestValue + 1);

export const findingSchema = z.object({
  area: z.enum(findingAreas),
  /** A fact's name, a path, a package. */
  subject: text,
  /** Null where it is not there, or there is nothing to quote. */
  before: text.nullable(),
  after: text.nullable(),
  kind: z.enum(['added', 'removed', 'changed']),
  /** Why it is worth a look; null: nothing speaks for that. */
  why: text.nullable(),
  /** Of a page: where its pictures are, for as long as they are kept. */
  picture: z
    .object({ run: z.string().regex(/^[a-z0-9-]{1,60}$/u), shot: z.number().int().nonnegative() })
    .optional(),
});

/** Names what facts and texts differ in: another one as soon as any of it is different. */
export const findingsMarkSchema = z.string().regex(/^[0-9a-f]{16}$/u);

export const findingsSchema = z.object({
  /** What serves, and what would come. */
  a: text,
  b: text,
  mark: findingsMarkSchema,
  /** Of all that was found, listed or not. */
  total: z.number().int().nonnegative(),
  worthALook: z.number().int().nonnegative(),
  /** What is worth a look first. */
  listed: z.array(findingSchema).max(mostFindings),
  /** What was compared at all. */
  areas: z.array(z.enum(findingAreas)),
  /** What was not compared, each as one sentence: a finding that is not there must not pass for equal. */
  missing: z.array(z.string().max(longestValue * 2)).max(mostUncompared),
  /** Such sentences beyond those. */
  moreMissing: z.number().int().nonnegative(),
});

/** As it stands in the record of a change. */
export const comparedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), findings: findingsSchema }),
  /** It was tried. One sentence. */
  z.object({ kind: z.literal('failed'), because: z.string() }),
]);

export type Finding = z.infer<typeof findingSchema>;
export type Findings = z.infer<typeof findingsSchema>;
export type Compared = z.infer<typeof comparedSchema>;
