/** Why the last start of a host failed: whoever had it started need not wait for the time limit. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Fault } from '../../src-shared/result.ts';
import { faultSchema } from '../../src-shared/fault-schema.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';

const failureSchema = z.object({ fault: faultSchema });

const failurePath = (dataFolder: string): string => join(dataFolder, 'start-failure.json');

export async function writeStartFailure(dataFolder: string, fault: Fault): Promise<void> {
  try {
    await writeFileAtomically(failurePath(dataFolder), JSON.stringify({ fault }));
  } catch {
    // Then the reader waits for its time limit and shows the log instead.
  }
}

export async function clearStartFailure(dataFolder: string): Promise<void> {
  await rm(failurePath(dataFolder), { force: true }).catch(() => undefined);
}

export async function readStartFailure(dataFolder: string): Promise<Fault | null> {
  try {
    const text = await readFile(failurePath(dataFolder), 'utf8');
    const found = failureSchema.safeParse(JSON.parse(text));
    return found.success ? found.data.fault : null;
  } catch {
    return null;
  }
}
