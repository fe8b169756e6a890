/** What a panel leaves for the crash window, which is a process of its own: one file in the panel's folder. */
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { fleetIdSchema, generationIdSchema, yardIdSchema } from '../../src-shared/id-schemas.ts';
import { settingsSchema } from '../../src-shared/panel.ts';
import { readRegularFile } from '../storage/regular-file.ts';

export const crashReportSchema = z.object({
  atMs: z.number(),
  /** `window`: the panel goes on without one. `panel`: it has ended. */
  what: z.enum(['window', 'panel']),
  /** One line, or a stack: not redacted yet. */
  reason: z.string().max(20_000),
  dataFolder: z.string(),
  yardFolder: z.string(),
  appVersion: z.string(),
  theme: settingsSchema.shape.theme,
  /** What quitting a panel that goes on does to the local yard. */
  onQuit: settingsSchema.shape.onQuit,
  fleets: z
    .array(
      z.object({
        yard: yardIdSchema,
        fleet: fleetIdSchema,
        name: z.string(),
        /** As it was seen last. */
        line: z.string(),
        wayBack: generationIdSchema.nullable(),
      }),
    )
    .max(500),
  /** What ran then, a sentence each. */
  running: z.array(z.string()).max(500),
});

export type CrashReport = z.infer<typeof crashReportSchema>;

/** Far more than 500 fleets need. */
const largestBytes = 2 * 1024 * 1024;

/** At once: whoever writes it may have no later moment. @throws the system's error. */
export function writeCrashReport(path: string, report: CrashReport): void {
  writeFileSync(path, JSON.stringify(report), { mode: 0o600 });
}

/** @throws when it is not there, or is none. */
export async function readCrashReport(path: string): Promise<CrashReport> {
  const { bytes } = await readRegularFile(path, largestBytes);
  return crashReportSchema.parse(JSON.parse(bytes.toString('utf8')));
}
