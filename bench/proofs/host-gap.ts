/**
 * What a killed host costs its callers. Its entry dies with it, so a request that was under way then, or came
 * before somebody answered again, may be lost; any other may not. Pure.
 */
import { lossReason, type RequestRecord } from '../../e2e/load/request-record.ts';

/** From the kill to the first good answer after it, by the clock of the load. */
export interface HostGap {
  readonly killedAtMs: number;
  readonly answersAtMs: number;
}

/** @param goneAtMs when its process was seen to be gone: what was sent later reached the next host. */
export function gapAfter(
  records: readonly RequestRecord[],
  { killedAtMs, goneAtMs }: { readonly killedAtMs: number; readonly goneAtMs: number },
): HostGap {
  const answers = records
    .filter((one) => one.sentAtMs > goneAtMs && lossReason(one) === null)
    .map(({ answeredAtMs, doneAtMs }) => answeredAtMs ?? doneAtMs);
  // Not `Math.min(...)`: there may be more of them than a call takes arguments.
  return { killedAtMs, answersAtMs: answers.reduce((a, b) => Math.min(a, b), Infinity) };
}

export interface GapLosses {
  /** While a host lived. */
  readonly lost: number;
  readonly inGaps: number;
  readonly lostInGaps: number;
  /** Of those, answered 503 by an entry that was open again and had no block yet. */
  readonly beforeFirstBlock: number;
  readonly lostBy: readonly string[];
}

export function lossesAround(
  records: readonly RequestRecord[],
  gaps: readonly HostGap[],
): GapLosses {
  const isInGap = ({ sentAtMs, doneAtMs }: RequestRecord): boolean =>
    gaps.some((gap) => sentAtMs <= gap.answersAtMs && doneAtMs >= gap.killedAtMs);
  const lost = records.filter((one) => lossReason(one) !== null);
  const lostInGaps = lost.filter(isInGap);
  const lostElse = lost.filter((one) => !isInGap(one));
  return {
    lost: lostElse.length,
    inGaps: records.filter(isInGap).length,
    lostInGaps: lostInGaps.length,
    beforeFirstBlock: lostInGaps.filter(({ status }) => status === 503).length,
    lostBy: lostElse.map((one) => `${one.id} ${one.kind}: ${lossReason(one) ?? ''}`),
  };
}
