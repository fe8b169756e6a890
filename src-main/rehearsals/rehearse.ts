/**
 * One rehearsal of a way back, the same in every yard: an entry beside the live one is cut over and reverted under a
 * steady flow of real requests, and put away.
 */
import type { GenerationId } from '../../src-shared/ids.ts';
import type { Rehearsal } from '../../src-shared/rehearsal-schema.ts';
import { faultOf } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';

/** What became of one real request. */
export type Told =
  /** A block answered; null: its answer does not say of which generation. */
  | { readonly kind: 'block'; readonly generation: GenerationId | null; readonly status: number }
  /** Nobody did, or the entry did in the place of a block. */
  | { readonly kind: 'lost' }
  /** The entry says that it does not lead to anybody yet: no client would have come here. */
  | { readonly kind: 'not-yet' };

export interface RehearsalEntry {
  /** Before each move, and no part of its time. Rejects with a fault. @param isOver asked again and again: it is to end. */
  readonly prepare: (isOver: () => boolean) => Promise<void>;
  /** All to `to`, nothing to `from`. Rejects with a fault. */
  readonly lead: (to: GenerationId, from: GenerationId) => Promise<void>;
  /** One real request to each of its addresses. Rejects when nobody answered. @param to who is to answer. */
  readonly ask: (to: GenerationId) => Promise<readonly Told[]>;
  /** Why nothing that was seen counts, a sentence: somebody else changed it meanwhile. Null: it counts. */
  readonly whyVoid: () => Promise<string | null>;
  readonly putAway: () => Promise<void>;
}

/** Milliseconds, and numbers of requests. */
export interface RehearsalPace {
  /** Enough requests to see a gap, and little beside the live traffic. */
  readonly everyMs: number;
  /** So long each side is asked once it has answered. */
  readonly flowMs: number;
  readonly answersWithinMs: number;
  /** Blocks that answer slowly are not buried under them. */
  readonly underWayAtMost: number;
  /** So many answers in a row tell that it is led there; the first of them is its time. */
  readonly inARow: number;
  /** Whatever it waits for: whoever finds a note of an older one takes its panel for dead. */
  readonly longestMs: number;
}

export interface RehearsalGround {
  readonly clock: Clock;
  /** Rejects with a fault; then nothing has to be put away. It leads to `back` at first, or to nobody. */
  readonly open: () => Promise<RehearsalEntry>;
  readonly pace: RehearsalPace;
  /** Why it has to end at once, a sentence; null: it goes on. */
  readonly brokenOff: () => string | null;
}

export interface RehearsedPair {
  readonly away: GenerationId;
  readonly back: GenerationId;
  readonly by: string;
}

export async function rehearse(
  { away, back, by }: RehearsedPair,
  { clock, open, pace, ...ground }: RehearsalGround,
): Promise<Rehearsal> {
  const endsAtMs = clock.monotonicMs() + pace.longestMs;
  const brokenOff = (): string | null =>
    ground.brokenOff() ??
    (clock.monotonicMs() < endsAtMs
      ? null
      : `It was not done within ${String(Math.round(pace.longestMs / 1000))} s.`);
  const entry = await open();
  const underWay = new Set<Promise<void>>();
  const counts = { requests: 0, lost: 0, errors: 0 };
  /** The moves so far, and when each was answered first: answers to requests of before a move say nothing of it. */
  let move = 0;
  let wanted = back;
  const firstAtMs = new Map<number, number>();
  let row = { count: 0, beganAtMs: 0 };
  /** Of the newest move. */
  let lastTold: readonly Told[] = [];
  let ledWrongly: { readonly fault: unknown } | null = null;

  const count = (told: Told): void => {
    if (told.kind === 'not-yet') return;
    counts.requests += 1;
    if (told.kind === 'lost') counts.lost += 1;
    else if (told.status >= 500) counts.errors += 1;
  };
  const learn = (told: readonly Told[], after: number, expected: GenerationId): void => {
    told.forEach(count);
    if (after !== move) return;
    lastTold = told;
    if (firstAtMs.has(after)) return;
    const isThere =
      told.length > 0 && told.every((one) => one.kind === 'block' && one.generation === expected);
    const nowMs = clock.monotonicMs();
    row = isThere
      ? { count: row.count + 1, beganAtMs: row.count === 0 ? nowMs : row.beganAtMs }
      : { count: 0, beganAtMs: nowMs };
    if (row.count >= pace.inARow) firstAtMs.set(after, row.beganAtMs);
  };
  const send = (): void => {
    const [after, expected] = [move, wanted];
    const one: Promise<void> = entry
      .ask(expected)
      .then(
        (told) => {
          learn(told, after, expected);
        },
        () => {
          learn([{ kind: 'lost' }], after, expected);
        },
      )
      .finally(() => underWay.delete(one));
    underWay.add(one);
  };
  const flow = async (limitMs: number, isDone: () => boolean): Promise<void> => {
    const untilMs = clock.monotonicMs() + limitMs;
    while (!isDone() && clock.monotonicMs() < untilMs && brokenOff() === null) {
      await clock.delay(pace.everyMs);
      if (underWay.size < pace.underWayAtMost) send();
    }
  };
  /** Milliseconds from the order to the first answer; null: there was none. */
  const moveTo = async (to: GenerationId, from: GenerationId): Promise<number | null> => {
    await entry.prepare(() => brokenOff() !== null);
    move += 1;
    wanted = to;
    row = { count: 0, beganAtMs: 0 };
    lastTold = [];
    const orderedAtMs = clock.monotonicMs();
    const led = entry.lead(to, from).catch((error: unknown) => {
      ledWrongly = { fault: error };
    });
    // Whatever is still under way: the first one does not wait.
    send();
    await flow(pace.answersWithinMs, () => ledWrongly !== null || firstAtMs.has(move));
    await led;
    const answeredAtMs = firstAtMs.get(move);
    if (ledWrongly !== null || answeredAtMs === undefined) return null;
    await flow(pace.flowMs, () => false);
    return answeredAtMs - orderedAtMs;
  };
  const carryOut = async (): Promise<Rehearsal['end']> => {
    const times: number[] = [];
    for (const [to, from] of [
      [back, away],
      [away, back],
      [back, away],
    ] as const) {
      const ms = await moveTo(to, from);
      const because = brokenOff() ?? faultIn(ledWrongly) ?? (await entry.whyVoid());
      if (because !== null) return { kind: 'broken-off', because };
      if (ms === null) return notSeen(to, lastTold);
      times.push(ms);
    }
    await Promise.all(underWay);
    const [, cutOverMs = 0, revertMs = 0] = times;
    return { kind: 'measured', cutOverMs, revertMs };
  };

  try {
    const end = await carryOut().catch(async (error: unknown): Promise<Rehearsal['end']> => {
      // What came of a change by others is told as that change.
      const because = brokenOff() ?? (await entry.whyVoid()) ?? faultText(error);
      return { kind: 'broken-off', because };
    });
    return { atMs: clock.now(), by, away, back, ...counts, end };
  } finally {
    await entry.putAway();
  }
}

function faultIn(wrong: { readonly fault: unknown } | null): string | null {
  return wrong === null ? null : faultText(wrong.fault);
}

function faultText(error: unknown): string {
  return faultOf(error).message.slice(0, 400);
}

/** Whoever answered in its place makes it no silence of its own. */
function notSeen(to: GenerationId, told: readonly Told[]): Rehearsal['end'] {
  if (told.some(({ kind }) => kind === 'not-yet')) {
    return { kind: 'broken-off', because: 'The entry was not led there everywhere in time.' };
  }
  const others = told.flatMap((one) => (one.kind === 'block' ? [one.generation] : []));
  if (others.some((one) => one !== null && one !== to)) {
    return { kind: 'broken-off', because: 'The other generation went on answering everywhere or in places: the entry was not led there in time.' }; // prettier-ignore
  }
  if (others.includes(null)) {
    return { kind: 'broken-off', because: 'Answers came, and their marker did not say which generation made them.' }; // prettier-ignore
  }
  return { kind: 'not-answered', by: to };
}
