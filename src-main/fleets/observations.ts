/**
 * Looking at the yard: when it says that something changed, and in any case now and then. Keeps the
 * last good look with its age; reads that fail or that miss what was there never clear it.
 */
import type { Denial } from '../../src-shared/denial.ts';
import { faultOf, fail, succeed, type Result } from '../../src-shared/result.ts';
import { ageMs, marked, type Marked } from '../clock/age.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { Yard, YardObservation } from '../yards/port.ts';
import { usualTimes, type ObservationTimes } from '../yards/yard-pace.ts';
import { whatIsMissing } from './doubt.ts';
import { begunAt, isOldLook, type Look } from './look-age.ts';
import { tellAll } from './tell-all.ts';

export type Sight =
  | { readonly kind: 'none'; readonly reason: string | null; readonly denial?: Denial | undefined }
  /** Old: the next look is not late, but whoever sees this must be told its age. */
  | { readonly kind: 'live'; readonly look: Look; readonly isOld: boolean }
  | {
      readonly kind: 'stale';
      readonly look: Look;
      readonly sinceMs: number;
      readonly reason: string;
      /** Looking is not allowed: what would allow it. */
      readonly denial?: Denial | undefined;
    };

export interface Observations {
  /** Never `live` with a look that should have been followed by another one by now. */
  readonly sight: () => Sight;
  /** What is seen by a look that begins now, or by a later one that was quicker. Faults: the read failed, or misses what was there and is not believed yet. */
  readonly fresh: () => Promise<Result<YardObservation>>;
  /** Numbers of looks, from 1: of the one that began last, and of the newest that was answered. 0: none. */
  readonly looks: () => { readonly begun: number; readonly answered: number };
  /** Told after each look, good or failed, and when what is seen has become old or late meanwhile. */
  readonly onSight: (listener: (sight: Sight) => void) => () => void;
  /** Somebody looks at the window, or not. */
  readonly setWatched: (isWatched: boolean) => void;
  /** Something moves: call the answer when it has come to rest. */
  readonly keepClose: () => () => void;
  /** The computer slept: what was seen is old whatever its age says, and is looked at again at once. */
  readonly wake: () => void;
  readonly start: () => void;
  readonly stop: () => void;
}

const fromBeforeASleep = fail({
  code: 'unreachable',
  message: 'A look was on its way for too long: this computer may have been asleep.',
});

/** Sleep and looks that hang are noticed after so long: no timer tells of either. */
const tickMs = 1000;

export function createObservations(
  yard: Pick<Yard, 'observe' | 'onChange'>,
  clock: Clock,
  times: ObservationTimes = usualTimes,
): Observations {
  const listeners = new Set<(sight: Sight) => void>();
  let sight: Sight = { kind: 'none', reason: null };
  let isWatched = true;
  let movers = 0;
  let begun = 0;
  let accepted = 0;
  let newest: { readonly look: Result<YardObservation>; readonly asked: Marked } | null = null;
  let missing: { readonly sinceMs: number; readonly reads: number } | null = null;
  let running: AbortController | null = null;
  let nap = new AbortController();
  let isLooking = false;
  /**
   * How long the last good look took: the next one may take as long and is not late by it. What is
   * shown meanwhile grows as old as both together, and says so.
   */
  let lookMs = 0;
  /** When a look of anybody's was answered last. */
  let answeredAt: Marked | null = null;
  /** When the next look has to have ended; null while nobody looks by and by. */
  let due: { readonly from: Marked; readonly ms: number } | null = null;
  let stopPush: () => void = () => undefined;

  const show = (next: Sight): void => {
    sight = next;
    tellAll(listeners, next);
  };

  const expect = (ms: number): void => {
    due = { from: marked(clock), ms };
  };

  const sightNow = (): Sight => {
    if (sight.kind !== 'live') return sight;
    const { look } = sight;
    // A look that somebody else made in between counts as well.
    if (due === null || ageMs(clock, due.from) <= due.ms || ageMs(clock, look) <= times.overdueMs) {
      return sight.isOld || !isOldLook(clock, look) ? sight : { ...sight, isOld: true };
    }
    const reason = 'No look has ended since then.';
    return { kind: 'stale', look, sinceMs: look.atMs, reason };
  };

  const fails = (reason: string, denial?: Denial): void => {
    const why = { reason, denial };
    if (sight.kind === 'none') show({ kind: 'none', ...why });
    else if (sight.kind === 'live') {
      show({ kind: 'stale', look: sight.look, sinceMs: clock.now(), ...why });
    } else if (sight.reason !== reason) show({ ...sight, ...why });
  };

  /** Why this read is not believed, or null. */
  const doubt = (observation: YardObservation): string | null => {
    const what = sight.kind === 'none' ? null : whatIsMissing(sight.look.observation, observation);
    if (what === null) {
      missing = null;
      return null;
    }
    missing = {
      sinceMs: missing?.sinceMs ?? clock.monotonicMs(),
      reads: (missing?.reads ?? 0) + 1,
    };
    const isLong = clock.monotonicMs() - missing.sinceMs >= times.believeAfterMs;
    if (missing.reads >= times.believeAfterReads && isLong) {
      missing = null;
      return null;
    }
    return what;
  };

  const fresh = async (): Promise<Result<YardObservation>> => {
    begun += 1;
    const own = begun;
    const asked = marked(clock);
    const answer = await within(clock, times.timeoutMs, observe(yard));
    // No timer runs while a computer sleeps: what was on its way meanwhile shows how it was before.
    const awake = (look: Result<YardObservation>, since: Marked): Result<YardObservation> =>
      look.ok && ageMs(clock, since) > times.timeoutMs ? fromBeforeASleep : look;
    const read = awake(answer, asked);
    // An answer that was overtaken by the answer to a later question says nothing new: the later one
    // is what was checked, and it is what a decision is to be made on.
    if (own < accepted && newest !== null) return awake(newest.look, newest.asked);
    accepted = own;
    answeredAt = marked(clock);
    const begunThen = begunAt(read, asked);
    if (read.ok) lookMs = clock.monotonicMs() - begunThen.monotonicMs;
    newest = { look: judged(read, begunThen), asked };
    return newest.look;
  };

  /** Shows it, when it is believed. */
  const judged = (read: Result<YardObservation>, begunThen: Marked): Result<YardObservation> => {
    if (!read.ok) {
      fails(read.fault.message, read.fault.denial);
      return read;
    }
    const what = doubt(read.value);
    if (what !== null) {
      fails(`${what}; asking again before it is believed`);
      const message = `The last look is not believed yet: ${what}.`;
      return fail({ code: 'damaged', message, todo: 'Nothing is to be done: it asks again.' });
    }
    const look = { observation: read.value, ...marked(clock), begun: begunThen };
    show({ kind: 'live', look, isOld: isOldLook(clock, look) });
    return succeed(read.value);
  };

  const pauseMs = (): number => {
    if (movers > 0 || sight.kind !== 'live') return times.closeMs;
    return isWatched ? times.watchedMs : times.calmMs;
  };

  const loop = async (isStopped: () => boolean): Promise<void> => {
    while (!isStopped()) {
      nap = new AbortController();
      const napping = nap;
      isLooking = true;
      expect(lookMs + times.overdueMs);
      await fresh();
      if (isStopped()) return;
      isLooking = false;
      expect(pauseMs() + lookMs + times.overdueMs);
      await clock.delay(times.pushGapMs);
      await clock.delay(pauseMs() - times.pushGapMs, napping.signal);
      // A look that somebody else made meanwhile, for a decision, is as good as one of ours: each is some ten calls.
      for (;;) {
        const leftMs = answeredAt === null ? 0 : pauseMs() - ageMs(clock, answeredAt);
        if (napping.signal.aborted || isStopped() || leftMs <= 0) break;
        expect(leftMs + lookMs + times.overdueMs);
        await clock.delay(leftMs, napping.signal);
      }
    }
  };

  const tick = async ({ signal }: AbortController): Promise<void> => {
    const isStopped = (): boolean => signal.aborted;
    while (!isStopped()) {
      await clock.delay(tickMs, signal);
      const now = sightNow();
      if (!isStopped() && now !== sight) show(now);
    }
  };

  return {
    sight: sightNow,
    fresh,
    looks: () => ({ begun, answered: accepted }),
    onSight: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setWatched: (value) => {
      if (value && !isWatched) nap.abort();
      isWatched = value;
    },
    keepClose: () => {
      movers += 1;
      nap.abort();
      let isHeld = true;
      return () => {
        if (isHeld) movers -= 1;
        isHeld = false;
      };
    },
    wake: () => {
      if (running === null) return;
      if (sight.kind === 'live') {
        const { look } = sight;
        const reason = 'This computer was asleep; the yard is looked at again.';
        show({ kind: 'stale', look, sinceMs: look.atMs, reason });
      }
      // A look from before the sleep may hang until its time is over.
      if (isLooking) void fresh();
      else nap.abort();
    },
    start: () => {
      if (running !== null) return;
      const own = new AbortController();
      running = own;
      stopPush = yard.onChange(() => nap.abort());
      void loop(() => own.signal.aborted);
      void tick(own);
    },
    stop: () => {
      running?.abort();
      running = null;
      due = null;
      nap.abort();
      stopPush();
    },
  };
}

/** A yard that throws is a yard that does not answer. */
async function observe(yard: Pick<Yard, 'observe'>): Promise<Result<YardObservation>> {
  try {
    return await yard.observe();
  } catch (error) {
    return fail(faultOf(error));
  }
}
