/**
 * Compares what serves with what comes, once for each change that has both, beside its turns: no order waits for it.
 * What was found stands in the record, also when it came after the end of the change; a release that requires it reads
 * it from there on as a fact.
 */
import type { Compared } from '../../src-shared/findings-schema.ts';
import type { Fleet, Generation, Intent } from '../../src-shared/fleet.ts';
import type { Course } from '../../src-shared/panel.ts';
import { releasedId } from '../../src-shared/released-id.ts';
import { currentOf, generationOf } from '../../src-shared/roles.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import type { AskFindings, TwoSides } from '../compare/findings/ask-findings.ts';
import { BehaviourAsker, sampleMoment } from './behaviour-asker.ts';
import type { Diary } from './diary.ts';
import type { Facts } from './decide/facts.ts';

export interface FindingsPorts {
  readonly findings: AskFindings;
  readonly samples: AskSamples | null;
  readonly clock: Clock;
}

/** Between two tries. */
const againMs = 15_000;
/** Of a change that does not require it. */
const mostTries = 3;
/** So long the end of a change waits for an answer that is on its way. */
const lastMs = 1000;

export class FindingsAsker {
  readonly #ports: FindingsPorts;
  readonly #diary: Pick<Diary, 'entries' | 'write'>;
  readonly #arrive: (fold: (facts: Facts) => Facts) => void;
  readonly #behaviour: BehaviourAsker | null;
  #asking: Promise<void> | null = null;
  #isFound = false;
  /** Its answer is on its way into the record: nothing else is said there of it any more. */
  #isTelling = false;
  /** The record is about to be left: nothing more is written to it. */
  #isOver = false;
  #tries = 0;
  /** Monotonic, of the last try. */
  #askedAtMs = -Infinity;
  /** As it stands in the record last. */
  #told: string | null;

  /** @param arrive takes an answer, for the next turn. */
  constructor(
    ports: FindingsPorts,
    diary: Pick<Diary, 'entries' | 'write'>,
    arrive: (fold: (facts: Facts) => Facts) => void,
  ) {
    this.#ports = ports;
    this.#diary = diary;
    this.#arrive = arrive;
    const changed = (): void => arrive((facts) => facts);
    this.#behaviour =
      ports.samples === null ? null : new BehaviourAsker(ports.samples, ports.clock, changed);
    const last = diary.entries().findLast(({ entry }) => entry.type === 'compared')?.entry;
    this.#told = last?.type === 'compared' ? keyOf(last.outcome) : null;
  }

  /**
   * Call it once per look.
   * @param course of the last turn.
   * @returns since when sample requests are on their way, monotonic; null: none are.
   */
  turn(
    fleet: Fleet,
    intent: Intent,
    facts: Facts,
    { canCheck, course }: { readonly canCheck: boolean; readonly course?: Course | undefined },
  ): number | null {
    const sides = sidesOf(fleet, intent, facts);
    if (sides === null) return null;
    const moment = sampleMoment(fleet, intent, facts, canCheck);
    const now = course?.phases.find(({ state }) => state === 'now');
    this.#behaviour?.turn(fleet, sides, moment, now?.name === 'press');
    if (this.#isDue(intent)) {
      this.#asking = this.#ask(sides).finally(() => {
        this.#asking = null;
      });
    }
    return this.#behaviour?.sinceMs ?? null;
  }

  #isDue(intent: Intent): boolean {
    if (this.#isFound || this.#asking !== null) return false;
    const isRequired = intent.kind === 'release' && intent.terms.findings === 'strict';
    if (!isRequired && this.#tries >= mostTries) return false;
    return this.#ports.clock.monotonicMs() - this.#askedAtMs >= againMs;
  }

  /** After the end: something else begins with the two sides, and what is still asked would find them changed. */
  readonly disturbed = (): void => {
    this.#behaviour?.end(false);
  };

  /** Call it before an end is written. @param waits for what is on its way, and not for long. */
  async settled({ kind }: Intent, waits: boolean): Promise<void> {
    // After a launch both sides stay as they are, until another change begins.
    this.#behaviour?.end(kind === 'launch' && waits);
    if (waits) await this.#shortly();
  }

  async #shortly(): Promise<void> {
    if (this.#asking === null) return;
    const done = new AbortController();
    await Promise.race([this.#asking, this.#ports.clock.delay(lastMs, done.signal)]);
    done.abort();
  }

  /** Others carry it on, and compare for themselves. */
  leave(): void {
    this.#behaviour?.end(false);
    this.#isOver = true;
  }

  /**
   * After the end: the comparison that is still on its way, which the record waits for; null: none is.
   * @param closing ends that with a sentence in the record, which is its reason.
   */
  late(closing: AbortSignal): Promise<void> | null {
    if (this.#asking === null || this.#isOver) return null;
    const closed = new Promise<void>((resolve) => {
      if (closing.aborted) resolve();
      closing.addEventListener('abort', () => resolve(), { once: true });
    });
    const unkept = async (): Promise<void> => {
      await closed;
      const isMeasuring = this.#behaviour?.isOpen === true;
      this.#behaviour?.end(false);
      // Sample requests may be all that was waited for: then the answer is there at once.
      if (isMeasuring) await this.#shortly();
      if (this.#isTelling) return this.#asking ?? undefined;
      if (this.#isOver || this.#asking === null) return;
      this.#isOver = true;
      await this.#tell({ kind: 'failed', because: String(closing.reason) });
    };
    return Promise.race([this.#asking, unkept()]);
  }

  async #ask(sides: TwoSides): Promise<void> {
    this.#tries += 1;
    this.#askedAtMs = this.#ports.clock.monotonicMs();
    const answer = await this.#ports.findings(sides, this.#behaviour?.answer);
    if (this.#isOver) return;
    this.#isTelling = true;
    const outcome: Compared = answer.ok
      ? { kind: 'found', findings: answer.value }
      : { kind: 'failed', because: plain(answer.fault.message, 400).replace(/\.$/u, '') };
    this.#isFound = answer.ok;
    this.#arrive((facts) => ({ ...facts, release: { ...facts.release, findings: outcome } }));
    await this.#tell(outcome);
    this.#isTelling = false;
  }

  async #tell(outcome: Compared): Promise<void> {
    const key = keyOf(outcome);
    if (key === this.#told) return;
    this.#told = key;
    await this.#diary.write({ type: 'compared', outcome });
  }
}

function keyOf(outcome: Compared): string {
  return outcome.kind === 'found' ? outcome.findings.mark : outcome.because;
}

/** Null: one of them is not there yet, or there are no two. */
function sidesOf(fleet: Fleet, intent: Intent, { steps }: Facts): TwoSides | null {
  const pair = (a: TwoSides['a'] | undefined, b: TwoSides['b'] | undefined): TwoSides | null =>
    a === undefined || b === undefined || a === b ? null : { fleet: fleet.id, a, b };
  switch (intent.kind) {
    case 'release': {
      const candidate = generationOf(fleet, releasedId(fleet, intent));
      const isRisen = intent.candidate.kind === 'existing' || isWhole(candidate, steps);
      return isRisen ? pair(intent.from, candidate?.id) : null;
    }
    case 'cut-over':
      // The press is short: first the order leaves.
      return steps.route === undefined
        ? null
        : pair(intent.from, generationOf(fleet, intent.to)?.id);
    case 'launch': {
      const launched = fleet.generations.find(({ number }) => number === intent.number);
      return isWhole(launched, steps) ? pair(currentOf(fleet)?.id, launched?.id) : null;
    }
    default:
      return null;
  }
}

/** While it is being launched its parts come one by one, and would be told as missing. */
function isWhole(generation: Generation | undefined, { launch }: Facts['steps']): boolean {
  if (generation === undefined) return false;
  return launch?.kind === 'done' || generation.blocks.length >= generation.size;
}
