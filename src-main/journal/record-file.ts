/**
 * One rollout's file, open for appending. An append has happened when its bytes are on the disk
 * (fdatasync) and the file can still be found under its name; else it has not, and what was half
 * written is cut off again, so that the next append never follows garbage.
 *
 * What a record is begun with is handed over first: the system has it, so that it outlives our own end
 * (kill -9) and only a power cut can take it. Its sync goes on beside. What is appended meanwhile is synced
 * at the same time, which saves a press one wait for the disk, and has happened only when both have.
 */
import { constants } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { succeed, type Result } from '../../src-shared/result.ts';
import type { RolloutId } from '../../src-shared/ids.ts';
import { lastOfChange, type JournalEntry, type WrittenEntry } from './entries.ts';
import { journalFault } from './journal-fault.ts';
import { decodeLine, encodeLine } from './line.ts';

export interface RolloutRecord {
  readonly rollout: RolloutId;
  readonly entries: () => readonly WrittenEntry[];
  /** Set when a half-written last line was found and cut off; says where its copy is. */
  readonly repair: string | null;
  /**
   * Whether what it was begun with has reached the disk. When not, nothing of it is kept and every
   * append answers the same fault. Never rejects; a disk that hangs leaves it open.
   */
  readonly begun: Promise<Result<null>>;
  /** Resolves when all of them are on the disk, or none. Written in the order of the calls. */
  readonly append: (...entries: JournalEntry[]) => Promise<Result<readonly WrittenEntry[]>>;
  /**
   * For what nobody acts on: handed over and not synced, so that an append after it waits for no disk
   * because of it. What cannot be written is dropped, and so is what would come after the end. Never rejects.
   */
  readonly note: (entry: JournalEntry) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface RecordStart {
  readonly rollout: RolloutId;
  readonly path: string;
  readonly entries: readonly WrittenEntry[];
  readonly hash: string;
  readonly bytes: number;
  readonly repair: string | null;
  readonly now: () => number;
}

/** Goes on with a record that is there. @throws the system's error when it cannot be opened. */
export async function openRecord(start: RecordStart): Promise<RolloutRecord> {
  const file = await open(start.path, constants.O_RDWR | constants.O_APPEND);
  return new OpenRecord(file, start, () => Promise.resolve(succeed(null)));
}

/**
 * Makes the file and hands its first entries over to the system.
 * @param name makes the file's name durable; runs beside the sync of its content.
 * @throws the system's error; then there is no file.
 */
export async function createRecord(
  start: RecordStart,
  first: readonly JournalEntry[],
  name: () => Promise<void>,
): Promise<RolloutRecord> {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL;
  const file = await open(start.path, flags, 0o600);
  const lines = encode(start, [], first);
  try {
    await writeAll(file, lines.content);
  } catch (error) {
    await discard(file, start.path);
    throw error;
  }
  const bytes = start.bytes + lines.content.length;
  const begun = { ...start, entries: lines.written, hash: lines.hash, bytes };
  return new OpenRecord(file, begun, async () => {
    try {
      await Promise.all([file.datasync(), name(), ensureNamed(file, start.path)]);
      return succeed(null);
    } catch (error) {
      await discard(file, start.path);
      return journalFault(error, start.path);
    }
  });
}

class OpenRecord implements RolloutRecord {
  readonly rollout: RolloutId;
  readonly repair: string | null;
  readonly begun: Promise<Result<null>>;
  readonly #file: FileHandle;
  readonly #start: RecordStart;
  readonly #entries: WrittenEntry[];
  #hash: string;
  #bytes: number;
  #isUsable = true;
  #takesNotes = true;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(file: FileHandle, start: RecordStart, finishBegin: () => Promise<Result<null>>) {
    this.rollout = start.rollout;
    this.repair = start.repair;
    this.#file = file;
    this.#start = start;
    this.#entries = [...start.entries];
    this.#hash = start.hash;
    this.#bytes = start.bytes;
    this.begun = finishBegin();
    void this.begun.then(({ ok }) => {
      if (!ok) this.#isUsable = false;
    });
  }

  readonly entries = (): readonly WrittenEntry[] => this.#entries;

  readonly append = (...added: JournalEntry[]): Promise<Result<readonly WrittenEntry[]>> => {
    const result = this.#queue.then(() => this.#write(added));
    this.#queue = result;
    return result;
  };

  readonly note = (entry: JournalEntry): Promise<void> => {
    const noted = this.#queue.then(() => this.#writeNote(entry));
    this.#queue = noted;
    return noted;
  };

  readonly close = async (): Promise<void> => {
    await this.#queue;
    await this.begun;
    if (!this.#isUsable) return;
    this.#isUsable = false;
    await this.#file.close();
  };

  async #write(added: readonly JournalEntry[]): Promise<Result<WrittenEntry[]>> {
    const { path } = this.#start;
    if (!this.#isUsable) return this.#notWritten(new Error('the record is closed'));
    const { written, hash, content } = encode(
      { ...this.#start, hash: this.#hash },
      this.#entries,
      added,
    );
    try {
      await writeAll(this.#file, content);
      // Beside each other: a press waits for both, and each step costs it a turn of a busy loop.
      const synced = [this.#file.datasync(), ensureNamed(this.#file, path)];
      // A failing disk tells its error once: a good sync after the bad one of the beginning proves nothing.
      const [begun] = await Promise.all([this.begun, ...synced]);
      if (!begun.ok) return begun;
    } catch (error) {
      this.#isUsable = (await this.begun).ok && (await cutBack(this.#file, this.#bytes));
      return this.#notWritten(error);
    }
    this.#entries.push(...written);
    this.#hash = hash;
    this.#bytes += content.length;
    return succeed(written);
  }

  async #writeNote(entry: JournalEntry): Promise<void> {
    if (!this.#isUsable || !this.#takesNotes) return;
    if (lastOfChange(this.#entries)?.entry.type === 'ended') return;
    const { written, hash, content } = encode({ ...this.#start, hash: this.#hash }, this.#entries, [
      entry,
    ]);
    // A note that could not be read back would make the whole record unreadable.
    const line = decodeLine(content.subarray(0, -1), this.#entries.length + 1, this.#hash);
    if (line.kind !== 'good') return;
    try {
      await writeAll(this.#file, content);
    } catch {
      // One is enough to know this disk: what is left of it is for what has to be written.
      this.#takesNotes = false;
      this.#isUsable = await cutBack(this.#file, this.#bytes);
      return;
    }
    this.#entries.push(...written);
    this.#hash = hash;
    this.#bytes += content.length;
  }

  /** Where even its beginning did not reach the disk, that is why. */
  async #notWritten(error: unknown): Promise<Result<never>> {
    const begun = await this.begun;
    return begun.ok ? journalFault(error, this.#start.path) : begun;
  }
}

interface EncodedLines {
  readonly written: WrittenEntry[];
  readonly hash: string;
  readonly content: Buffer;
}

function encode(
  { hash, now }: Pick<RecordStart, 'hash' | 'now'>,
  before: readonly WrittenEntry[],
  added: readonly JournalEntry[],
): EncodedLines {
  const atMs = now();
  const written = added.map((entry, index) => ({ seq: before.length + 1 + index, atMs, entry }));
  let last = hash;
  let text = '';
  for (const { seq, entry } of written) {
    const line = encodeLine(seq, last, atMs, entry);
    last = line.hash;
    text += line.text;
  }
  return { written, hash: last, content: Buffer.from(text) };
}

/** A record that could not be begun leaves nothing behind. */
async function discard(file: FileHandle, path: string): Promise<void> {
  await file.close().catch(() => undefined);
  await rm(path, { force: true }).catch(() => undefined);
}

async function writeAll(file: FileHandle, content: Buffer): Promise<void> {
  let done = 0;
  while (done < content.length) {
    const { bytesWritten } = await file.write(content, done);
    done += bytesWritten;
  }
}

/**
 * An open file whose folder was deleted takes writes and syncs without a complaint: the record would
 * exist for this process alone.
 */
async function ensureNamed(file: FileHandle, path: string): Promise<void> {
  const [held, named] = await Promise.all([file.stat(), stat(path)]);
  if (held.ino !== named.ino || held.dev !== named.dev) {
    throw Object.assign(new Error('the file was replaced'), { code: 'ESTALE' });
  }
}

/** @returns false when the file could not be brought back to its last whole line. */
async function cutBack(file: FileHandle, bytes: number): Promise<boolean> {
  try {
    await file.truncate(bytes);
    await file.datasync();
    return true;
  } catch {
    await file.close().catch(() => undefined);
    return false;
  }
}
