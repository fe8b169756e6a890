/** One axis of time for all that a record tells. Pure. */
import { duration } from '../../../src-shared/record-words.ts';

export interface TimeAxis {
  readonly fromMs: number;
  readonly toMs: number;
  /** Round times since the press, in the words of the axis. */
  readonly ticks: readonly { readonly atMs: number; readonly text: string }[];
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000]
  .concat([60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000])
  .concat([3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000]);
const mostTicks = 6;

/** @param times at least one; @param pressedAtMs where the axis counts from. */
export function timeAxis(times: readonly number[], pressedAtMs: number): TimeAxis {
  const fromMs = Math.min(pressedAtMs, ...times);
  const toMs = Math.max(fromMs + 1, ...times);
  const span = toMs - fromMs;
  const step = steps.find((each) => span / each < mostTicks) ?? span;
  const ticks = Array.from({ length: mostTicks + 1 }, (_, index) => index * step)
    .filter((ms) => pressedAtMs + ms <= toMs)
    .map((ms) => ({ atMs: pressedAtMs + ms, text: ms === 0 ? 'press' : duration(ms) }));
  return { fromMs, toMs, ticks };
}

/** 0..1 of its length. */
export function placeOn({ fromMs, toMs }: TimeAxis, atMs: number): number {
  return Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
}

/** As CSS has it. */
export function percentOn(axis: TimeAxis, atMs: number): string {
  return `${(placeOn(axis, atMs) * 100).toFixed(3)}%`;
}
