/**
 * A small queue for the sample's test runners: each job is handed out once and never again, so that whoever ends
 * a block with a job in hand loses it, and the counters say so. Pure but for what is passed in.
 */
import type { BlockId } from '../../../src-shared/ids.ts';
import type { SampleWork } from '../../../src-shared/work-schema.ts';

export interface Job {
  readonly id: number;
  /** How long it is to run. */
  readonly ms: number;
}

export interface JobQueueOptions {
  readonly monotonicMs: () => number;
  /** 0..1 */
  readonly random: () => number;
}

export interface JobQueue {
  readonly isOn: () => boolean;
  readonly setOn: (isOn: boolean) => void;
  /** One more, when it is on and there is room. */
  readonly tick: () => void;
  /** The next job for this worker, or null when it has to leave without one. */
  readonly next: (worker: BlockId, signal: AbortSignal) => Promise<Job | null>;
  /** Its question that still waits is answered with no job. */
  readonly leave: (worker: BlockId) => void;
  readonly done: (id: number) => void;
  /** Its process has ended: what it had in hand is lost. */
  readonly workerGone: (worker: BlockId) => void;
  readonly counts: () => SampleWork;
}

export const jobMs = { least: 100, most: 300 } as const;
const longestQueue = 200;
/** Nobody runs one for so long: whoever has it has lost it. */
const lostAfterMs = 10_000;
/** Of those done, to know one that is done twice. */
const remembered = 10_000;

interface Waiting {
  readonly worker: BlockId;
  readonly give: (job: Job | null) => void;
}

export function createJobQueue({ monotonicMs, random }: JobQueueOptions): JobQueue {
  const queued: Job[] = [];
  const running = new Map<number, { readonly worker: BlockId; readonly sinceMs: number }>();
  const doneIds = new Set<number>();
  let waiting: Waiting[] = [];
  let isOn = false;
  let lastId = 0;
  const total = { fetched: 0, done: 0, lost: 0, twice: 0 };

  const lose = (isLost: (one: { worker: BlockId; sinceMs: number }) => boolean): void => {
    for (const [id, one] of running) {
      if (!isLost(one)) continue;
      running.delete(id);
      total.lost += 1;
    }
  };
  const handOut = (): void => {
    while (queued.length > 0) {
      const first = waiting.shift();
      if (first === undefined) return;
      const job = queued.shift();
      if (job === undefined) return;
      total.fetched += 1;
      running.set(job.id, { worker: first.worker, sinceMs: monotonicMs() });
      first.give(job);
    }
  };
  const dismiss = (isDismissed: (one: Waiting) => boolean): void => {
    const gone = waiting.filter(isDismissed);
    waiting = waiting.filter((one) => !gone.includes(one));
    for (const one of gone) one.give(null);
  };

  return {
    isOn: () => isOn,
    setOn: (next) => {
      isOn = next;
    },
    tick: () => {
      const nowMs = monotonicMs();
      lose(({ sinceMs }) => nowMs - sinceMs > lostAfterMs);
      if (!isOn || queued.length >= longestQueue) return;
      lastId += 1;
      const ms = Math.round(jobMs.least + random() * (jobMs.most - jobMs.least));
      queued.push({ id: lastId, ms });
      handOut();
    },
    next: (worker, signal) =>
      new Promise((resolve) => {
        const one: Waiting = {
          worker,
          give: (job) => {
            signal.removeEventListener('abort', leave);
            resolve(job);
          },
        };
        const leave = (): void => {
          dismiss((other) => other === one);
        };
        if (signal.aborted) {
          resolve(null);
          return;
        }
        signal.addEventListener('abort', leave);
        waiting.push(one);
        handOut();
      }),
    leave: (worker) => {
      dismiss((one) => one.worker === worker);
    },
    done: (id) => {
      if (doneIds.has(id)) {
        total.twice += 1;
        return;
      }
      if (!running.delete(id)) return;
      total.done += 1;
      doneIds.add(id);
      const oldest = doneIds.values().next();
      if (doneIds.size > remembered && oldest.done !== true) doneIds.delete(oldest.value);
    },
    workerGone: (worker) => {
      dismiss((one) => one.worker === worker);
      lose((one) => one.worker === worker);
    },
    counts: () => ({ isOn, queued: queued.length, running: running.size, ...total }),
  };
}
