/** What a client saw around switches. Times are epoch ms on one clock. */
import { latencyMs, type RequestRecord } from '../e2e/load/request-record.ts';
import { percentile } from '../e2e/load/summary.ts';

export interface Switch {
  readonly to: string;
  readonly pressedAtMs: number;
}

/**
 * From each press to the first answer that a client received from the wanted generation; infinite when
 * none came. Nothing of the other side may be under way from an earlier switch.
 */
export function firstAnswersMs(
  records: readonly RequestRecord[],
  switches: readonly Switch[],
): readonly number[] {
  return switches.map(({ to, pressedAtMs }) => {
    let first = Infinity;
    for (const { generation, answeredAtMs } of records) {
      if (generation !== to || answeredAtMs === null || answeredAtMs < pressedAtMs) continue;
      first = Math.min(first, answeredAtMs);
    }
    return first - pressedAtMs;
  });
}

/** p99 of the short requests that were due within a second after a switch. */
export function shortNearP99Ms(
  records: readonly RequestRecord[],
  switches: readonly Switch[],
): number | null {
  const isNear = ({ dueAtMs }: RequestRecord): boolean =>
    switches.some(({ pressedAtMs }) => dueAtMs >= pressedAtMs && dueAtMs < pressedAtMs + 1000);
  const near = records.filter((record) => record.kind === 'short' && isNear(record));
  return percentile(near.map(latencyMs), 0.99);
}

/** Requests that were due, by the time between the first and the last. */
export function ratePerSecond(records: readonly RequestRecord[]): number {
  const due = records.map((record) => record.dueAtMs).toSorted((a, b) => a - b);
  const seconds = ((due.at(-1) ?? 0) - (due[0] ?? 0)) / 1000;
  return (due.length - 1) / seconds;
}
