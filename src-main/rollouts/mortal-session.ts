/**
 * One life of a panel process in a simulation: every call to the outside goes through it, and at the
 * n-th crossing it dies. A dead process gets no answers and sends nothing; what it half wrote stays.
 * Test support.
 */
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { RolloutRecord } from '../journal/record-file.ts';
import type { Yard } from '../yards/port.ts';

export class MortalSession {
  /** File work in flight: virtual time stands still meanwhile. */
  pendingFileWork = 0;
  readonly records: RolloutRecord[] = [];
  #isDead = false;
  #left: number;
  /** Bytes that the last write of a dying process loses; 0 for none. */
  readonly #tornBytes: number;

  /** @param crossings how many calls it survives. */
  constructor(crossings: number, tornBytes: number) {
    this.#left = crossings;
    this.#tornBytes = tornBytes;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The answer, unless the process dies just before the work or just after it. */
  async cross<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#diesNow()) return never();
    const value = await work();
    return this.#diesNow() ? never() : value;
  }

  #diesNow(): boolean {
    if (!this.#isDead) {
      this.#left -= 1;
      this.#isDead = this.#left < 0;
    }
    return this.#isDead;
  }

  clock(clock: Clock): Clock {
    return {
      now: clock.now,
      monotonicMs: clock.monotonicMs,
      delay: async (ms, signal) => {
        await clock.delay(ms, signal);
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
      route: (order) => this.cross(() => yard.route(order)),
      attach: (order) => this.cross(() => yard.attach(order)),
      launchGeneration: (order) => this.cross(() => yard.launchGeneration(order)),
      launchBlock: (order) => this.cross(() => yard.launchBlock(order)),
      terminateBlock: (order) => this.cross(() => yard.terminateBlock(order)),
      retireGeneration: (order) => this.cross(() => yard.retireGeneration(order)),
      probe: (...what) => this.cross(() => yard.probe(...what)),
    };
  }

  journal(journal: Journal): Journal {
    // Kept even when the process dies before it gets the answer: the simulation closes the files.
    const kept = <Opened extends Result<RolloutRecord | null>>(opened: Opened): Opened => {
      if (opened.ok && opened.value !== null) this.records.push(opened.value);
      return opened;
    };
    const mortal = (record: RolloutRecord): RolloutRecord => ({
      ...record,
      append: (...entries) =>
        this.cross(() => this.#file(journal.folder, () => record.append(...entries))),
      close: () => this.#file(null, () => record.close()),
    });
    return {
      folder: journal.folder,
      readHistory: (limit) => this.#file(null, () => journal.readHistory(limit)),
      readUnfinished: () => this.#file(null, () => journal.readUnfinished()),
      begin: async (...entries) => {
        const begin = async () => {
          const made = kept(await journal.begin(...entries));
          if (made.ok) void this.#file(null, () => made.value.begun);
          return made;
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
      const value = await work();
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
