/** Words about who carries a running change, and what the yard keeps of them: see handover.ts. */
import * as z from 'zod';

/** A panel and the person at it. `panel` names the installation, not the process. */
export const ownerSchema = z.object({ name: z.string(), host: z.string(), panel: z.string() });

const inEpoch = { epoch: z.number().int().positive() };

export const handoverSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('asked'), by: ownerSchema, ...inEpoch }),
  z.object({ kind: z.literal('declined'), by: ownerSchema, ...inEpoch }),
  /** Its owner sends nothing more; `to` takes it up. Until then the lease runs on, and out. */
  z.object({ kind: z.literal('given'), to: ownerSchema, ...inEpoch }),
]);

/** What is said of it; `from`: who says it. */
export const handoverWordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), from: ownerSchema, ...inEpoch }),
  z.object({ kind: z.literal('hand-over'), from: ownerSchema, to: ownerSchema, ...inEpoch }),
  z.object({ kind: z.literal('decline'), from: ownerSchema, ...inEpoch }),
]);

/** The same from the window: who speaks is put in where the window ends. */
export const saidWordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), ...inEpoch }),
  z.object({ kind: z.literal('hand-over'), to: ownerSchema, ...inEpoch }),
  z.object({ kind: z.literal('decline'), ...inEpoch }),
]);

export type SaidWord = z.infer<typeof saidWordSchema>;
export type Owner = z.infer<typeof ownerSchema>;
export type Handover = z.infer<typeof handoverSchema>;
export type HandoverWord = z.infer<typeof handoverWordSchema>;
