/**
 * How what serves and what comes behave, measured once for each change that has both: when the candidate is up and proved,
 * and the other one still has all of the traffic. Nothing of it changes the split.
 */
import type { Fleet, Generation, Intent } from '../../src-shared/fleet.ts';
import { memoryIn } from '../../src-shared/generation-memory.ts';
import { canServeAll } from '../../src-shared/guards.ts';
import { labelOfGeneration } from '../../src-shared/ids.ts';
import { releasedId } from '../../src-shared/released-id.ts';
import { generationOf, healthyCount, weightOf } from '../../src-shared/roles.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import type { TwoSides } from '../compare/findings/ask-findings.ts';
import { standingFindings, together, unsampled } from '../compare/findings/behaviour-findings.ts';
import type { Gathered } from '../compare/findings/gathered.ts';
import type { Facts } from './decide/facts.ts';
import { isProvedAlone } from './decide/promised-proof.ts';

/** Where nothing waits for it any more: enough for each path, and an end for a side that answers nothing. */
const longestMs = 20_000;

export type SampleMoment =
  | { readonly kind: 'later' }
  | { readonly kind: 'now' }
  /** A sentence. */
  | { readonly kind: 'never'; readonly because: string };

/** @param canCheck whether a candidate can be asked alone. */
export function sampleMoment(
  fleet: Fleet,
  intent: Intent,
  { steps, release }: Pick<Facts, 'steps' | 'release'>,
  canCheck: boolean,
): SampleMoment {
  switch (intent.kind) {
    case 'release': {
      const candidate = generationOf(fleet, releasedId(fleet, intent));
      if (candidate === undefined) return { kind: 'later' };
      // It is remembered before the order leaves, so that the look between the two ends what is asked.
      const isMoved = weightOf(fleet, candidate.id) > 0 || release.memory.sent > 0;
      if (isMoved || steps['shift-1'] !== undefined) return late(candidate);
      const isProved = release.proof.inARow >= intent.terms.checks.inARow;
      if (isProved) return { kind: 'now' };
      // As the release itself asks it: what is less than whole and holds the floor gets its traffic, too.
      const isExisting = intent.candidate.kind === 'existing';
      const isUp = isExisting
        ? canServeAll(fleet, candidate.id).kind === 'allowed'
        : isHealthy(candidate);
      return { kind: isUp && !isProvedAlone({ intent, canCheck }) ? 'now' : 'later' };
    }
    case 'cut-over': {
      const candidate = generationOf(fleet, intent.to);
      // The press is short: by the time at which anything is compared, it has the traffic.
      return candidate === undefined ? { kind: 'later' } : late(candidate);
    }
    case 'launch': {
      const launched = fleet.generations.find(({ number }) => number === intent.number);
      return { kind: launched !== undefined && isHealthy(launched) ? 'now' : 'later' };
    }
    default:
      return { kind: 'later' };
  }
}

function late(candidate: Generation): SampleMoment {
  const label = plain(labelOfGeneration(candidate), 60);
  return { kind: 'never', because: `none were sent before ${label} had traffic, and after that the two sides are not alike.` }; // prettier-ignore
}

function isHealthy(generation: Generation): boolean {
  return healthyCount(generation) >= generation.size;
}

/** So long after its sample requests a fresh side may lack the first figure of its memory. */
const settlingMs = 5000;

export class BehaviourAsker {
  readonly #ask: AskSamples;
  readonly #clock: Clock;
  readonly #changed: () => void;
  /** Comes when it was measured, or cannot be any more. */
  readonly answer: Promise<Gathered>;
  #answered: (gathered: Gathered) => void = () => undefined;
  readonly #enough = new AbortController();
  /** Null until both sides were seen. */
  #seen: { readonly fleet: Fleet; readonly sides: TwoSides } | null = null;
  #state:
    | { readonly kind: 'before' | 'over' }
    /** Monotonic. */
    | { readonly kind: 'measuring'; readonly sinceMs: number }
    | { readonly kind: 'settling'; readonly sinceMs: number; readonly samples: Gathered } = {
    kind: 'before',
  };
  #isEnding = false;

  /** @param changed after each step of it that comes between two looks. */
  constructor(ask: AskSamples, clock: Clock, changed: () => void) {
    this.#ask = ask;
    this.#clock = clock;
    this.#changed = changed;
    this.answer = new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  /** Since when sample requests are on their way, monotonic; null: none are. */
  get sinceMs(): number | null {
    return this.#state.kind === 'measuring' ? this.#state.sinceMs : null;
  }

  /**
   * Call it once per look that shows both.
   * @param isReady its change waits for what is found, and for nothing of the candidate: it must not wait for ever.
   */
  turn(fleet: Fleet, sides: TwoSides, moment: SampleMoment, isReady: boolean): void {
    this.#seen = { fleet, sides };
    const state = this.#state;
    if (moment.kind === 'never') this.#enough.abort();
    if (state.kind === 'settling') {
      const isLate = this.#clock.monotonicMs() - state.sinceMs >= settlingMs;
      if (isLate || moment.kind === 'never' || !this.#lacksMemory()) this.#settle(state.samples);
      return;
    }
    if (state.kind !== 'before') return;
    if (moment.kind === 'never') this.#settle(unsampled(moment.because));
    if (moment.kind === 'now' || isReady) void this.#measure(fleet, sides);
  }

  /** Its change is about to end. @param stays neither side goes away or gets other traffic by that. */
  end(stays: boolean): void {
    const state = this.#state;
    this.#isEnding = true;
    if (state.kind === 'before') this.#settle(unsampled('none were sent before the change ended.'));
    if (state.kind === 'settling') this.#settle(state.samples);
    if (!stays) this.#enough.abort();
  }

  get isOpen(): boolean {
    return this.#state.kind !== 'over';
  }

  async #measure(fleet: Fleet, sides: TwoSides): Promise<void> {
    this.#state = { kind: 'measuring', sinceMs: this.#clock.monotonicMs() };
    const over = new AbortController();
    void this.#clock.delay(longestMs, over.signal).then(() => {
      if (!over.signal.aborted) this.#enough.abort();
    });
    const samples = await this.#ask(fleet, sides, this.#enough.signal);
    over.abort();
    this.#state = { kind: 'settling', sinceMs: this.#clock.monotonicMs(), samples };
    if (this.#isEnding || !this.#lacksMemory()) this.#settle(samples);
    else this.#changed();
  }

  /** Their yard tells memory, and of a block that has just started not yet. */
  #lacksMemory(): boolean {
    const { a, b } = this.#sides();
    if (a === undefined || b === undefined || memoryIn(a) === null) return false;
    return (memoryIn(b)?.known ?? 0) < b.blocks.length;
  }

  #sides(): { readonly a?: Generation | undefined; readonly b?: Generation | undefined } {
    if (this.#seen === null) return {};
    const { fleet, sides } = this.#seen;
    return { a: generationOf(fleet, sides.a), b: generationOf(fleet, sides.b) };
  }

  #settle(samples: Gathered): void {
    this.#state = { kind: 'over' };
    const { a, b } = this.#sides();
    const fleet = this.#seen?.fleet;
    const isSeen = fleet !== undefined && a !== undefined && b !== undefined;
    const standing = isSeen ? [standingFindings(fleet, { a, b })] : [];
    this.#answered(together([...standing, samples]));
    this.#changed();
  }
}
