/** What a tour did, saw and measured: the shape of `report.json`. */
import type { MachineFacts } from '../load/machine.ts';

export interface TourReport {
  readonly startedAt: string;
  readonly tookMs: number;
  /** Of Blockyard. */
  readonly version: string;
  readonly machine: MachineFacts;
  readonly steps: readonly StepReport[];
  readonly presses: readonly PressFigure[];
  /** Null while no bad release went back by itself. */
  readonly wayBack: WayBack | null;
  readonly traffic: readonly TrafficFigures[];
  /** The window's own sample traffic; null when the tour ended before it was read. */
  readonly sampleTraffic: SampleCounts | null;
  /** What the page itself complained about: an error, a blocked load, a broken policy. */
  readonly complaints: readonly string[];
  /** Why the tour failed; empty when all of it was as it should be. */
  readonly problems: readonly string[];
}

export interface StepReport {
  readonly name: string;
  readonly title: string;
  readonly end: StepEnd;
  readonly tookMs: number;
  /** What was done and seen, one sentence each. */
  readonly told: readonly string[];
  readonly pictures: readonly Picture[];
}

export type StepEnd =
  | { readonly kind: 'seen' }
  | { readonly kind: 'failed'; readonly because: string }
  | { readonly kind: 'not-reached' };

/** `NAME-dark.png` and `NAME-light.png` lie beside the report. */
export interface Picture {
  readonly name: string;
  readonly caption: string;
}

export type PressKind = 'first-share' | 'all' | 'revert' | 'cut-over' | 'release-at-once';

export interface PressFigure {
  readonly kind: PressKind;
  /** As it stood on the button. */
  readonly label: string;
  /** Counted from the press to the: `first answer by v003`. */
  readonly until: string;
  readonly ms: number;
}

/** Of a release that went wrong; all times from its first wrong answer that a client got. */
export interface WayBack {
  readonly from: string;
  readonly to: string;
  /** To the first answer of the old generation, whose requests nobody had sent there by hand. */
  readonly backAfterMs: number;
  /** Wrong answers until then, of so many answers of the new generation. */
  readonly wrongAnswers: number;
  readonly answers: number;
  /** Sent once it was back, and answered wrongly or not at all. */
  readonly wrongAfterwards: number;
}

export interface TrafficFigures {
  readonly name: string;
  /** During what: `Release by steps, over and back`. */
  readonly during: string;
  readonly sent: number;
  /** Whole and good, each with its own id. */
  readonly answered: number;
  /** Answered with an error by the generation that was released to go wrong. */
  readonly wrongByBadRelease: number;
  /** All others: no answer, a cut one, a wrong id, an error by anybody else. */
  readonly lost: number;
  readonly lostBy: Readonly<Record<string, number>>;
  readonly posts: number;
  /** Matched with the servers' own books. */
  readonly twice: number;
  readonly missing: number;
  readonly generations: Readonly<Record<string, number>>;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** How late the client itself was. */
  readonly lagP99Ms: number | null;
}

export interface SampleCounts {
  readonly sent: number;
  readonly answered: number;
  readonly errors: number;
  readonly refused: number;
  readonly lost: number;
}
