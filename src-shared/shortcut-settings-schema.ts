/** Changed keys as the window sends them: whoever sends what cannot hold is refused, with the first thing that is wrong. */
import * as z from 'zod';
import { keyedNames, mostKeys, problemOf } from './shortcut-keys.ts';

export const shortcutSettingsSchema = z
  .object({
    singleKeys: z.literal('off').optional(),
    changed: z.partialRecord(
      z.enum(keyedNames as [(typeof keyedNames)[number], ...typeof keyedNames]),
      z.array(z.string().min(1).max(40)).max(mostKeys).readonly(),
    ),
  })
  .superRefine((settings, context) => {
    for (const name of keyedNames) {
      const keys = settings.changed[name];
      const problem = keys === undefined ? null : problemOf(name, keys, settings);
      if (problem === null) continue;
      const message = `${name} cannot have these keys: ${problem.kind}.`;
      context.addIssue({ code: 'custom', path: ['changed', name], message });
    }
  });
