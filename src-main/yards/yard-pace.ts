/** How fast things go in a yard: how often it is looked at, and how long its effects may take. */
import { usualHealthyMs } from '../../src-shared/healthy-within.ts';

export interface ObservationTimes {
  /** Between looks while something moves. @default 1000 */
  readonly closeMs: number;
  /** Between looks while someone looks and nothing moves. @default 1000 */
  readonly watchedMs: number;
  /** Between looks otherwise. @default 5000 */
  readonly calmMs: number;
  /** A read that takes longer has failed. @default 5000 */
  readonly timeoutMs: number;
  /** What is seen passes for the present until a look is so late. @default 3000 */
  readonly overdueMs: number;
  /** Pushes are answered at most this often. @default 100 */
  readonly pushGapMs: number;
  /** Reads that miss something are believed after so many in a row... @default 3 */
  readonly believeAfterReads: number;
  /** ... and not before so long. @default 5000 */
  readonly believeAfterMs: number;
}

export const usualTimes: ObservationTimes = {
  closeMs: 1000,
  watchedMs: 1000,
  calmMs: 5000,
  timeoutMs: 5000,
  overdueMs: 3000,
  pushGapMs: 100,
  believeAfterReads: 3,
  believeAfterMs: 5000,
};

/** Times are how long, in monotonic milliseconds. */
export interface Limits {
  /** Good probe answers in a row that make a switch verified. @default 3 */
  readonly probesInARow: number;
  /** A switch that is not seen for so long is reported as not verified. @default 20 000 */
  readonly verifyMs: number;
  /** Nothing is begun so long after the press: the operator has moved on. @default 60 000 */
  readonly beginMs: number;
  /** At least so long a block may take to become healthy. @default 60 000 */
  readonly healthyMs: number;
  /** How long an effect may stay without effect in what is observed. @default 60 000 */
  readonly effectMs: number;
  /** So long the press stays young while nobody is signed in; other deadlines stand still meanwhile. @default 600 000 */
  readonly parkMs: number;
  /** Nothing is sent on a look that is older than this: the guards are asked again first. @default 500 */
  readonly freshMs: number;
  /** While the yard is seen, a revert leaves at once on a look so young; else it asks for another, briefly. @default 2000 */
  readonly liveLookMs: number;
  /** Between looks while something slow is waited for. @default 250 */
  readonly slowPauseMs: number;
  /** A bake counts the time between two good looks that are at most so far apart. @default 5000 */
  readonly bakeGapMs: number;
  /** A guard is broken when so many looks in a row... @default 3 */
  readonly guardLooks: number;
  /** ... over so long showed the same trouble. @default 2000 */
  readonly guardMs: number;
  /** So long a retirement waits to be undone before its blocks end. @default 10 000 */
  readonly undoMs: number;
  /** Between two readings of the second opinion, at least. @default 10 000 */
  readonly opinionMs: number;
  /** So long a release at most keeps its first share back for sample requests to both sides. @default 2000 */
  readonly samplingMs: number;
}

export const usualLimits: Limits = {
  probesInARow: 3,
  verifyMs: 20_000,
  beginMs: 60_000,
  healthyMs: usualHealthyMs,
  effectMs: 60_000,
  parkMs: 600_000,
  freshMs: 500,
  liveLookMs: 2000,
  slowPauseMs: 250,
  bakeGapMs: 5000,
  guardLooks: 3,
  guardMs: 2000,
  undoMs: 10_000,
  opinionMs: 10_000,
  samplingMs: 2000,
};
