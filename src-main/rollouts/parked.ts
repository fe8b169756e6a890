/**
 * Time in which nobody was signed in: nothing could be seen or done, so none of it counts against a
 * deadline. Only the press grows old all the same, after a bound: nobody may be surprised by a cutover
 * that begins hours later because somebody signed in. Pure.
 */
import { stepsOf, type Facts, type Moment } from './decide/facts.ts';

/** One stretch without anybody signed in, on both clocks. */
export interface ParkedSpan {
  readonly from: Moment;
  readonly to: Moment;
}

/** The facts as if their times had stood still while nobody was signed in. @param parkMs the bound for the press. */
export function withoutParked(facts: Facts, spans: readonly ParkedSpan[], parkMs: number): Facts {
  if (spans.length === 0) return facts;
  const moved = (atMs: number): number => atMs + monotonicAfter(spans, atMs);
  const pressMs = Math.min(parkMs, monotonicAfter(spans, facts.begunAtMs));
  const pressWallMs = Math.min(parkMs, wallAfter(spans, facts.begunWallMs));
  const steps = stepsOf(facts).map(
    ([key, step]) =>
      [key, { ...step, atMs: moved(step.atMs), firstSentAtMs: moved(step.firstSentAtMs) }] as const,
  );
  return {
    ...facts,
    begunAtMs: facts.begunAtMs + pressMs,
    begunWallMs: facts.begunWallMs + pressWallMs,
    takenUpAtMs: moved(facts.takenUpAtMs),
    steps: Object.fromEntries(steps),
  };
}

function monotonicAfter(spans: readonly ParkedSpan[], atMs: number): number {
  return spans.reduce(
    (sum, { from, to }) => sum + Math.max(0, to.monotonicMs - Math.max(from.monotonicMs, atMs)),
    0,
  );
}

function wallAfter(spans: readonly ParkedSpan[], atMs: number): number {
  return spans.reduce(
    (sum, { from, to }) => sum + Math.max(0, to.nowMs - Math.max(from.nowMs, atMs)),
    0,
  );
}

/** Keeps the spans of one rollout; the clock is read by whoever looks. */
export class Parking {
  #spans: readonly ParkedSpan[] = [];
  #since: Moment | null = null;

  /** A look found nobody signed in. */
  park(now: Moment): void {
    this.#since ??= now;
  }

  /** A look went through. */
  leave(now: Moment): void {
    if (this.#since !== null) this.#spans = [...this.#spans, { from: this.#since, to: now }];
    this.#since = null;
  }

  spans(): readonly ParkedSpan[] {
    return this.#spans;
  }

  /** Milliseconds of the stretch that has not ended; 0 when somebody is signed in. */
  lastsMs({ monotonicMs, nowMs }: Moment): number {
    if (this.#since === null) return 0;
    return Math.max(monotonicMs - this.#since.monotonicMs, nowMs - this.#since.nowMs);
  }
}

export function parkedText(reason: string): string {
  return `signed out: sign in to go on. ${reason}`;
}
