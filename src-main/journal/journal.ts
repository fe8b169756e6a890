/**
 * The write-ahead record on disk: one append-only file per rollout, named by time and rollout. What is
 * about to be done is here before it is sent; what became of it, after. Recovery never deletes: a torn
 * tail is copied before it is cut, a damaged or newer file is left as it is and only read.
 */
import { chmod, mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RolloutId } from '../../src-shared/ids.ts';
import type { SwitchTime, TimelineEvent } from '../../src-shared/panel.ts';
import { fail, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { syncFolder } from '../storage/atomic-file.ts';
import { readRegularFile } from '../storage/regular-file.ts';
import { endsFinished } from './ends-finished.ts';
import { lastOfChange, type BegunEntry, type JournalEntry, type WrittenEntry } from './entries.ts';
import { journalFault } from './journal-fault.ts';
import { chainStart } from './line.ts';
import { createRecord, openRecord, type RolloutRecord } from './record-file.ts';
import { isRecordName, largestBytes, recordName, recordNames, rolloutOf } from './record-names.ts';
import { recover, type Recovery } from './recover.ts';
import { timelineOf } from './timeline-of.ts';

export interface Journal {
  readonly folder: string;
  /** Creates the file and hands its first entries over to the system; `begun` of it says whether they reached the disk. */
  readonly begin: (first: BegunEntry, ...more: JournalEntry[]) => Promise<Result<RolloutRecord>>;
  /** Opens a record to go on writing; null when there is none here. Fault `damaged` or `version-mismatch`: read only. */
  readonly reopen: (rollout: RolloutId) => Promise<Result<RolloutRecord | null>>;
  readonly readHistory: (limit: number) => Promise<History>;
  /** Begun and neither ended nor damaged, newest first: of all records, however old. */
  readonly readUnfinished: () => Promise<readonly RolloutId[]>;
}

export interface History {
  /** Newest last, at most the limit. */
  readonly events: readonly TimelineEvent[];
  /** As `readUnfinished`: a limit on what is told cuts nothing of what is left to do. */
  readonly unfinished: readonly RolloutId[];
  /** Verified switches with their measured time, newest last. */
  readonly switches: readonly SwitchTime[];
  /** Records that can only be read, each with a sentence. */
  readonly troubles: readonly { readonly rollout: RolloutId; readonly fault: Fault }[];
}

/** Records that are read beside each other: one after the other, 10 000 of them cost a start seconds. */
const readAtOnce = 32;

/**
 * Makes the folder when it is not there yet. When that fails the journal is there all the same and each
 * `begin` tries again and says why not: without a record nothing is begun, but a revert still goes.
 * A folder that was there and vanished is reported, never quietly made again.
 */
export async function openJournal(folder: string, now: () => number): Promise<Journal> {
  let made = await makeFolder(folder);
  return {
    folder,
    begin: async (first, ...more) => {
      if (!made.ok) made = await makeFolder(folder);
      return made.ok ? begin(folder, [first, ...more], now) : made;
    },
    reopen: (rollout) => reopen(folder, rollout, now),
    readHistory: (limit) => readHistory(folder, limit),
    readUnfinished: () => readUnfinished(folder),
  };
}

async function makeFolder(folder: string): Promise<Result<null>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    return succeed(null);
  } catch (error) {
    return journalFault(error, folder);
  }
}

async function begin(
  folder: string,
  entries: readonly [BegunEntry, ...JournalEntry[]],
  now: () => number,
): Promise<Result<RolloutRecord>> {
  const { rollout } = entries[0];
  const name = recordName(now(), rollout);
  const path = join(folder, name);
  if (!isRecordName(name)) {
    return fail({ code: 'bad-input', message: 'This rollout id cannot name a file.', where: name });
  }
  try {
    const start = { rollout, path, entries: [], hash: chainStart(rollout), bytes: 0, repair: null };
    return succeed(await createRecord({ ...start, now }, entries, () => syncFolder(folder)));
  } catch (error) {
    return journalFault(error, folder);
  }
}

async function reopen(
  folder: string,
  rollout: RolloutId,
  now: () => number,
): Promise<Result<RolloutRecord | null>> {
  try {
    const found = await findRecord(folder, rollout);
    if (found === null) return succeed(null);
    const { path, content, recovery } = found;
    const fault = readOnlyFault(recovery, path);
    if (fault !== null) return fail(fault);
    const repair =
      recovery.state.kind === 'torn-tail' ? await cutTornTail(path, content, recovery) : null;
    const { entries, hash, goodBytes: bytes } = recovery;
    return succeed(await openRecord({ rollout, path, entries, hash, bytes, repair, now }));
  } catch (error) {
    return journalFault(error, folder);
  }
}

interface FoundRecord {
  readonly path: string;
  readonly content: Uint8Array;
  readonly recovery: Recovery;
}

/**
 * A record that was torn in its first line says nothing, so its rollout got another one; a clock that was
 * set back since gives that one the earlier name.
 */
async function findRecord(folder: string, rollout: RolloutId): Promise<FoundRecord | null> {
  const names = (await recordNames(folder)).filter((one) => rolloutOf(one) === rollout);
  for (const name of names.reverse()) {
    const path = join(folder, name);
    const { bytes: content, isCut } = await readRegularFile(path, largestBytes);
    // Cut by us it would look torn, and its good end be cut off.
    if (isCut) throw new Error(`it is larger than any record, ${largestBytes} bytes`);
    const recovery = recover(rollout, content);
    const saysNothing = recovery.entries.length === 0 && readOnlyFault(recovery, path) === null;
    if (!saysNothing) return { path, content, recovery };
  }
  return null;
}

async function readHistory(folder: string, limit: number): Promise<History> {
  const events: TimelineEvent[] = [];
  const switches: SwitchTime[] = [];
  const troubles: { rollout: RolloutId; fault: Fault }[] = [];
  const names = await recordNames(folder).catch(() => []);
  for (const name of names.reverse()) {
    if (events.length >= limit) break;
    const rollout = rolloutOf(name);
    const path = join(folder, name);
    const read = await readRegularFile(path, largestBytes).catch((error: unknown) =>
      journalFault(error, path),
    );
    if (!('bytes' in read)) {
      troubles.push({ rollout, fault: read.fault });
      continue;
    }
    const recovery = recover(rollout, read.bytes);
    const fault = readOnlyFault(recovery, path);
    if (fault !== null) troubles.push({ rollout, fault });
    events.unshift(...timelineOf(recovery.entries));
    switches.unshift(...switchesIn(recovery.entries));
  }
  events.sort((a, b) => a.atMs - b.atMs);
  const unfinished = await readUnfinished(folder);
  return { events: events.slice(-limit), unfinished, switches, troubles };
}

async function readUnfinished(folder: string): Promise<RolloutId[]> {
  const unfinished: RolloutId[] = [];
  const names = (await recordNames(folder).catch(() => [])).reverse();
  for (let first = 0; first < names.length; first += readAtOnce) {
    const some = names.slice(first, first + readAtOnce);
    const found = await Promise.all(some.map((name) => unfinishedIn(folder, name)));
    unfinished.push(...found.filter((rollout) => rollout !== null));
  }
  return unfinished;
}

async function unfinishedIn(folder: string, name: string): Promise<RolloutId | null> {
  const path = join(folder, name);
  if (await endsFinished(path)) return null;
  const read = await readRegularFile(path, largestBytes).catch(() => null);
  if (read === null) return null;
  const recovery = recover(rolloutOf(name), read.bytes);
  const isUsable = readOnlyFault(recovery, path) === null;
  return isUsable && isUnfinished(recovery.entries) ? rolloutOf(name) : null;
}

function switchesIn(entries: readonly WrittenEntry[]): SwitchTime[] {
  const begun = entries[0]?.entry;
  const last = lastOfChange(entries);
  const end = last?.entry;
  if (begun?.type !== 'begun' || end?.type !== 'ended' || end.firstResponseMs === null) return [];
  const isRevert = begun.intent.kind === 'revert';
  return [{ fleet: begun.fleet, ms: end.firstResponseMs, isRevert, atMs: last?.atMs ?? 0 }];
}

function isUnfinished(entries: readonly WrittenEntry[]): boolean {
  return entries.length > 0 && entries.every((written) => written.entry.type !== 'ended');
}

function readOnlyFault(recovery: Recovery, path: string): Fault | null {
  if (recovery.state.kind === 'damaged') {
    return {
      code: 'damaged',
      message: `A record of changes is damaged at line ${recovery.state.line}: ${recovery.state.because}. It is kept as it is and only read.`,
      where: path,
      todo: 'What the yard shows is the truth; compare before you go on.',
    };
  }
  if (recovery.state.kind === 'newer') {
    return {
      code: 'version-mismatch',
      message: `A record of changes was written by a newer Blockyard (format ${recovery.state.version}). It is only read.`,
      where: path,
      todo: 'Use the newer Blockyard to go on with that change.',
    };
  }
  return null;
}

/** @returns where the cut bytes are kept. */
async function cutTornTail(path: string, content: Uint8Array, recovery: Recovery): Promise<string> {
  const copy = `${path}.torn-${recovery.goodBytes}`;
  await writeFile(copy, content.subarray(recovery.goodBytes), { mode: 0o600, flush: true });
  await truncate(path, recovery.goodBytes);
  return copy;
}
