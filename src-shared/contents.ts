/** What two images consist of, side by side: files and packages. All texts in it are made safe to read. */
import * as z from 'zod';
import { contentsSides, fileChanges } from './contents-words.ts';
import { textDifferenceSchema } from './plan.ts';

export const fileChangeSchema = z.enum(fileChanges);

const amountSchema = z.object({ count: z.number(), bytes: z.number() });

export const fileRowSchema = z.object({
  /** Its place in the whole list, by which it is asked for: a name may hold anything. */
  row: z.number().int(),
  change: fileChangeSchema,
  kind: z.enum(['file', 'link', 'folder']),
  path: z.string(),
  /** Of what was moved: where it was. */
  from: z.string().nullable(),
  /** Null where it is not there, or is no file. */
  bytesA: z.number().nullable(),
  bytesB: z.number().nullable(),
  /** What besides its content: `became executable`, `leads to ...`. */
  note: z.string().nullable(),
});

export const fileRowsSchema = z.object({ total: z.number(), rows: z.array(fileRowSchema) });

export const packageRowSchema = z.object({
  /** `npm`, `pypi`, `deb`: what a package URL calls its type. */
  ecosystem: z.string(),
  name: z.string(),
  /** Versions, several where it is there several times. */
  a: z.string().nullable(),
  b: z.string().nullable(),
  change: z.enum(['added', 'removed', 'changed']),
  /** The right one is surely older than the left one. */
  isOlder: z.boolean(),
});

export const packageRowsSchema = z.object({ total: z.number(), rows: z.array(packageRowSchema) });

export const packageSourceSchema = z.object({
  side: z.enum(contentsSides),
  /** Path in the image, or the name of the file that was given. */
  name: z.string(),
  isGiven: z.boolean(),
  /** `package-lock.json`, `CycloneDX 1.5`; empty when it could not be told. */
  format: z.string(),
  count: z.number(),
  /** Why it was not read. */
  problem: z.string().nullable(),
});

export const packagesReportSchema = z.object({
  sources: z.array(packageSourceSchema),
  added: z.number(),
  removed: z.number(),
  changed: z.number(),
  equal: z.number(),
  /** What was not compared, each as one sentence. */
  missing: z.array(z.string()),
});

export const contentsReportSchema = z.object({
  /** Null where the yard does not give away what its images consist of: then only packages are compared. */
  files: z
    .object({
      a: amountSchema,
      b: amountSchema,
      added: amountSchema,
      removed: amountSchema,
      /** `bytes` is how much larger, or smaller, all of them together became. */
      changed: amountSchema,
      moved: amountSchema,
      equal: amountSchema,
    })
    .nullable(),
  packages: packagesReportSchema,
});

/** One file of both sides, as far as it can be shown. */
export const fileDifferenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), difference: textDifferenceSchema }),
  /** Binary, too large, a link: said in one or two sentences. */
  z.object({ kind: z.literal('told'), text: z.string() }),
]);

export const contentsProgressSchema = z.object({
  /** `Reading the list of the left image` */
  title: z.string(),
  doneBytes: z.number(),
  /** 0: how much there is to do is not known. */
  totalBytes: z.number(),
});

export type FileChange = z.infer<typeof fileChangeSchema>;
export type FileRow = z.infer<typeof fileRowSchema>;
export type FileRows = z.infer<typeof fileRowsSchema>;
export type PackageRow = z.infer<typeof packageRowSchema>;
export type PackageRows = z.infer<typeof packageRowsSchema>;
export type PackageSource = z.infer<typeof packageSourceSchema>;
export type PackagesReport = z.infer<typeof packagesReportSchema>;
export type ContentsReport = z.infer<typeof contentsReportSchema>;
export type FileDifference = z.infer<typeof fileDifferenceSchema>;
export type ContentsProgress = z.infer<typeof contentsProgressSchema>;
