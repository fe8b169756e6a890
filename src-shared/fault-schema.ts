/** A Fault as it comes from outside. Apart from its type: the window's first picture loads no schemas. */
import * as z from 'zod';
import { denialSchema } from './denial.ts';
import type { Fault } from './result.ts';

export const faultSchema = z.object({
  code: z.enum([
    'bad-input',
    'not-found',
    'refused',
    'conflict',
    'unreachable',
    'unknown-outcome',
    'damaged',
    'no-space',
    'port-taken',
    'version-mismatch',
    'signed-out',
    'denied',
    'throttled',
    'internal',
  ]),
  message: z.string(),
  where: z.string().optional(),
  todo: z.string().optional(),
  denial: denialSchema.optional(),
}) satisfies z.ZodType<Fault>;
