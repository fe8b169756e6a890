/** An immutable version to start servers from. Same content, same image. */
import * as z from 'zod';
import { amiSchema } from './ami.ts';
import { imageIdSchema } from './id-schemas.ts';

export const buildFactsSchema = z
  .object({
    commit: z.string().max(200),
    /** ISO 8601, UTC. */
    builtAt: z.string().max(64),
    base: z.string().max(500),
    recipe: z.string().max(500),
  })
  .partial();

export const serverStartSchema = z.discriminatedUnion('kind', [
  /** A JavaScript file inside the image, run by the yard's own runtime. */
  z.object({ kind: z.literal('node'), entry: z.string().min(1).max(500) }),
  /** Any program; relative paths are looked up inside the image first. */
  z.object({ kind: z.literal('command'), command: z.array(z.string().max(2000)).min(1).max(100) }),
]);

const identity = {
  id: imageIdSchema,
  /** Hostile text: show it, never interpret it. */
  name: z.string(),
  version: z.string(),
  facts: buildFactsSchema,
  /** When this yard got it, epoch milliseconds. */
  importedAtMs: z.number(),
};

/** A folder with a manifest, stored by its content. */
export const folderImageSchema = z.object({
  kind: z.literal('folder').optional(),
  ...identity,
  start: serverStartSchema,
  /** Path that answers 200 when the server can take traffic. */
  healthPath: z.string(),
  /** Environment variable that tells the server its port. */
  portVariable: z.string(),
  /** Its servers keep data, and why. Hostile text. */
  stateful: z.string().optional(),
  fileCount: z.number().int().nonnegative(),
  bytes: z.number().nonnegative(),
});

/** An Amazon machine image; `importedAtMs` is its creation date. */
export const amiImageSchema = z.object({ kind: z.literal('ami'), ...identity, ami: amiSchema });

export const imageSchema = z.union([amiImageSchema, folderImageSchema]);

export type BuildFacts = z.infer<typeof buildFactsSchema>;
export type ServerStart = z.infer<typeof serverStartSchema>;
export type FolderImage = z.infer<typeof folderImageSchema>;
export type AmiImage = z.infer<typeof amiImageSchema>;
export type Image = z.infer<typeof imageSchema>;
