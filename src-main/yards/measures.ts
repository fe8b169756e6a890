/** What a yard measured of generations over whole periods, for the second opinion. */
import type { FleetId, GenerationId } from '../../src-shared/ids.ts';
import type { AlarmState } from '../../src-shared/opinion-schema.ts';

export interface MeasuresOrder {
  readonly fleet: FleetId;
  readonly generations: readonly GenerationId[];
  /** Epoch milliseconds: whole periods between. */
  readonly fromMs: number;
  readonly toMs: number;
  /** By their names; empty without `hasAlarms`. */
  readonly alarms: readonly string[];
}

/** Requests in it are more than none; what was not measured is absent, and never a zero. */
export interface MeasuredPeriod {
  readonly startMs: number;
  readonly requests: number;
  /** Answers with a 5xx. */
  readonly errors: number;
  /** Null: not measured. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface Measures {
  readonly periodMs: number;
  readonly generations: readonly {
    readonly generation: GenerationId;
    /** Oldest first. */
    readonly periods: readonly MeasuredPeriod[];
  }[];
  /** That no server answered, or not to the end: of which generation is not known. */
  readonly unanswered: readonly { readonly startMs: number; readonly count: number }[];
  /** In the order of asking. */
  readonly alarms: readonly { readonly name: string; readonly state: AlarmState }[];
  /** What is not measured here though it could matter, each as one sentence. */
  readonly notes: readonly string[];
}
