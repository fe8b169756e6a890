import { setTimeout as pause } from 'node:timers/promises';

/** Looks until there is something to see. @throws after `limitMs`, naming what did not come. */
export async function until<Value>(
  what: string,
  limitMs: number,
  look: () => Promise<Value | null> | Value | null,
  everyMs = 20,
): Promise<Value> {
  const endsAtMs = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > endsAtMs) {
      throw new Error(`Not seen within ${String(limitMs)} ms: ${what}.`);
    }
    await pause(everyMs);
  }
}
