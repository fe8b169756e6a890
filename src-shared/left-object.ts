/** What a generation has left behind beside its blocks, and nobody removes by himself. */
import * as z from 'zod';

export const leftObjectSchema = z.object({
  kind: z.enum(['target-group', 'launch-template', 'image-protection']),
  /** Outside text. */
  name: z.string(),
  /** Whose it was, and what it is still good for; a sentence. */
  why: z.string(),
  /** Removes it without Blockyard, which never does: a line for a shell. */
  command: z.string(),
});

export type LeftObject = z.infer<typeof leftObjectSchema>;
