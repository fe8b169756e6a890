/** How much of the disks behind two images differs, disk by disk. */
import * as z from 'zod';
import { faultSchema } from './fault-schema.ts';

const count = z.number().int().nonnegative();

export const diskReadingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('compared'),
    blockBytes: count,
    blocks: count,
    /** From the beginning; less than `blocks` where the reading was given up on its way. */
    readBlocks: count,
    changed: count,
    /** As src-shared/disk-strip.ts makes it. */
    strip: z.array(z.number().min(0).max(1).nullable()).max(1000),
  }),
  /** The yard compares them with nothing: what was ever written of each is all that is known. */
  z.object({
    kind: z.literal('unrelated'),
    said: z.string(),
    /** Null: not all of it was read. */
    written: z.object({ blockBytes: count, a: count, b: count, both: count }).nullable(),
    /** Why that was not read. */
    fault: faultSchema.nullable(),
  }),
  /** Nothing had to be read, or nothing can be: said in a sentence. */
  z.object({ kind: z.literal('told'), text: z.string() }),
  z.object({ kind: z.literal('failed'), fault: faultSchema }),
]);

export const diskSchema = z.object({
  /** `Root volume`, or the device. */
  name: z.string(),
  reading: diskReadingSchema,
  /** What has to be known beside, each as one sentence. */
  notes: z.array(z.string()),
});

export const disksReportSchema = z.object({
  disks: z.array(diskSchema),
  /** That were asked of the yard. */
  requests: count,
});

export type DiskReading = z.infer<typeof diskReadingSchema>;
export type Disk = z.infer<typeof diskSchema>;
export type DisksReport = z.infer<typeof disksReportSchema>;
