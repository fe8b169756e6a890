/**
 * Carries one rollout to its end: look, decide, record, perform, look again. It holds nothing that the
 * journal and the next look could not give back; ending it at any line costs only time.
 */
import { whyNotAlone } from '../../src-shared/proof-alone.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { Owner } from '../../src-shared/handover-schema.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { ageMs, marked, type Marked } from '../clock/age.ts';
import { within } from '../clock/within.ts';
import { changedSince } from './changed-since.ts';
import { attachedRevision } from './decide/decide-attach.ts';
import {
  isGuarded,
  stepOfDecision,
  type Action,
  type Decision,
  type Probe,
} from './decide/decision.ts';
import {
  entryOf,
  momentOf,
  sinceBegunMs,
  stepOf,
  tenthsOf,
  withBlockSeen,
  withObservation,
  withStep,
  type Facts,
} from './decide/facts.ts';
import { firstResponseMs, switchBegunAtMs } from './first-response.ts';
import { givenAway, handOver } from './hand-over.ts';
import type { FirstLook, Job, RunnerPorts, SeenFleet } from './job.ts';
import { letGo } from './let-go.ts';
import { lostText, takenBackText, tooSlowText, unrecordedText } from './decide/outcome-wording.ts';
import { Parking, parkedText, withoutParked } from './parked.ts';
import { patienceMs, perform, repeatAfterMs } from './perform.ts';
import { probeSwitch } from './probe-switch.ts';
import { begunAt } from '../fleets/look-age.ts';
import { FindingsAsker } from './findings-asker.ts';
import { OpinionAsker } from './opinion-asker.ts';
import { checkCandidate } from './check-candidate.ts';
import { releaseOf, releaseSeen } from './decide/release-seen.ts';
import { toldBefore, toldEntry, toldOf, type ReleaseTold } from './decide/release-told.ts';
import { servingIn } from './decide/serving-in.ts';
import { mayBeDone } from './decide/turned-away.ts';

/** Between looks while waiting, in milliseconds. */
const calmMs = 250;
const probingMs = 40;
/** After a look that failed. */
const blindMs = 1000;
/** While nobody is signed in: a look may cost a start of the program that hands out credentials. */
const parkedMs = 3000;
/** So long looks may be too old one after the other. */
const giveUpMs = 30_000;

export class Runner {
  readonly #ports: RunnerPorts;
  readonly #job: Job;
  #facts: Facts;
  readonly #parking = new Parking();
  #firstLook: FirstLook | null;
  /** Answers of the yard that wait for a look that began after them. */
  #arrivals: ((facts: Facts) => Facts)[] = [];
  #wake = new AbortController();
  /** Attempts that are in the journal and were not sent yet. */
  readonly #recorded = new Map<string, number>();
  /** Monotonic; since when each look was too old for the next action. */
  #tooOldSinceMs: number | null = null;
  #last: Pick<Decision, 'value' | 'title' | 'course'> = { value: 0, title: 'Looking at the yard' };
  #told: ReleaseTold | null = null;
  readonly #opinions: OpinionAsker;
  /** What it still compares when it has run is the record's. */
  readonly findings: FindingsAsker;
  /** The look of this turn, until it was told to the diary. */
  #seen: FirstLook | null = null;

  constructor(ports: RunnerPorts, job: Job) {
    this.#ports = ports;
    this.#job = job;
    this.#facts = job.facts;
    this.#firstLook = job.firstLook;
    const arrive = (fold: (facts: Facts) => Facts): void => {
      this.#arrivals.push(fold);
      this.#wake.abort();
    };
    this.#opinions = new OpinionAsker(ports, job.diary, arrive);
    this.findings = new FindingsAsker(ports, job.diary, arrive);
    const wake = (): void => this.#wake.abort();
    job.signal.addEventListener('abort', wake, { once: true });
    job.lost.addEventListener('abort', wake, { once: true });
  }

  /** @returns null when the panel ended first: the rollout goes on at the next start. */
  async run(): Promise<Outcome | null> {
    while (!this.#isStopped()) {
      this.#wake = new AbortController();
      for (const fold of this.#arrivals) this.#facts = fold(this.#facts);
      this.#arrivals = [];
      const outcome = await this.#turn();
      if (outcome !== null) return outcome;
    }
    return null;
  }

  async #turn(): Promise<Outcome | null> {
    const { clock, decide, limits, yard } = this.#ports;
    const { rollout, intent, lease } = this.#job;
    const { lookedAt, fleet, missing, isSignedOut } = await this.#look();
    if (this.#isStopped()) return null;
    const to = lease.givenTo() ?? givenAway(this.#job, fleet);
    if (to !== null) return this.#handOver(to);
    // Asked again before it waits: a revert that was pressed while signed out ended it all the same.
    if (isSignedOut && lease.standing() === 'lost') return this.#endLost(null);
    if (isSignedOut) {
      this.#parking.park(momentOf(clock));
      this.#show(null, parkedText(missing));
      await this.#pause(parkedMs);
      return null;
    }
    this.#parking.leave(momentOf(clock));
    if (fleet === undefined) {
      if (lease.standing() === 'lost') return this.#endLost(null);
      this.#show(null, missing);
      await this.#pauseUnseen();
      return null;
    }
    this.#seen = { fleet, lookedAt };
    const standing = await this.#standing(fleet);
    if (this.#isStopped()) return null;
    if (standing === 'lost') {
      // Given while the yard was asked: that is no loss.
      const next = lease.givenTo();
      if (next !== null) return this.#handOver(next);
      // The yard may have been asked for long, or in a sleep: what was seen before is not the present.
      const isRecent = ageMs(clock, lookedAt) <= limits.liveLookMs;
      return this.#endLost(isRecent ? fleet : null);
    }

    const nowMs = clock.monotonicMs();
    const seen = withBlockSeen(this.#facts, fleet, intent, nowMs);
    this.#facts = withObservation(seen, fleet, servingIn(fleet, intent), nowMs);
    const { marker } = fleet.entry;
    const { revisions } = yard.capabilities;
    const told = toldOf(fleet, rollout);
    await this.#record(told);
    if (this.#isStopped()) return null;
    const facts = withoutParked(this.#facts, this.#parking.spans(), limits.parkMs);
    const since = {
      sinceBegunMs: sinceBegunMs(facts, momentOf(clock)),
      sincePassedMs: told.passedAtMs === null ? null : Math.max(0, clock.now() - told.passedAtMs),
    };
    const own = facts.release.memory.revision ?? attachedRevision(facts);
    const changed = changedSince(yard, fleet, intent, own);
    const canCheck = whyNotAlone(yard.capabilities, fleet) === null;
    const seenNow = { rollout, fleet, nowMs, marker, revisions, canCheck };
    const common = { ...seenNow, ...since, changed, limits };
    const { course } = this.#last;
    const samplingSinceMs = this.findings.turn(fleet, intent, this.#facts, { canCheck, course });
    if (intent.kind === 'release') {
      const known = { ...this.#facts, ...releaseSeen({ ...common, intent, facts }) };
      const release = this.#opinions.turn({ ...common, intent, facts: known });
      this.#facts = { ...known, release: { ...release, samplingSinceMs } };
      lease.remember(this.#facts.release.memory);
    }
    const decision = decide({ ...common, intent, facts: { ...facts, ...releaseOf(this.#facts) } });
    switch (decision.phase) {
      case 'ended':
        return this.#end(
          decision.kind,
          decision.text,
          fleet,
          decision.denial && { denial: decision.denial },
        );
      case 'waiting':
        this.#show(decision, decision.because);
        if (decision.probe !== null) await this.#probe(decision.probe);
        await this.#pause(this.#pauseAfter(decision));
        return null;
      case 'acting':
        if (standing === 'lapsed') {
          this.#show(decision, 'our hold on this change has to be renewed first');
          await this.#pause(calmMs);
          return null;
        }
        this.#show(decision, null);
        return this.#act(decision.action, fleet, lookedAt);
    }
  }

  /** The press's own look while it is fresh enough to act on, once; else a new one. */
  async #look(): Promise<SeenFleet> {
    const { clock, limits, observations } = this.#ports;
    const first = this.#firstLook;
    this.#firstLook = null;
    // It began with the press; time asleep counts.
    const sinceMs = sinceBegunMs(this.#facts, momentOf(clock));
    if (first !== null && Math.max(sinceMs, ageMs(clock, first.lookedAt)) < limits.freshMs) {
      return { ...first, missing: '', isSignedOut: false };
    }
    const asked = marked(clock);
    const look = await observations.fresh();
    const lookedAt = begunAt(look, asked);
    if (!look.ok) {
      const { code, message } = look.fault;
      return { lookedAt, fleet: undefined, missing: message, isSignedOut: code === 'signed-out' };
    }
    const fleet = look.value.fleets.find((one) => one.id === this.#job.fleet);
    return { lookedAt, fleet, missing: 'the yard does not show the fleet', isSignedOut: false };
  }

  /** An old read may not show our claim yet: the yard itself says whether it still holds. */
  async #standing(fleet: Fleet): Promise<'held' | 'lapsed' | 'lost'> {
    const { lease, rollout, epoch } = this.#job;
    const isShown = fleet.rollout?.id === rollout && fleet.rollout.epoch === epoch;
    const standing = lease.standing();
    return standing === 'lost' || (isShown && standing === 'held') ? standing : lease.confirm();
  }

  async #act(action: Action, fleet: Fleet, lookedAt: Marked): Promise<Outcome | null> {
    const { clock, limits, tokenOf, yard } = this.#ports;
    const { rollout, intent, epoch, diary, lease } = this.#job;
    if (action.kind === 'shift' && !(await this.#isRemembered(action))) return null;
    const known = this.#facts.steps[action.key];
    const attempt = (known?.attempt ?? 0) + 1;
    if (known !== undefined && clock.monotonicMs() - known.atMs < repeatAfterMs(known.attempt)) {
      this.#show(null, 'no answer came; looking again before it is repeated');
      await this.#pause(calmMs);
      return null;
    }
    const { key, title, reason } = action;
    const token = tokenOf(rollout, key);
    if (this.#recorded.get(key) !== attempt) {
      const intended = { type: 'intended', key, token, attempt, epoch, title, reason } as const;
      const written = await diary.write(intended);
      if (this.#isStopped()) return null;
      if (!written.ok) return this.#end('stopped', unrecordedText(action, written.fault), fleet);
      this.#recorded.set(key, attempt);
      // A revert may have ended it meanwhile; the next turn says so.
      if (lease.standing() === 'lost') return null;
    }
    const oldMs = ageMs(clock, lookedAt);
    if (isGuarded(action) && oldMs > limits.freshMs) return this.#tooOld(action, oldMs, fleet);
    this.#tooOldSinceMs = null;
    const sentAtMs = clock.monotonicMs();
    const firstSentAtMs = known?.firstSentAtMs ?? sentAtMs;
    const common = { attempt, reason, firstSentAtMs, mayBeDone: mayBeDone(known) };
    this.#facts = withStep(this.#facts, key, { ...common, kind: 'sent', atMs: sentAtMs });
    const context = { fleet, rollout, intent, epoch, token };
    const effect = within(clock, patienceMs(action, fleet), perform(yard, action, context));
    lease.during(effect);
    void effect.then((answer) => {
      if (this.#isStopped()) return undefined;
      const step = stepOf(answer, { ...common, atMs: clock.monotonicMs() });
      this.#arrivals.push((facts) => withStep(facts, key, step));
      this.#wake.abort();
      const tookMs = tenthsOf(clock.monotonicMs() - sentAtMs);
      return diary.write(entryOf({ key, token, attempt, tookMs }, answer));
    });
    await this.#pause(calmMs);
    return null;
  }

  /** Whoever takes over has to know what may have been sent. */
  async #isRemembered({ at }: Extract<Action, { kind: 'shift' }>): Promise<boolean> {
    const { lease } = this.#job;
    const { release } = this.#facts;
    const memory = { ...release.memory, sent: Math.max(release.memory.sent, at + 1) };
    this.#facts = { ...this.#facts, release: { ...release, memory } };
    lease.remember(memory);
    if (lease.isRemembered()) return true;
    await lease.confirm();
    if (!lease.isRemembered()) await this.#pause(calmMs);
    return false;
  }

  /** Looks again at once; a yard that is never quick enough is not acted on. */
  async #tooOld(action: Action, oldMs: number, fleet: Fleet): Promise<Outcome | null> {
    const nowMs = this.#ports.clock.monotonicMs();
    this.#tooOldSinceMs ??= nowMs;
    if (nowMs - this.#tooOldSinceMs > giveUpMs) {
      return this.#end('stopped', tooSlowText(action, oldMs, this.#facts), fleet);
    }
    this.#show(
      null,
      `the last look is ${Math.round(oldMs)} ms old; looking again before it is done`,
    );
    return null;
  }

  async #probe(probe: Probe): Promise<void> {
    const { fleet } = this.#job;
    if (probe.through === 'entry') {
      this.#facts = await probeSwitch(this.#ports, fleet, this.#facts, probe.wanted);
      return;
    }
    const release = await checkCandidate(this.#ports, this.#job, this.#facts.release, probe);
    this.#facts = { ...this.#facts, release };
  }

  #handOver(to: Owner): Promise<Outcome> {
    this.#tellSeen();
    this.findings.leave();
    return handOver(this.#job, to, this.#ports.clock);
  }

  /** What people said to it is evidence, too. */
  async #record(told: ReleaseTold): Promise<void> {
    const { diary } = this.#job;
    const before = this.#told ?? toldBefore(told, diary.entries());
    this.#told = told;
    const entry = toldEntry(before, told);
    if (entry !== null) await diary.write(entry);
  }

  #endLost(fleet: Fleet | null): Promise<Outcome> {
    const isBack = this.#job.lease.isTakenBack();
    const text = isBack ? takenBackText : lostText(fleet, this.#job);
    return this.#end('overtaken', text, fleet, isBack ? { takenBack: true } : {});
  }

  async #end(
    kind: Outcome['kind'],
    text: string,
    fleet: Fleet | null,
    more: Pick<Outcome, 'denial' | 'takenBack'> = {},
  ): Promise<Outcome> {
    const { rollout, intent, diary, lease } = this.#job;
    const measuredMs =
      kind === 'verified' && fleet !== null && intent.kind !== 'release'
        ? firstResponseMs(
            fleet,
            servingIn(fleet, intent),
            switchBegunAtMs(this.#ports.clock, this.#job, this.#facts),
            this.#facts.probes.firstGoodAtMs,
          )
        : null;
    this.#tellSeen();
    await this.findings.settled(intent, kind !== 'overtaken');
    const ended = { type: 'ended', kind, text, firstResponseMs: measuredMs } as const;
    const written = await diary.write({ ...ended, takenBack: more.takenBack });
    // Given meanwhile, it has ended all the same: whoever was to get it finds nothing to go on with.
    if (lease.standing() !== 'lost' || lease.givenTo() !== null)
      await letGo(this.#ports, this.#job);
    const said = written.ok ? text : `${text} This end is not recorded: ${written.fault.message}`;
    const atMs = this.#ports.clock.now();
    const common = { fleet: this.#job.fleet, rollout, intent, atMs, kind, ...more };
    return { ...common, text: said, firstResponseMs: measuredMs };
  }

  #show(
    decision: Pick<Decision, 'value' | 'title' | 'course'> | null,
    waitingBecause: string | null,
  ): void {
    if (decision !== null) {
      const { value, title, course } = decision;
      this.#last = { value, title, ...(course && { course }) };
      this.#job.lease.tell(stepOfDecision(decision, waitingBecause));
    }
    const { fleet, rollout, intent } = this.#job;
    this.#job.show({ fleet, rollout, intent, ...this.#last, waitingBecause });
  }

  #isStopped(): boolean {
    return this.#job.signal.aborted;
  }

  #pauseAfter({ probe, isSlow, pauseMs }: Extract<Decision, { phase: 'waiting' }>): number {
    const { slowPauseMs } = this.#ports.limits;
    if (pauseMs !== undefined) return Math.max(pauseMs, slowPauseMs);
    if (isSlow) return slowPauseMs;
    return probe === null ? calmMs : probingMs;
  }

  /** Pictures are for later: whatever this turn sends has left when they are taken. */
  #tellSeen(): void {
    const seen = this.#seen;
    this.#seen = null;
    if (seen !== null) this.#job.diary.see(seen.fleet, seen.lookedAt);
  }

  /** Or until whoever looks sees it: why it was not seen must not be said beside a picture that shows it. */
  async #pauseUnseen(): Promise<void> {
    const stop = this.#ports.observations.onSight((sight) => {
      if (sight.kind !== 'live') return;
      if (sight.look.observation.fleets.every(({ id }) => id !== this.#job.fleet)) return;
      this.#show(null, null);
      this.#wake.abort();
    });
    await this.#pause(blindMs).finally(stop);
  }

  #pause(ms: number): Promise<void> {
    this.#tellSeen();
    return this.#ports.clock.delay(ms, this.#wake.signal);
  }
}
