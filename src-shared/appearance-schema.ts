/** How two generations look and answer, path by path. All texts in a report are made safe to read. */
import * as z from 'zod';
import { fleetIdSchema, generationIdSchema, yardIdSchema } from './id-schemas.ts';
import {
  findingKinds,
  largestSide,
  longestWait,
  mostPaths,
  pictureKinds,
  smallestSide,
  themes,
} from './appearance-bounds.ts';
import { textDifferenceSchema } from './plan.ts';

const pixels = z.number().int().nonnegative().max(100_000);
export const boxSchema = z.object({ x: pixels, y: pixels, width: pixels, height: pixels });

const side = z.number().int().min(smallestSide).max(largestSide);

/** What of a path is not compared: it is said beside the result, never left out in silence. */
export const ignoreSchema = z.discriminatedUnion('kind', [
  /** All that a CSS selector finds on either side. */
  z.object({ kind: z.literal('selector'), selector: z.string().min(1).max(200) }),
  /** Pixels, for one width of the window: another one lays the page out differently. */
  z.object({ kind: z.literal('area'), viewport: side, box: boxSchema }),
  /** Of an answer in JSON: `$.items[*].price`. */
  z.object({ kind: z.literal('json'), path: z.string().min(1).max(200).regex(/^\$/u) }),
  z.object({ kind: z.literal('header'), name: z.string().regex(/^[A-Za-z0-9-]{1,80}$/u) }),
]);

export const appearancePathSchema = z.object({
  kind: z.enum(['page', 'api']),
  /** From the root of the generation's address, with its query. Two slashes would name another host. */
  path: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])[!-~]*$/u),
  ignore: z.array(ignoreSchema).max(50),
  /** Its certificate need not be valid. */
  allowsBadCertificate: z.literal(true).optional(),
  /** Of a page: it may send more than GET and HEAD, to both generations and whatever data they share. */
  allowsWrites: z.literal(true).optional(),
});

/** `cdn.example.com`, `cdn.example.com:8443`, `[::1]:80`. */
const hostSchema = z
  .string()
  .max(260)
  .regex(/^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/u);

/** What an operator compares of a fleet; kept with the settings. */
export const appearanceListSchema = z.object({
  paths: z.array(appearancePathSchema).min(1).max(mostPaths),
  viewports: z
    .array(z.object({ width: side, height: side }))
    .min(1)
    .max(6),
  themes: z.array(z.enum(themes)).min(1).max(themes.length),
  /** `page`: all of it, up to a bound; `viewport`: what a window of that size shows first. */
  extent: z.enum(['page', 'viewport']),
  /** Besides the generation's own address pages may ask these. */
  hosts: z.array(hostSchema).max(20),
  /** Seconds that a page may take until it is loaded. */
  waitsSeconds: z.number().int().min(1).max(longestWait),
});

export const keptListsSchema = z
  .array(z.object({ yard: yardIdSchema, fleet: fleetIdSchema, list: appearanceListSchema }))
  .max(100);

/** What a page did besides being drawn. */
export const findingSchema = z.object({
  kind: z.enum(findingKinds),
  /** A host, an address, a kind of dialog; empty where there is nothing to name. */
  about: z.string(),
  count: z.number().int().positive(),
});

const sideShotSchema = z.object({
  /** Null: nobody answered. */
  status: z.number().int().nullable(),
  /** Path where it ended. */
  endedAt: z.string(),
  ms: z.number(),
  picture: z.object({ width: pixels, height: pixels }).nullable(),
  findings: z.array(findingSchema),
});

export const changedRegionSchema = boxSchema.extend({ pixels: z.number().int().positive() });

export const pictureDifferenceSchema = z.object({
  /** Of the larger picture. */
  width: pixels,
  height: pixels,
  /** Pixels. */
  changed: z.number().int(),
  /** Pixels that are not the same either, by less than counts as changed. */
  faint: z.number().int(),
  /** All but the ignored ones. */
  compared: z.number().int(),
  /** Largest first. */
  regions: z.array(changedRegionSchema),
  /** Smaller ones that are not listed. */
  unlisted: z.number().int(),
  ignored: z.array(boxSchema),
});

export const shotResultSchema = z.object({
  shot: z.number().int().nonnegative(),
  path: z.string(),
  viewport: z.object({ width: side, height: side }),
  theme: z.enum(themes),
  a: sideShotSchema,
  b: sideShotSchema,
  difference: z.discriminatedUnion('kind', [
    pictureDifferenceSchema.extend({ kind: z.literal('compared') }),
    /** Why there is nothing to compare, in one or two sentences. */
    z.object({ kind: z.literal('told'), text: z.string() }),
  ]),
});

export const answerRowSchema = z.object({
  /** A header's name, or where it is in JSON: `$.items[2].price`. */
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** With its type where that is not plain: `"4" (text)`. Null where it is not there. */
  a: z.string().nullable(),
  b: z.string().nullable(),
});

export const answerResultSchema = z.object({
  path: z.string(),
  a: z.object({ status: z.number().int().nullable(), ms: z.number(), bytes: z.number() }),
  b: z.object({ status: z.number().int().nullable(), ms: z.number(), bytes: z.number() }),
  headers: z.array(answerRowSchema),
  /** That differ and are no difference of the generations: `date`. */
  ignoredHeaders: z.array(z.string()),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('equal') }),
    z.object({
      kind: z.literal('json'),
      rows: z.array(answerRowSchema),
      /** Beyond those that are listed. */
      unlisted: z.number().int(),
      /** That differ where the operator ignores it. */
      ignored: z.array(z.string()),
    }),
    z.object({ kind: z.literal('text'), difference: textDifferenceSchema }),
    /** Binary, too large, nobody answered. */
    z.object({
      kind: z.literal('told'),
      text: z.string(),
      /** `unknown`: it was not compared. */
      differs: z.enum(['yes', 'unknown']),
    }),
  ]),
});

export const appearanceReportSchema = z.object({
  /** Names the folder of its pictures. */
  run: z.string().regex(/^[a-z0-9-]{1,60}$/u),
  atMs: z.number(),
  fleet: fleetIdSchema,
  a: generationIdSchema,
  b: generationIdSchema,
  shots: z.array(shotResultSchema),
  answers: z.array(answerResultSchema),
  /** What was not compared at all, each as one sentence. */
  missing: z.array(z.string()),
});

export const appearanceProgressSchema = z.object({
  /** `/checkout, 390 x 844, dark` */
  title: z.string(),
  done: z.number().int(),
  total: z.number().int(),
});

export const pictureKindSchema = z.enum(pictureKinds);

export type Box = z.infer<typeof boxSchema>;
export type Ignore = z.infer<typeof ignoreSchema>;
export type AppearancePath = z.infer<typeof appearancePathSchema>;
export type AppearanceList = z.infer<typeof appearanceListSchema>;
export type KeptLists = z.infer<typeof keptListsSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type SideShot = z.infer<typeof sideShotSchema>;
export type ChangedRegion = z.infer<typeof changedRegionSchema>;
export type PictureDifference = z.infer<typeof pictureDifferenceSchema>;
export type ShotResult = z.infer<typeof shotResultSchema>;
export type AnswerRow = z.infer<typeof answerRowSchema>;
export type AnswerResult = z.infer<typeof answerResultSchema>;
export type AppearanceReport = z.infer<typeof appearanceReportSchema>;
export type AppearanceProgress = z.infer<typeof appearanceProgressSchema>;
