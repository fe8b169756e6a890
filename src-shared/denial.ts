/** What a yard did not allow, and what would allow it: for whoever keeps the rights there. */
import * as z from 'zod';

export const denialSchema = z.object({
  /** As the yard's policies call it: `elasticloadbalancing:ModifyRule`. */
  action: z.string(),
  /** What it was about, as far as the yard said. */
  resource: z.string().nullable(),
  /** The yard's own sentence, as far as it could be told apart from everything else in the answer. */
  said: z.string().nullable(),
  /** Something forbids it outright: allowing it as well is of no use. */
  isForbidden: z.boolean(),
  /** Text to be added to the rights of whoever asks, as the yard takes it. */
  statement: z.string(),
});

export type Denial = z.infer<typeof denialSchema>;
