/**
 * One life of a panel process in a simulation: every call to the outside goes through it, and at the
 * n-th crossing it dies. A dead process gets no answers and sends nothing; what it half wrote stays.
 * Test support.
 */
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed, type Result } from '../../../src-shared/result.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import type { Clock } from '../../clock/clock.ts';
import type { JournalEntry } from '../../journal/entries.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RolloutRecord } from '../../journal/record-file.ts';
import type { Yard } from '../../yards/port.ts';

export type Wrote = (rollout: RolloutId, entries: readonly JournalEntry[]) => void;

export interface DeathAtOrder {
  /** From 1 on. */
  readonly order: number;
  /** It is carried out, and nobody hears the answer; else it never leaves. */
  readonly isDone: boolean;
}

/**
 * File work of several panels comes back one after the other, in the order in which it was begun: else
 * the disk would decide what a seed does.
 */
export class FileTurns {
  #last: Promise<void> = Promise.resolve();

  async take<Value>(work: Promise<Value>): Promise<Value> {
    const before = this.#last;
    let pass: () => void = () => undefined;
    this.#last = new Promise((resolve) => (pass = resolve));
    await Promise.allSettled([work]);
    await before;
    // Whatever follows from the one before it happens first.
    await new Promise((resolve) => setImmediate(resolve));
    pass();
    return work;
  }
}

export class MortalSession {
  /** File work in flight: virtual time stands still meanwhile. */
  pendingFileWork = 0;
  readonly records: RolloutRecord[] = [];
  #isDead = false;
  #left: number;
  #base: Clock | null = null;
  /** On the base clock; the process stands still from the first to the second. */
  #asleep = { sinceMs: 0, untilMs: 0 };
  #sleptBeforeMs = 0;
  /** Bytes that the last write of a dying process loses; 0 for none. */
  readonly #tornBytes: number;

  readonly #diesAt: DeathAtOrder | null;
  readonly #turns: FileTurns | null;
  #orders = 0;

  /**
   * @param crossings how many calls it survives.
   * @param turns where several sessions live beside each other.
   */
  constructor(
    crossings: number,
    tornBytes: number,
    diesAt: DeathAtOrder | null = null,
    turns: FileTurns | null = null,
  ) {
    this.#left = crossings;
    this.#tornBytes = tornBytes;
    this.#diesAt = diesAt;
    this.#turns = turns;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Here and now. */
  kill(): void {
    this.#isDead = true;
  }

  /** The answer, unless the process dies just before the work or just after it. */
  async cross<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.#awake();
    if (this.#diesNow()) return never();
    const value = await work();
    await this.#awake();
    return this.#diesNow() ? never() : value;
  }

  /** A call that changes something: the moments around it are the ones that a crash makes hard. */
  #order<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#orders += 1;
    if (this.#orders === this.#diesAt?.order) this.#left = this.#diesAt.isDone ? 1 : 0;
    return this.cross(work);
  }

  #diesNow(): boolean {
    if (!this.#isDead) {
      this.#left -= 1;
      this.#isDead = this.#left < 0;
    }
    return this.#isDead;
  }

  /** The computer sleeps: nothing goes on until it wakes, and monotonic time stands still. */
  sleep(forMs: number): void {
    if (this.#base === null) return;
    const sinceMs = this.#base.monotonicMs();
    this.#sleptBeforeMs += this.#asleep.untilMs - this.#asleep.sinceMs;
    this.#asleep = { sinceMs, untilMs: sinceMs + forMs };
  }

  get isAsleep(): boolean {
    return this.#base !== null && this.#base.monotonicMs() < this.#asleep.untilMs;
  }

  async #awake(): Promise<void> {
    while (this.#base !== null && this.isAsleep) {
      await this.#base.delay(this.#asleep.untilMs - this.#base.monotonicMs());
    }
  }

  #monotonicMs(nowMs: number): number {
    const { sinceMs, untilMs } = this.#asleep;
    const sleptMs = Math.max(0, Math.min(nowMs, untilMs) - sinceMs);
    return nowMs - this.#sleptBeforeMs - sleptMs;
  }

  clock(clock: Clock): Clock {
    this.#base = clock;
    return {
      now: clock.now,
      monotonicMs: () => this.#monotonicMs(clock.monotonicMs()),
      bootMs: clock.monotonicMs,
      delay: async (ms, signal) => {
        await clock.delay(ms, signal);
        await this.#awake();
        return this.#isDead ? never() : undefined;
      },
    };
  }

  yard(yard: Yard): Yard {
    return {
      ...yard,
      observe: () => this.cross(() => yard.observe()),
      claim: (order) => this.cross(() => yard.claim(order)),
      renew: (...terms) => this.cross(() => yard.renew(...terms)),
      finish: (...terms) => this.cross(() => yard.finish(...terms)),
      route: (order) => this.#order(() => yard.route(order)),
      attach: (order) => this.#order(() => yard.attach(order)),
      launchGeneration: (order) => this.#order(() => yard.launchGeneration(order)),
      launchBlock: (order) => this.#order(() => yard.launchBlock(order)),
      addBlock: (order) => this.#order(() => yard.addBlock(order)),
      terminateBlock: (order) => this.#order(() => yard.terminateBlock(order)),
      retireGeneration: (order) => this.#order(() => yard.retireGeneration(order)),
      probe: (...what) => this.cross(() => yard.probe(...what)),
      check: (...what) => this.cross(() => yard.check(...what)),
      control: (order) => this.cross(() => yard.control(order)),
    };
  }

  /** @param wrote told what stands in a record from now on, torn or not. */
  journal(journal: Journal, wrote: Wrote = () => undefined): Journal {
    // Kept even when the process dies before it gets the answer: the simulation closes the files.
    const kept = <Opened extends Result<RolloutRecord | null>>(opened: Opened): Opened => {
      if (opened.ok && opened.value !== null) this.records.push(opened.value);
      return opened;
    };
    const mortal = (record: RolloutRecord): RolloutRecord => ({
      ...record,
      append: (...entries) => {
        const append = async () => {
          const written = await record.append(...entries);
          if (written.ok) wrote(record.rollout, entries);
          return written;
        };
        return this.cross(() => this.#file(journal.folder, append));
      },
      // Nobody waits for it, so a process does not die at it; a dead one writes none.
      note: (entry) =>
        this.#isDead ? Promise.resolve() : this.#file(null, () => record.note(entry)),
      close: () => this.#file(null, () => record.close()),
    });
    return {
      folder: journal.folder,
      readHistory: (limit) => this.#file(null, () => journal.readHistory(limit)),
      readUnfinished: () => this.#file(null, () => journal.readUnfinished()),
      begin: async (...entries) => {
        const begin = async () => {
          const made = kept(await journal.begin(...entries));
          if (!made.ok) return made;
          const begun = this.#file(null, () => made.value.begun);
          wrote(made.value.rollout, entries);
          return this.#turns === null ? made : succeed({ ...made.value, begun });
        };
        const made = await this.cross(() => this.#file(journal.folder, begin));
        return made.ok ? succeed(mortal(made.value)) : made;
      },
      reopen: async (rollout) => {
        const reopen = async () => kept(await journal.reopen(rollout));
        const found = await this.cross(() => this.#file(null, reopen));
        return found.ok && found.value !== null ? succeed(mortal(found.value)) : found;
      },
    };
  }

  /** @param tornIn the journal's folder when this is the write that a dying process does not finish. */
  async #file<Value>(tornIn: string | null, work: () => Promise<Value>): Promise<Value> {
    this.pendingFileWork += 1;
    try {
      const begun = work();
      const value = await (this.#turns === null ? begun : this.#turns.take(begun));
      if (tornIn !== null && this.#left === 0 && this.#tornBytes > 0) {
        await tear(tornIn, this.#tornBytes);
      }
      return value;
    } finally {
      this.pendingFileWork -= 1;
    }
  }
}

/** Cuts the newest record, as a machine that stops in the middle of a write does. */
async function tear(folder: string, bytes: number): Promise<void> {
  const newest = (await readdir(folder))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .at(-1);
  if (newest === undefined) return;
  const path = join(folder, newest);
  const { size } = await stat(path);
  await truncate(path, Math.max(0, size - bytes));
}

function never<Value>(): Promise<Value> {
  return new Promise(() => undefined);
}
