/**
 * Who this panel is, the same at each start: a rollout that it left behind by crashing is its own to
 * go on with at once, while another panel's must run out its lease first. One panel per data folder
 * runs at a time (single-instance lock), so the name is never used twice at once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../storage/atomic-file.ts';

/** @param fresh used when there is none yet, or none that can be read; then leases are waited for. */
export async function readPanelIdentity(folder: string, fresh: string): Promise<string> {
  const path = join(folder, 'panel-id');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (/^[0-9a-f-]{36}\n$/u.test(known)) return known.trim();
  await writeFileAtomically(path, `${fresh}\n`).catch(() => undefined);
  return fresh;
}
