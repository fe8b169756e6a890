/**
 * What a rollout knows beside the observation: which effects were sent and what became of them, and
 * what the probes and the entry's counters have shown since. Plain data, folded from the journal and
 * from each look, so that a resumed rollout stands where the crashed one stood.
 */
import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import type { GenerationId, Token } from '../../../src-shared/ids.ts';
import type { Fault, Result } from '../../../src-shared/result.ts';
import type { JournalEntry, Receipt, WrittenEntry } from '../../journal/entries.ts';
import type { Clock } from '../../clock/clock.ts';
import type { ProbeAnswer } from '../../yards/port.ts';
import { watchTraffic, type LiveWatch } from '../live-traffic.ts';
import { isFinal } from '../refusal.ts';
import { noReleaseFacts, type ReleaseFacts } from './release-facts.ts';
import { mayBeDone } from './turned-away.ts';

/** Names one effect of a rollout; together with the rollout's id it is the effect's token. */
export type StepKey =
  | 'attach'
  | 'route'
  | 'launch'
  | 'launch-fresh'
  | 'terminate-old'
  | 'remove-fresh'
  | 'retire'
  | 'adopt'
  | 'stop'
  | 'start'
  | 'back'
  | 'note'
  | `shift-${number}`
  | `add-${number}`
  | `end-${string}`;

/** `atMs` is monotonic: when it was sent, or when its answer came. `reason` is what the journal says. */
export type StepFact = StepBase &
  (
    | { readonly kind: 'sent' }
    | { readonly kind: 'unknown'; readonly fault: Fault }
    | { readonly kind: 'refused'; readonly fault: Fault }
    | { readonly kind: 'done'; readonly receipt: Receipt }
  );

interface StepBase {
  readonly atMs: number;
  readonly firstSentAtMs: number;
  readonly attempt: number;
  readonly reason: string;
  /** An attempt before this one may have been carried out. */
  readonly mayBeDone?: boolean;
}

export interface Facts {
  /** Monotonic; of the press, even when another process saw it. */
  readonly begunAtMs: number;
  /** The same moment in epoch milliseconds: the monotonic clock stands still while a computer sleeps. */
  readonly begunWallMs: number;
  /** Monotonic; since when this process has the rollout in hand. */
  readonly takenUpAtMs: number;
  /** The split as it was when the operator looked, in words. */
  readonly splitBefore: string;
  /** All that was sent of it is known; false where a panel had it in hand whose record is not here. */
  readonly isWhole: boolean;
  readonly steps: Readonly<Partial<Record<StepKey, StepFact>>>;
  readonly probes: {
    /** Whose answers are wanted; null before the first. */
    readonly of: GenerationId | null;
    /** Good answers of the wanted generation in a row. */
    readonly inARow: number;
    /** In a row without an answer, or with one that is an error of its own. */
    readonly badInARow: number;
    /** The last answer that was not one, or why there was none. */
    readonly wrong: string | null;
    /** Epoch milliseconds, our clock: when the first good answer had come. */
    readonly firstGoodAtMs: number | null;
  };
  /** What the entry's counters have shown; null before the first look. */
  readonly live: LiveWatch | null;
  /** Looks in a row that missed the block that is to be replaced; null when the last one showed it. */
  readonly unseen: { readonly sinceMs: number; readonly looks: number } | null;
  /** Of a release; see release-facts.ts. */
  readonly release: ReleaseFacts;
}

export const noProbes: Facts['probes'] = {
  of: null,
  inARow: 0,
  badInARow: 0,
  wrong: null,
  firstGoodAtMs: null,
};

/** One moment on both clocks, in milliseconds. */
export interface Moment {
  readonly nowMs: number;
  readonly monotonicMs: number;
}

export function momentOf(clock: Pick<Clock, 'now' | 'monotonicMs'>): Moment {
  return { nowMs: clock.now(), monotonicMs: clock.monotonicMs() };
}

export function freshFacts({ nowMs, monotonicMs }: Moment, splitBefore: string): Facts {
  return {
    begunAtMs: monotonicMs,
    begunWallMs: nowMs,
    takenUpAtMs: monotonicMs,
    splitBefore,
    isWhole: true,
    steps: {},
    probes: noProbes,
    live: null,
    unseen: null,
    release: noReleaseFacts,
  };
}

/**
 * How long ago it was begun, in milliseconds. The larger of both clocks: after hours with the lid
 * closed nobody waits for it any more. A wall clock set forward at worst begins nothing.
 */
export function sinceBegunMs(facts: Facts, { nowMs, monotonicMs }: Moment): number {
  return Math.max(monotonicMs - facts.begunAtMs, nowMs - facts.begunWallMs);
}

export function withStep(facts: Facts, key: StepKey, step: StepFact): Facts {
  return { ...facts, steps: { ...facts.steps, [key]: step } };
}

/** Those that were sent at some time. */
export function stepsOf(facts: Facts): readonly (readonly [StepKey, StepFact])[] {
  return Object.entries(facts.steps).flatMap(([key, step]) =>
    step === undefined ? [] : [[key as StepKey, step] as const],
  );
}

/** @param isOver whether a refusal with this code stays one. */
export function stepOf(answer: Result<Receipt>, base: StepBase, isOver = isFinal): StepFact {
  if (answer.ok) return { ...base, kind: 'done', receipt: answer.value };
  const kind = isOver(answer.fault.code) ? 'refused' : 'unknown';
  return { ...base, kind, fault: answer.fault };
}

export interface Sending {
  readonly key: StepKey;
  readonly token: Token;
  readonly attempt: number;
  readonly tookMs: number;
}

/** What is shown of it; more digits are noise. */
export function tenthsOf(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10);
}

export function entryOf(sending: Sending, answer: Result<Receipt>, isOver = isFinal): JournalEntry {
  if (answer.ok) return { type: 'answered', ...sending, receipt: answer.value };
  const type = isOver(answer.fault.code) ? 'refused' : 'unknown';
  return { type, ...sending, fault: answer.fault };
}

/** Folds one look in; call it once per observation. @param nowMs monotonic. */
export function withObservation(
  facts: Facts,
  fleet: Fleet,
  wanted: GenerationId | null,
  nowMs: number,
): Facts {
  if (wanted === null) return facts;
  return { ...facts, live: watchTraffic(facts.live, fleet, wanted, nowMs) };
}

/** Folds in whether a look shows what is to be replaced; call it once per observation. @param nowMs monotonic. */
export function withBlockSeen(facts: Facts, fleet: Fleet, intent: Intent, nowMs: number): Facts {
  if (intent.kind !== 'replace') return facts;
  const blocks = fleet.generations.flatMap((generation) => generation.blocks);
  if (blocks.some(({ id }) => id === intent.block)) return { ...facts, unseen: null };
  const { sinceMs, looks } = facts.unseen ?? { sinceMs: nowMs, looks: 0 };
  return { ...facts, unseen: { sinceMs, looks: looks + 1 } };
}

/** @param atMs epoch milliseconds of the answer. A probe counts when the wanted generation made the answer and it is not an error of a server. */
export function withProbe(
  facts: Facts,
  answer: ProbeAnswer | Fault,
  wanted: GenerationId,
  atMs: number,
): Facts {
  const { of } = facts.probes;
  const probes = of === null || of === wanted ? facts.probes : noProbes;
  const wrong = wrongness(answer, wanted);
  const inARow = wrong === null ? probes.inARow + 1 : 0;
  // A node of the entry that is late with the new split says nothing of who is to serve.
  const isOthers =
    !('code' in answer) && answer.generation !== null && answer.generation !== wanted;
  const badInARow = wrong === null || isOthers ? 0 : probes.badInARow + 1;
  const firstGoodAtMs = probes.firstGoodAtMs ?? (wrong === null ? atMs : null);
  const said = { inARow, badInARow, wrong: wrong ?? probes.wrong, firstGoodAtMs };
  return { ...facts, probes: { of: wanted, ...said } };
}

function wrongness(answer: ProbeAnswer | Fault, wanted: GenerationId): string | null {
  if ('code' in answer) return `a probe got no answer: ${answer.message}`;
  if (answer.generation === null) return 'a response does not say which generation made it';
  if (answer.generation !== wanted) return `a response came from ${answer.generation}`;
  if (answer.status >= 500) return `${wanted} answers with status ${answer.status}`;
  return null;
}

/** A press is at most taken for so old, in milliseconds: enough for every deadline of beginning. */
const oldestPressMs = 600_000;
/** Half of the usual limit for effects: a resumed rollout has the other half to see or repeat them. */
const oldestEffectMs = 30_000;

/**
 * Facts of a rollout found again. Times of the record are wall-clock times of a dead process: how long
 * ago is asked of the wall clock once, never less than 0 and never more than a bound, so that a clock
 * that jumped costs at most one deadline. What has to be seen again gets its whole time again.
 * @param startedAtMs epoch milliseconds, when the yard says that it was begun.
 */
export function factsFromJournal(
  entries: readonly WrittenEntry[],
  clock: Moment,
  startedAtMs: number,
): Facts {
  const ago = (atMs: number, atMostMs: number): number =>
    clock.monotonicMs - Math.min(Math.max(0, clock.nowMs - atMs), atMostMs);
  const begunAtMs = ago(startedAtMs, oldestPressMs);
  let facts: Facts = { ...freshFacts(clock, 'not known'), begunAtMs };
  for (const { entry, atMs: wallMs } of entries) {
    if (entry.type === 'begun') {
      facts = {
        ...facts,
        begunAtMs: Math.min(facts.begunAtMs, ago(wallMs, oldestPressMs)),
        splitBefore: entry.split,
      };
      continue;
    }
    if (isBesideSteps(entry)) continue;
    const key = entry.key as StepKey;
    const known = facts.steps[key];
    const base = {
      atMs: clock.monotonicMs,
      firstSentAtMs: known?.firstSentAtMs ?? ago(wallMs, oldestEffectMs),
      attempt: entry.type === 'intended' ? entry.attempt : (known?.attempt ?? 1),
      reason: entry.type === 'intended' ? entry.reason : (known?.reason ?? ''),
      mayBeDone: entry.type === 'intended' ? mayBeDone(known) : (known?.mayBeDone ?? false),
    };
    facts = withStep(facts, key, stepFrom(entry, base));
  }
  return { ...facts, begunWallMs: clock.nowMs - (clock.monotonicMs - facts.begunAtMs) };
}

type BesideSteps = Extract<
  JournalEntry,
  { type: 'claimed' | 'handed' | 'told' | 'judged' | 'compared' | 'saw' | 'ended' }
>;
type StepEntry = Exclude<JournalEntry, BesideSteps | { type: 'begun' }>;

function isBesideSteps(entry: JournalEntry): entry is BesideSteps {
  return ['claimed', 'handed', 'told', 'judged', 'compared', 'saw', 'ended'].includes(entry.type);
}

function stepFrom(entry: StepEntry, base: StepBase): StepFact {
  switch (entry.type) {
    case 'intended': {
      // Without an answer nobody knows: it may have been sent just before the end.
      const message = 'The panel ended before the answer came.';
      return { ...base, kind: 'unknown', fault: { code: 'unknown-outcome', message } };
    }
    case 'answered':
      return { ...base, kind: 'done', receipt: entry.receipt };
    case 'refused':
    case 'unknown':
      return { ...base, kind: entry.type, fault: entry.fault };
  }
}
