/**
 * Counts what the entry sees. Recording is a few array writes; everything is added up only when
 * somebody asks. There is no timer: a bucket is emptied when time has come round to it again.
 */
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { GenerationTraffic, Traffic } from '../../../src-shared/traffic.ts';
import type { EntryClock } from './entry-clock.ts';
import {
  addHistogram,
  createHistogram,
  percentilesMs,
  recordLatency,
  type LatencyHistogram,
} from './latency-histogram.ts';
import { createPeriodMeter, type PeriodMeter } from './period-meter.ts';

/** Percentiles look back this far, for a p99 of 2 s is a handful of answers. */
const windowMs = 10_000;
const latencyBucketMs = 1000;
const latencyBuckets = windowMs / latencyBucketMs;
/** Shares and rates look back 2 s, so that a figure on the screen follows trouble instead of trailing it by 10 s. */
const countBucketMs = 250;
const countBuckets = 8;
/** A rate over less than this says more about one request than about the traffic. */
const leastCoveredMs = 250;

export interface GenerationMeter {
  readonly id: GenerationId;
  inFlight: number;
  webSockets: number;
  /** A block of this generation answered. `sinceSplit`: the request was routed by the present split. */
  readonly answered: (status: number, latencyMs: number, sinceSplit: boolean) => void;
}

export interface TrafficMeter {
  readonly generation: (id: GenerationId) => GenerationMeter;
  /** Its own counts go; what it adds to the entry's totals stays. */
  readonly forget: (id: GenerationId) => void;
  /**
   * Begins every window anew: no figure mixes what two splits did. Without this, 600 ms after a swap
   * of steady traffic the old generation showed 0 % beside 63 requests a second.
   */
  readonly splitChanged: () => void;
  /**
   * @param wasAnswered the block's answer had begun and was counted: it is the same request.
   * @param isByPause a person's pause had no place for it: lost, but no rate of errors that a release is judged by.
   */
  readonly lost: (wasAnswered: boolean, isByPause?: boolean) => void;
  readonly webSocketCut: () => void;
  /** The same by whole periods, of requests that came to the entry. */
  readonly periods: Pick<PeriodMeter, 'periodsOf' | 'lostIn'>;
  /** Without what the queue counts. */
  readonly snapshot: () => Traffic;
  /** Who answered a request of the present split with anything but a 5xx. */
  readonly seenToServe: () => readonly GenerationId[];
}

interface Counters extends GenerationMeter {
  requests: number;
  errors: number;
  responsesSinceSplit: number;
  hasServedSinceSplit: boolean;
  firstResponseSinceSplitAtMs: number | null;
  readonly answers: Ring<Count>;
  readonly latencies: Ring<LatencyHistogram>;
}

/** Counts from now on: `sinceMs` is the time of this call. */
export function createTrafficMeter(clock: EntryClock): TrafficMeter {
  const sinceMs = clock.epochMs();
  const counters = new Map<GenerationId, Counters>();
  const periods = createPeriodMeter(clock.epochMs);
  /** Monotonic; where all windows begin at the earliest. */
  let beganAtMs = clock.monotonicMs();
  let requests = 0;
  let lost = 0;
  let webSocketsCut = 0;
  const losses = createRing(
    countBuckets,
    countBucketMs,
    () => ({ requests: 0 }),
    (slot) => {
      slot.requests = 0;
    },
  );

  function createCounters(id: GenerationId): Counters {
    const own: Counters = {
      id,
      inFlight: 0,
      webSockets: 0,
      requests: 0,
      errors: 0,
      responsesSinceSplit: 0,
      hasServedSinceSplit: false,
      firstResponseSinceSplitAtMs: null,
      answers: createRing(
        countBuckets,
        countBucketMs,
        () => ({ requests: 0, errors: 0 }),
        (slot) => {
          slot.requests = 0;
          slot.errors = 0;
        },
      ),
      latencies: createRing(latencyBuckets, latencyBucketMs, createHistogram, (slot) =>
        slot.fill(0),
      ),
      answered(status, latencyMs, sinceSplit) {
        const ageMs = clock.monotonicMs() - beganAtMs;
        const bucket = own.answers.at(ageMs);
        requests += 1;
        own.requests += 1;
        bucket.requests += 1;
        if (status >= 500) {
          own.errors += 1;
          bucket.errors += 1;
        }
        recordLatency(own.latencies.at(ageMs), latencyMs);
        periods.answered(id, status, latencyMs);
        if (!sinceSplit) return;
        own.responsesSinceSplit += 1;
        own.hasServedSinceSplit ||= status < 500;
        own.firstResponseSinceSplitAtMs ??= clock.epochMs();
      },
    };
    return own;
  }

  return {
    generation(id) {
      const known = counters.get(id) ?? createCounters(id);
      counters.set(id, known);
      return known;
    },
    forget(id) {
      periods.forget(id);
      return counters.delete(id);
    },
    periods,
    splitChanged() {
      beganAtMs = clock.monotonicMs();
      losses.clear();
      for (const own of counters.values()) {
        own.answers.clear();
        own.latencies.clear();
        own.responsesSinceSplit = 0;
        own.hasServedSinceSplit = false;
        own.firstResponseSinceSplitAtMs = null;
      }
    },
    lost(wasAnswered, isByPause = false) {
      lost += 1;
      if (!isByPause) {
        losses.at(clock.monotonicMs() - beganAtMs).requests += 1;
        periods.lost();
      }
      if (!wasAnswered) requests += 1;
    },
    webSocketCut() {
      webSocketsCut += 1;
    },
    seenToServe: () =>
      [...counters.values()].filter((own) => own.hasServedSinceSplit).map(({ id }) => id),
    snapshot() {
      const ageMs = clock.monotonicMs() - beganAtMs;
      const seen = [...counters.values()].map((own) => ({ own, ...newest(own, ageMs) }));
      const all = seen.reduce((sum, one) => sum + one.requests, 0);
      const perSecond = perSecondOver(coveredMs(ageMs));
      const newLosses = losses.all(ageMs).reduce((sum, slot) => sum + slot.requests, 0);
      return {
        isCounted: true,
        windowMs,
        requestsPerSecond: perSecond(all),
        sinceMs,
        requests,
        lost,
        lostPerSecond: perSecond(newLosses),
        webSocketsCut,
        generations: seen.map((one) => ({
          generation: one.own.id,
          share: all === 0 ? 0 : one.requests / all,
          requestsPerSecond: perSecond(one.requests),
          errorsPerSecond: perSecond(one.errors),
          ...latenciesOf(one, ageMs),
          inFlight: one.own.inFlight,
          webSockets: one.own.webSockets,
          requests: one.own.requests,
          errors: one.own.errors,
          responsesSinceSplit: one.own.responsesSinceSplit,
          firstResponseSinceSplitAtMs: one.own.firstResponseSinceSplitAtMs,
        })),
      };
    },
  };
}

/** What the newest buckets cover: the present one has only begun, and the oldest ended before it. */
function coveredMs(ageMs: number): number {
  const bucketsMs = (countBuckets - 1) * countBucketMs + (ageMs % countBucketMs);
  return Math.max(leastCoveredMs, Math.min(ageMs, bucketsMs));
}

function perSecondOver(ms: number): (count: number) => number {
  return (count) => Math.round((count * 10_000) / ms) / 10;
}

interface Count {
  requests: number;
  errors: number;
}

function newest(own: Counters, ageMs: number): Count {
  const sum: Count = { requests: 0, errors: 0 };
  for (const slot of own.answers.all(ageMs)) {
    sum.requests += slot.requests;
    sum.errors += slot.errors;
  }
  return sum;
}

/** Nothing beside a rate of nothing: it would tell of another time than the rate does. */
function latenciesOf(
  { own, requests }: { readonly own: Counters; readonly requests: number },
  ageMs: number,
): Pick<GenerationTraffic, 'p50Ms' | 'p95Ms' | 'p99Ms'> {
  if (requests === 0) return { p50Ms: null, p95Ms: null, p99Ms: null };
  const histogram = createHistogram();
  for (const slot of own.latencies.all(ageMs)) addHistogram(histogram, slot);
  const [p50Ms = null, p95Ms = null, p99Ms = null] = percentilesMs(histogram, [0.5, 0.95, 0.99]);
  return { p50Ms, p95Ms, p99Ms };
}

/** Slots that come round; times are milliseconds since the windows began. */
interface Ring<Slot> {
  /** The slot of now, emptied if it still held an older turn. */
  readonly at: (ageMs: number) => Slot;
  /** The slots that are not too old by now. */
  readonly all: (ageMs: number) => readonly Slot[];
  readonly clear: () => void;
}

function createRing<Slot>(
  size: number,
  bucketMs: number,
  create: () => Slot,
  empty: (slot: Slot) => void,
): Ring<Slot> {
  const slots: { tick: number; readonly slot: Slot }[] = [];
  for (let index = 0; index < size; index += 1) slots.push({ tick: -1, slot: create() });
  return {
    at(ageMs) {
      const tick = Math.floor(ageMs / bucketMs);
      const found = slots[tick % size];
      if (found === undefined) return create();
      if (found.tick !== tick) {
        empty(found.slot);
        found.tick = tick;
      }
      return found.slot;
    },
    all(ageMs) {
      const oldest = Math.max(0, Math.floor(ageMs / bucketMs) - size + 1);
      return slots.filter(({ tick }) => tick >= oldest).map(({ slot }) => slot);
    },
    clear() {
      for (const each of slots) each.tick = -1;
    },
  };
}
