/**
 * Counts by whole periods, across changes of the split: the second opinion of a release compares what was before with what
 * came after. A period's times are kept as percentiles once it is over; only the running one has a histogram.
 */
import type { GenerationId } from '../../../src-shared/ids.ts';
import {
  createHistogram,
  percentilesMs,
  recordLatency,
  type LatencyHistogram,
} from './latency-histogram.ts';

export interface CountedPeriod {
  /** Epoch milliseconds, a multiple of `periodMs`. */
  readonly startMs: number;
  readonly requests: number;
  /** Answers with a 5xx. */
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface PeriodMeter {
  readonly answered: (generation: GenerationId, status: number, latencyMs: number) => void;
  /** No block answered, or not to the end. */
  readonly lost: () => void;
  readonly forget: (generation: GenerationId) => void;
  /** Those that are over, oldest first; without those in which nothing was answered. */
  readonly periodsOf: (generation: GenerationId) => readonly CountedPeriod[];
  readonly lostIn: () => readonly { readonly startMs: number; readonly count: number }[];
}

export const periodMs = 10_000;
/** An hour. */
export const periodsKept = 360;

interface Running {
  readonly startMs: number;
  requests: number;
  errors: number;
  readonly latencies: LatencyHistogram;
}

interface Own {
  running: Running | null;
  readonly over: CountedPeriod[];
}

/** @param epochMs one that is set back begins its periods where it left off: of the same time none is counted twice. */
export function createPeriodMeter(epochMs: () => number): PeriodMeter {
  const generations = new Map<GenerationId, Own>();
  const lost: { startMs: number; count: number }[] = [];
  let newestMs = 0;

  const startOfNow = (): number => {
    newestMs = Math.max(newestMs, Math.floor(epochMs() / periodMs) * periodMs);
    return newestMs;
  };

  const closed = (own: Own, startMs: number): void => {
    const { running } = own;
    if (running === null || running.startMs === startMs) return;
    own.over.push(overOf(running));
    own.running = null;
    dropOld(own.over, startMs);
  };

  return {
    answered(generation, status, latencyMs) {
      const startMs = startOfNow();
      const own = generations.get(generation) ?? { running: null, over: [] };
      generations.set(generation, own);
      closed(own, startMs);
      own.running ??= { startMs, requests: 0, errors: 0, latencies: createHistogram() };
      own.running.requests += 1;
      if (status >= 500) own.running.errors += 1;
      recordLatency(own.running.latencies, latencyMs);
    },
    lost() {
      const startMs = startOfNow();
      const last = lost.at(-1);
      if (last?.startMs === startMs) last.count += 1;
      else lost.push({ startMs, count: 1 });
      dropOld(lost, startMs);
    },
    forget: (generation) => void generations.delete(generation),
    periodsOf(generation) {
      const own = generations.get(generation);
      if (own === undefined) return [];
      const startMs = startOfNow();
      closed(own, startMs);
      dropOld(own.over, startMs);
      return [...own.over];
    },
    lostIn() {
      const startMs = startOfNow();
      return lost.filter((one) => one.startMs < startMs).map((one) => ({ ...one }));
    },
  };
}

function overOf({ startMs, requests, errors, latencies }: Running): CountedPeriod {
  const [p50Ms = null, p95Ms = null, p99Ms = null] = percentilesMs(latencies, [0.5, 0.95, 0.99]);
  return { startMs, requests, errors, p50Ms, p95Ms, p99Ms };
}

function dropOld(periods: { readonly startMs: number }[], nowMs: number): void {
  while ((periods[0]?.startMs ?? nowMs) < nowMs - periodsKept * periodMs) periods.shift();
}
