/** How the records of one folder are called: by time and rollout. */
import { readdir } from 'node:fs/promises';
import { asRolloutId, type RolloutId } from '../../src-shared/ids.ts';

const fileName = /^(\d{13})-([A-Za-z0-9._-]{1,64})\.jsonl$/;
/** Far above any real record: something else lies there under our name. */
export const largestBytes = 16 * 1024 * 1024;

export function recordName(nowMs: number, rollout: RolloutId): string {
  return `${String(Math.max(0, Math.trunc(nowMs))).padStart(13, '0')}-${rollout}.jsonl`;
}

export function isRecordName(name: string): boolean {
  return fileName.test(name);
}

/** Oldest first. */
export async function recordNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(isRecordName).sort();
}

export function rolloutOf(name: string): RolloutId {
  return asRolloutId(fileName.exec(name)?.[2] ?? '');
}
