/**
 * Asks for the second opinion beside the turns of a release, at its own slow pace: nothing waits for an answer, and
 * that nobody answers is said.
 */
import type { HeardOpinion } from '../../src-shared/opinion-schema.ts';
import type { Fault } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { JudgedEntry } from '../journal/entries.ts';
import type { Yard } from '../yards/port.ts';
import type { Limits } from '../yards/yard-pace.ts';
import type { Diary } from './diary.ts';
import type { Facts } from './decide/facts.ts';
import type { ReleaseFacts } from './decide/release-facts.ts';
import {
  windowAt,
  withMeasures,
  withSilence,
  type HearingGround,
} from './decide/release-opinion.ts';
import { sceneOf, type ReleaseInput } from './decide/release-scene.ts';

export interface OpinionPorts {
  readonly yard: Pick<Yard, 'measures' | 'capabilities'>;
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'opinionMs'>;
}

/** A read that takes longer is not waited for. */
const patienceMs = 20_000;

export class OpinionAsker {
  readonly #ports: OpinionPorts;
  readonly #diary: Pick<Diary, 'entries' | 'write'>;
  readonly #arrive: (fold: (facts: Facts) => Facts) => void;
  /** Monotonic, of the last question; null: none yet. */
  #askedAtMs: number | null = null;
  #isAsking = false;
  /** It had traffic when it was asked last: about that one asks at once. */
  #wasShared = false;
  /** As it stands in the record last. */
  #told: string | null;

  /** @param arrive takes an answer, for the next turn. */
  constructor(
    ports: OpinionPorts,
    diary: Pick<Diary, 'entries' | 'write'>,
    arrive: (fold: (facts: Facts) => Facts) => void,
  ) {
    this.#ports = ports;
    this.#diary = diary;
    this.#arrive = arrive;
    const last = diary.entries().findLast(({ entry }) => entry.type === 'judged')?.entry;
    this.#told = last?.type === 'judged' ? keyOf(last) : null;
  }

  /** Call it once per turn. @returns what is known of the release now. */
  turn(input: ReleaseInput): ReleaseFacts {
    const { intent, fleet, facts } = input;
    const { release } = facts;
    const terms = intent.terms.opinion;
    if (terms === undefined) return release;
    this.#tell(release.opinion);
    const source = this.#ports.yard.capabilities.measuredBy;
    const lack = lackOf(source, input);
    if (source === null || lack !== null) {
      return { ...release, opinion: { kind: 'none', because: lack ?? '' } };
    }
    if (this.#isDue(input)) {
      const { candidate, label, fromLabel } = sceneOf(input);
      const window = windowAt(release.memory, this.#ports.clock.now());
      const ground = { terms, intent, candidate, label, fromLabel, source, window };
      void this.#ask(fleet.id, ground);
    }
    return { ...release, opinion: release.opinion ?? { kind: 'asked', source } };
  }

  #isDue({ nowMs, facts }: ReleaseInput): boolean {
    // On its way back there is nothing left to judge.
    if (this.#isAsking || facts.steps.back !== undefined) return false;
    const isShared = (facts.release.memory.opinion?.sharedAtMs ?? null) !== null;
    const isFirst = this.#askedAtMs === null || this.#wasShared !== isShared;
    this.#wasShared = isShared;
    return isFirst || nowMs - (this.#askedAtMs ?? 0) >= this.#ports.limits.opinionMs;
  }

  async #ask(fleet: ReleaseInput['fleet']['id'], ground: HearingGround): Promise<void> {
    const { yard, clock } = this.#ports;
    const { intent, candidate, terms, source, window } = ground;
    this.#isAsking = true;
    this.#askedAtMs = clock.monotonicMs();
    const generations = [intent.from, candidate];
    const alarms = yard.capabilities.hasAlarms ? terms.alarms : [];
    const asked = yard.measures({ fleet, generations, ...window, alarms });
    const answer = await within(clock, patienceMs, asked);
    this.#isAsking = false;
    this.#arrive((facts) => ({
      ...facts,
      release: answer.ok
        ? withMeasures(facts.release, answer.value, ground)
        : withSilence(facts.release, becauseOf(answer.fault), source),
    }));
  }

  /** That it cannot say yet is no news; that it cannot any more is. */
  #tell(heard: HeardOpinion | null): void {
    const entry = entryOf(heard);
    if (entry === null) return;
    const key = keyOf(entry);
    if (key === this.#told || (this.#told === null && entry.verdict === 'cannot-say')) return;
    this.#told = key;
    void this.#diary.write(entry);
  }
}

function lackOf(source: string | null, { fleet }: ReleaseInput): string | null {
  if (fleet.entry.kind === 'none') return 'how well work is done is not measured';
  return source === null ? 'this yard measures nothing over whole periods' : null;
}

function entryOf(heard: HeardOpinion | null): JudgedEntry | null {
  if (heard?.kind === 'silent') {
    return { type: 'judged', verdict: 'silent', source: heard.source, text: heard.because };
  }
  if (heard?.kind !== 'heard') return null;
  const { opinion, silentBecause } = heard;
  const { source } = opinion;
  return silentBecause === null
    ? { type: 'judged', verdict: opinion.verdict, source, text: opinion.because }
    : { type: 'judged', verdict: 'silent', source, text: silentBecause };
}

/** Numbers change with each answer, and are no news. */
function keyOf({ verdict, text }: JudgedEntry): string {
  return verdict === 'silent' ? text : verdict;
}

/** A whole sentence as the end of one. */
function becauseOf({ code, message, todo = '' }: Fault): string {
  const text = code === 'denied' ? `${message} ${todo}` : message;
  return plain(text.trim(), 300).replace(/\.$/u, '');
}
