/**
 * When a page that ended is loaded again, and when that is given up: one crash is an accident, several in a row
 * are what the next load would meet, too. Pure.
 */
export interface CrashPolicy {
  /** It ended, or was ended because it hung. */
  readonly ended: (nowMs: number) => 'reload' | 'give-up';
}

/** The third end within two minutes is the last. */
const within = 120_000;
const most = 3;

/** @param nowMs of a clock that never goes back. */
export function createCrashPolicy(): CrashPolicy {
  let ends: readonly number[] = [];
  return {
    ended: (nowMs) => {
      ends = [...ends.filter((atMs) => nowMs - atMs < within), nowMs];
      if (ends.length < most) return 'reload';
      // Whoever opens it again begins anew.
      ends = [];
      return 'give-up';
    },
  };
}
