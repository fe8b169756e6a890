/**
 * Who holds a data folder, as its files tell. `host.N.lock` is claimed once for ever by link(2), which
 * fails when the name exists; the highest number is the last claim, and it counts while the process it
 * names is alive. The highest file is never removed, so numbers never come twice.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { lookUpProcess } from './blocks/process-identity.ts';
import {
  folderIdentitySchema,
  identifyFolder,
  isFolderAt,
  isSameFolder,
  type FolderIdentity,
} from './folder-identity.ts';

export const hostClaimSchema = z.object({
  number: z.number().int().positive(),
  pid: z.number().int().positive(),
  startTime: z.string(),
  /** Where this host listens, or will in a moment. */
  socket: z.string(),
  appVersion: z.string(),
  claimedAtMs: z.number(),
  /** The folder that was claimed, for this file is copied with it; earlier versions did not write it. */
  folder: folderIdentitySchema.optional(),
  /** Name of the yard in its blocks' marks, the same for all hosts of the folder. */
  yard: z.string().optional(),
  /** Set when the host let go of the folder by itself; its process may live a moment longer. */
  releasedAtMs: z.number().optional(),
});
export type HostClaim = z.infer<typeof hostClaimSchema>;

const lockName = /^host\.(\d{1,9})\.lock$/u;

export function lockFileOf(dataFolder: string, number: number): string {
  return join(dataFolder, `host.${String(number)}.lock`);
}

/** Ascending. @throws when the folder cannot be read: then nothing is known about its holder. */
export async function lockNumbersIn(dataFolder: string): Promise<readonly number[]> {
  const names = await readdir(dataFolder);
  return names
    .map((name) => lockName.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** @returns null when that file is not a claim: damaged, or removed by a newer holder meanwhile. */
export async function readClaim(dataFolder: string, number: number): Promise<HostClaim | null> {
  let text: string;
  try {
    text = await readFile(lockFileOf(dataFolder, number), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const claim = hostClaimSchema.safeParse(JSON.parse(text));
    return claim.success && claim.data.number === number ? claim.data : null;
  } catch {
    return null;
  }
}

/**
 * The live host of this folder; null when there is surely none, or no such folder.
 * @throws the system's error when that cannot be told.
 */
export async function findHolder(dataFolder: string): Promise<HostClaim | null> {
  let numbers: readonly number[];
  try {
    numbers = await lockNumbersIn(dataFolder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const newest = numbers.at(-1);
  if (newest === undefined) return null;
  const claim = await readClaim(dataFolder, newest);
  if (claim === null || !(await isHolderAlive(claim))) return null;
  return (await isClaimOf(claim, await identifyFolder(dataFolder))) ? claim : null;
}

/**
 * False for a claim that was copied together with another folder: its host lives, and not here. Earlier
 * versions are known by a socket inside their folder. One elsewhere cannot be told and counts as ours:
 * taken for a copy, a second host would start beside the first.
 */
export async function isClaimOf(claim: HostClaim, here: FolderIdentity): Promise<boolean> {
  if (claim.folder !== undefined) return isSameFolder(claim.folder, here);
  const place = dirname(claim.socket);
  return basename(place) !== 'run' || isFolderAt(dirname(place), here);
}

/**
 * A zombie counts as dead, and so does another process that got the same pid.
 * @throws the system's error when that cannot be told: taken for dead, a second host would start.
 */
export async function isHolderAlive(claim: HostClaim): Promise<boolean> {
  if (claim.releasedAtMs !== undefined) return false;
  return (await lookUpProcess(claim.pid))?.startTime === claim.startTime;
}
