/** Times as columns of one logarithmic scale that all of a report share. Pure. */
import type { BehaviourReport } from '../../../src-shared/behaviour-schema.ts';

export interface Scale {
  readonly fromMs: number;
  readonly toMs: number;
}

export const columns = 24;

/** From a 1-2-5 below the quickest to one above the slowest; null where nothing was answered. */
export function scaleOf({ paths }: BehaviourReport): Scale | null {
  const times = paths.flatMap(({ a, b }) => [...a.timesMs, ...b.timesMs]);
  if (times.length === 0) return null;
  const fromMs = stepBelow(Math.max(0.1, Math.min(...times)));
  const toMs = stepAbove(Math.max(0.1, ...times));
  return { fromMs, toMs: toMs <= fromMs ? fromMs * 2 : toMs };
}

/** 0..1, at the ends for what lies beyond them. */
export function placeOf(ms: number, { fromMs, toMs }: Scale): number {
  const place = Math.log(Math.max(ms, fromMs) / fromMs) / Math.log(toMs / fromMs);
  return Math.min(1, place);
}

/** How many of them lie in each column. */
export function columnsOf(timesMs: readonly number[], scale: Scale): readonly number[] {
  const counts = Array.from({ length: columns }, () => 0);
  for (const ms of timesMs) {
    const column = Math.min(columns - 1, Math.floor(placeOf(ms, scale) * columns));
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return counts;
}

const steps = [1, 2, 5];

function stepBelow(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  return (steps.filter((one) => one * power <= ms * 1.000_001).at(-1) ?? 1) * power;
}

function stepAbove(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  return (steps.find((one) => one * power >= ms * 0.999_999) ?? 10) * power;
}
