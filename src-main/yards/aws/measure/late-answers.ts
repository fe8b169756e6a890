/** Whether a target group that is being drained still answers, by CloudWatch's count: it lags by minutes. */
import type { Clock } from '../../../clock/clock.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import type { TargetGroup } from '../discover/reading.ts';
import { readMeasures, type MeasurePorts } from './read-measures.ts';

/**
 * @param sinceMs epoch milliseconds: when it was taken out.
 * @returns requests of the newest period that began after that and is told; null where none is yet, or nothing tells.
 */
export async function lateAnswers(
  ports: MeasurePorts & { readonly clock: Pick<Clock, 'now'> },
  { arn }: TargetGroup,
  sinceMs: number,
): Promise<number | null> {
  const { periodMs, settleMs } = ports.times;
  const grouping = ports
    .last()
    ?.groupings.find(({ attached, idle }) => [...attached, ...idle].some((one) => one.arn === arn));
  const nowMs = ports.clock.now();
  const newestMs = Math.floor((nowMs - settleMs) / periodMs) * periodMs - periodMs;
  if (grouping === undefined || newestMs < sinceMs) return null;
  const read = await readMeasures(ports, {
    ...{ fleet: grouping.id, generations: [generationIdOfGroup(arn)] },
    ...{ fromMs: newestMs, toMs: nowMs, alarms: [] },
  });
  if (!read.ok) return null;
  // A load balancer reports a period without requests not at all.
  const periods = read.value.generations[0]?.periods ?? [];
  return periods.find(({ startMs }) => startMs === newestMs)?.requests ?? 0;
}
