/** What every write passes on its way out, and what looks wait for after it. */
import { fail, type Fault, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';

export interface WriteGate {
  /** The last check before the wire, also for the way back: another account's rules are not ours. */
  readonly unlessRefused: <Value>(
    act: () => Promise<Result<Value>>,
    isRevert?: boolean,
  ) => Promise<Result<Value>>;
  /** The same, and news afterwards. */
  readonly told: <Value>(act: () => Promise<Result<Value>>) => Promise<Result<Value>>;
  /** A write that looks wait a moment for. */
  readonly beside: <Value>(write: Promise<Result<Value>>) => Promise<Result<Value>>;
  /** Resolves when no such write is under way, or a moment later. */
  readonly written: () => Promise<void>;
  readonly changed: () => void;
  readonly onChange: (listener: () => void) => () => void;
  /** Nobody is told anything any more. */
  readonly close: () => void;
}

/** A look begun beside a write shows what was before it, and takes the write's room on the way. */
const afterWriteMs = 250;

/** @param writesRefused null when it may be written now. */
export function createWriteGate(
  clock: Clock,
  writesRefused: (isRevert: boolean) => Fault | null,
): WriteGate {
  const listeners = new Set<() => void>();
  const writing = new Set<Promise<unknown>>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const unlessRefused: WriteGate['unlessRefused'] = (act, isRevert = false) => {
    const fault = writesRefused(isRevert);
    return fault === null ? act() : Promise.resolve(fail(fault));
  };
  return {
    unlessRefused,
    async told(act) {
      const answer = await unlessRefused(act);
      changed();
      return answer;
    },
    async beside(write) {
      writing.add(write);
      try {
        return await write;
      } finally {
        writing.delete(write);
        changed();
      }
    },
    async written() {
      if (writing.size === 0) return;
      const done = new AbortController();
      await Promise.race([Promise.allSettled(writing), clock.delay(afterWriteMs, done.signal)]);
      done.abort();
    },
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}
