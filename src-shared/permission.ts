/** What whoever acts may do in a yard, asked before it matters and without changing anything. */
import * as z from 'zod';
import { denialSchema } from './denial.ts';

export const permissionAnswerSchema = z.discriminatedUnion('kind', [
  /** The yard answered as it answers those who may. */
  z.object({ kind: z.literal('allowed'), how: z.string() }),
  z.object({ kind: z.literal('denied'), denial: denialSchema }),
  /** Nobody answered, or with another refusal: it says nothing about this right. */
  z.object({ kind: z.literal('untold'), because: z.string() }),
  /** The yard has no way of asking without doing it. `statement` is what has to allow it. */
  z.object({
    kind: z.literal('not-provable'),
    because: z.string(),
    statement: z.string().nullable(),
  }),
]);

export const permissionSchema = z.object({
  /** As the yard's policies call it. */
  action: z.string(),
  /** What Blockyard does with it: `Cut over and revert`. */
  purpose: z.string(),
  /**
   * `launching`: seeing, cutting over and reverting go without it. `judging`: a release goes without it, and then has
   * no second opinion. `comparing`: only how much of two disks differs is not known without it.
   */
  need: z.enum(['now', 'launching', 'judging', 'comparing']),
  /** Without it no revert goes. */
  isWayBack: z.literal(true).optional(),
  answer: permissionAnswerSchema,
});

export type PermissionAnswer = z.infer<typeof permissionAnswerSchema>;
export type Permission = z.infer<typeof permissionSchema>;
