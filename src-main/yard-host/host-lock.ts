/**
 * Exactly one host per data folder, however many start at once, also right after a kill -9. The claim
 * of number N+1 is one link(2): of all who saw holder N dead, one wins. A starter that read the folder
 * long ago may link a number which was cleaned up meanwhile: hence the second look, where the highest
 * number wins. A claim that was copied with another folder holds nothing here. Windows: link works on NTFS; FAT has no links and is refused with a sentence.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../src-shared/result.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { identifyProcess } from './blocks/process-identity.ts';
import { identifyFolder } from './folder-identity.ts';
import {
  findHolder,
  isClaimOf,
  isHolderAlive,
  lockFileOf,
  lockNumbersIn,
  readClaim,
  type HostClaim,
} from './lock-files.ts';

export type LockAnswer =
  | HeldLock
  /** Another host lives. */
  | { readonly kind: 'taken'; readonly by: HostClaim | null };

export interface HeldLock {
  readonly kind: 'held';
  readonly claim: HostClaim & { readonly yard: string };
  /** A host of this folder held it before. */
  readonly isSuccessor: boolean;
  /** The living host whose claim was copied to this folder with everything else. */
  readonly copyOf: HostClaim | null;
}

export interface LockOrder {
  readonly dataFolder: string;
  readonly appVersion: string;
  readonly nowMs: number;
  readonly socketFor: (number: number) => string;
}

/** The folder must exist. @throws FaultError when its files cannot be read or written. */
export async function claimHostLock(order: LockOrder): Promise<LockAnswer> {
  try {
    return await claim(order);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new FaultError({
      code: code === 'ENOSPC' ? 'no-space' : 'unreachable',
      message: `The data folder cannot be claimed (${code ?? String(error)}).`,
      where: order.dataFolder,
      todo: 'Check that the folder is writable by you, has free space and lies on a disk that knows links.',
    });
  }
}

async function claim(order: LockOrder): Promise<LockAnswer> {
  const { dataFolder } = order;
  const own = await identifyProcess(process.pid);
  if (own === null) throw new Error('this process cannot see its own start time');
  const here = await identifyFolder(dataFolder);
  for (;;) {
    const numbers = await lockNumbersIn(dataFolder);
    const newest = numbers.at(-1) ?? 0;
    const before = newest > 0 ? await readClaim(dataFolder, newest) : null;
    const isSuccessor = before !== null && (await isClaimOf(before, here));
    const isAlive = before !== null && (await isHolderAlive(before));
    if (isSuccessor && isAlive) return { kind: 'taken', by: before };
    const number = newest + 1;
    const mine = {
      pid: own.pid,
      startTime: own.startTime,
      number,
      socket: order.socketFor(number),
      appVersion: order.appVersion,
      claimedAtMs: order.nowMs,
      folder: here,
      yard: (isSuccessor ? before.yard : undefined) ?? randomUUID(),
    };
    if (!(await linkClaim(dataFolder, mine))) continue;
    const after = await lockNumbersIn(dataFolder);
    if (after.at(-1) !== number) {
      await rm(lockFileOf(dataFolder, number), { force: true });
      return { kind: 'taken', by: await findHolder(dataFolder) };
    }
    for (const old of after.filter((other) => other < number)) {
      await rm(lockFileOf(dataFolder, old), { force: true });
    }
    return { kind: 'held', claim: mine, isSuccessor, copyOf: isAlive ? before : null };
  }
}

/**
 * Writes the claim under a name of its own and links it: readers never see half a claim.
 * @returns false when somebody else has that number already.
 */
async function linkClaim(dataFolder: string, mine: HostClaim): Promise<boolean> {
  const temporary = join(dataFolder, `.lock-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(mine));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, lockFileOf(dataFolder, mine.number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** After the data folder was removed under a running host: the same claim again, if nobody else came. */
export async function restoreClaim(
  dataFolder: string,
  claim: HostClaim,
): Promise<{ readonly kind: 'held' | 'taken' }> {
  const mine = { ...claim, folder: await identifyFolder(dataFolder) };
  const numbers = await lockNumbersIn(dataFolder);
  const newest = numbers.at(-1) ?? 0;
  if (newest < mine.number && !(await linkClaim(dataFolder, mine))) {
    return { kind: 'taken' };
  }
  const holder = await findHolder(dataFolder);
  return { kind: holder?.pid === mine.pid ? 'held' : 'taken' };
}

/** The last act of a host. The file stays, so that its number is never given again. */
export async function releaseClaim(
  dataFolder: string,
  mine: HostClaim,
  nowMs: number,
): Promise<void> {
  const released: HostClaim = { ...mine, releasedAtMs: nowMs };
  await writeFileAtomically(lockFileOf(dataFolder, mine.number), JSON.stringify(released));
}
