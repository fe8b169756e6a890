/**
 * One operator of a simulated life: a computer that may sleep, and on it the real engine with the real
 * journal, in one process after the other. Test support.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GenerationId, RolloutId } from '../../../src-shared/ids.ts';
import type { Progress } from '../../../src-shared/panel.ts';
import { acceptsAt } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { SaidWord } from '../../../src-shared/handover-schema.ts';
import { handoverOf } from '../../../src-shared/handover.ts';
import type { ControlChange } from '../../../src-shared/release-schema.ts';
import type { Clock } from '../../clock/clock.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import { askFindings, type AskFindings } from '../../compare/findings/ask-findings.ts';
import type { AskSamples } from '../../compare/findings/ask-behaviour.ts';
import { unsampled } from '../../compare/findings/behaviour-findings.ts';
import { createObservations, type Observations } from '../../fleets/observations.ts';
import { openJournal } from '../../journal/journal.ts';
import { otherMark } from '../../yards/sim/check-releases.ts';
import type { Random } from '../../yards/sim/random.ts';
import type { SimFaults } from '../../yards/sim/sim-faults.ts';
import type { SimEvent } from '../../yards/sim/sim-log.ts';
import { createSimYard } from '../../yards/sim/sim-yard.ts';
import type { Limits, ObservationTimes } from '../../yards/yard-pace.ts';
import { MortalSession, type FileTurns } from './mortal-session.ts';
import { createRollouts, type Rollouts, type RolloutsOptions } from '../rollouts.ts';
import type { LifeNotes, Unplaced } from './simulated-notes.ts';
import type { Crashes, Operator, Scene } from './simulated-scene.ts';

export interface SimulatedVariant {
  readonly faults?: SimFaults;
  /** A wrong engine, to see that it is noticed; asked at each start of the panel. */
  readonly engine?: (options: RolloutsOptions) => RolloutsOptions;
  /** A wrong door to a right engine. */
  readonly door?: (rollouts: Rollouts, options: RolloutsOptions) => Rollouts;
  readonly observationTimes?: ObservationTimes;
  /** @default true */
  readonly crashes?: boolean;
}

export interface PanelPorts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly scene: Scene;
  readonly variant: SimulatedVariant;
  readonly faults: SimFaults;
  readonly limits: Limits;
  /** Of the whole life. */
  readonly folder: string;
  readonly notes: LifeNotes;
  readonly newRolloutId: () => RolloutId;
  /** Sessions are numbered through the whole life. */
  readonly newSession: () => number;
  /** Where several panels live beside each other. */
  readonly turns: FileTurns | null;
}

/** As long as they may take, so that other orders, crashes and ends come in the middle of them. */
function slowSamples(clock: Clock): AskSamples {
  return async (_fleet, _sides, enough) => {
    await clock.delay(6000, enough);
    return unsampled('none are counted in a simulated life.');
  };
}

const usualCrashes: Crashes = { atCall: 0.7, atOrder: 0.3 };

export class SimulatedPanel {
  readonly #ports: PanelPorts;
  readonly #operator: Operator;
  /** As this computer tells the time; what it shows may be set. */
  readonly #clock: Clock;
  readonly #sessions: MortalSession[] = [];
  #number = 0;
  #rollouts: Rollouts | null = null;
  #observations: Observations | null = null;
  #findings: AskFindings | null = null;
  #journalFolder = '';
  #installation = 0;
  #pendingPresses = 0;
  /** What began here and has not been told to end, and what has. */
  readonly #untold = new Set<string>();
  readonly #told = new Set<string>();
  #resumedAtMs = Number.POSITIVE_INFINITY;
  #restartAtMs: number | null = null;
  #wallByMs: number;

  constructor(ports: PanelPorts, operator: Operator) {
    this.#ports = ports;
    this.#operator = operator;
    this.#wallByMs = operator.wallByMs;
    const { clock } = ports;
    this.#clock = { ...clock, now: () => clock.now() + this.#wallByMs };
  }

  async start(): Promise<void> {
    const { clock, random, scene, variant, faults, notes } = this.#ports;
    const mayCrash = variant.crashes !== false && this.#sessions.length < 3;
    const { atCall, atOrder } = scene.crashes ?? usualCrashes;
    const crossings =
      mayCrash && random.chance(atCall) ? random.between(1, 70) : Number.POSITIVE_INFINITY;
    const tornBytes = random.chance(0.3) ? random.between(1, 60) : 0;
    const diesAt =
      mayCrash && random.chance(atOrder)
        ? { order: random.between(1, 3), isDone: random.chance(0.8) }
        : null;
    const session = new MortalSession(crossings, tornBytes, diesAt, this.#ports.turns);
    this.#sessions.push(session);
    this.#number = this.#ports.newSession();
    const panel = `${this.#operator.panel}-${this.#installation}`;
    this.note({ kind: 'started', panel });
    this.#journalFolder = join(this.#ports.folder, panel);
    const journal = await openJournal(this.#journalFolder, this.#clock.now);
    const yard = createSimYard({
      world: scene.world,
      clock,
      random,
      faults,
      session: this.#number,
      log: (event) => notes.log.push(event),
      isRecorded: (token) => this.#isRecorded(token),
      ...(scene.capabilities && { capabilities: scene.capabilities }),
    });
    this.#open(session, journal, yard, panel);
  }

  #open(
    session: MortalSession,
    journal: Awaited<ReturnType<typeof openJournal>>,
    simYard: ReturnType<typeof createSimYard>,
    panel: string,
  ): void {
    const { scene, variant, limits, notes, newRolloutId } = this.#ports;
    const base = this.#clock;
    const clock = session.clock(base);
    const { name, host } = this.#operator;
    const yard = session.yard(simYard);
    const observations = createObservations(yard, clock, variant.observationTimes);
    this.#findings = askFindings({ yard, clock, seenBesides: () => Promise.resolve([]) });
    const right: RolloutsOptions = {
      yard,
      journal: session.journal(journal, (rollout, entries) => {
        const place = { logged: notes.log.length, atMs: base.monotonicMs() };
        notes.records.push({ ...place, rollout, entries });
        if (entries.some(({ type }) => type === 'ended')) this.note({ kind: 'concluded', rollout });
      }),
      observations,
      clock,
      newRolloutId,
      owner: { name, host, panel },
      onEvent: (event) => {
        if (event.kind !== 'outcome' || session.isDead) return;
        notes.outcomes.push(event.outcome);
        this.#told.add(event.outcome.rollout);
        this.#untold.delete(event.outcome.rollout);
        const fleet = scene.world.fleet(scene.fleet);
        this.note({ kind: 'said', outcome: event.outcome, fleet });
      },
      limits,
      ...(scene.name === 'findings' && { samples: slowSamples(clock) }),
    };
    const options = variant.engine?.(right) ?? right;
    const opened = createRollouts(options);
    const rollouts = variant.door?.(opened, options) ?? opened;
    this.#rollouts = rollouts;
    this.#observations = observations;
    this.#pendingPresses = 0;
    this.#untold.clear();
    this.#resumedAtMs = Number.POSITIVE_INFINITY;
    observations.start();
    void rollouts.resume().then(() => {
      this.#resumedAtMs = base.monotonicMs();
    });
  }

  /** @param asSeen on the revision that is seen by then. */
  press(wish: Wish, asSeen = false): void {
    // Nobody can press a button of a panel that is not there.
    const rollouts = this.#present();
    if (rollouts === null) return;
    const { fleet } = this.#ports.scene;
    const what = wish.kind;
    const to = 'to' in wish ? wish.to : '';
    this.note({ kind: 'pressed', what, to });
    const pressedAtMs = this.#clock.now();
    const answer =
      wish.kind === 'revert'
        ? rollouts.revert(fleet, wish.to, pressedAtMs)
        : rollouts.begin(fleet, asSeen ? this.#onSeen(wish) : wish, pressedAtMs);
    this.#awaits(answer, (taken) => {
      const rollout = taken.ok ? taken.value : null;
      this.note({ kind: 'taken', what, rollout, text: taken.ok ? '' : taken.fault.message });
      if (rollout !== null && !this.#told.has(rollout)) this.#untold.add(rollout);
    });
  }

  #onSeen<Pressed extends Wish>(wish: Pressed): Pressed {
    const seen = this.#seen();
    if (seen === undefined || !('expectedRevision' in wish)) return wish;
    return { ...wish, expectedRevision: seen.split.revision };
  }

  /** The fleet as it is on the screen. */
  #seen(): Fleet | undefined {
    const sight = this.#observations?.sight();
    if (sight === undefined || sight.kind === 'none') return undefined;
    return sight.look.observation.fleets.find(({ id }) => id === this.#ports.scene.fleet);
  }

  /** As far as the screen offers it: to ask is for who does not carry it, to answer for who does. */
  handOver(what: SaidWord['kind']): void {
    const rollouts = this.#present();
    const running = this.#seen()?.rollout ?? null;
    if (rollouts === null || running === null) return;
    const isHere = rollouts.progress().some(({ rollout }) => rollout === running.id);
    const handover = handoverOf(running);
    if (isHere === (what === 'ask') || (isHere && handover?.kind !== 'asked')) return;
    const { epoch } = running;
    const said: SaidWord =
      what === 'hand-over' && handover?.kind === 'asked'
        ? { kind: what, to: handover.by, epoch }
        : { kind: what === 'ask' ? 'ask' : 'decline', epoch };
    this.#awaits(rollouts.control(this.#ports.scene.fleet, running.id, said), () => undefined);
  }

  /** Reverts when anything runs still. */
  close(to: GenerationId): void {
    const { world, fleet } = this.#ports.scene;
    const isQuiet = world.fleet(fleet).rollout === null && this.#rollouts?.progress().length === 0;
    if (!isQuiet) this.press({ kind: 'revert', to });
  }

  /** What a person reads on the screen and presses. */
  say(what: ControlChange['kind'], readsOther = false): void {
    const rollouts = this.#present();
    const progress = rollouts?.progress()[0];
    const change = progress?.course?.offers.find(({ kind }) => kind === what);
    if (rollouts === null || progress === undefined || change === undefined) return;
    const { fleet } = this.#ports.scene;
    const said = this.#read(change, progress, readsOther);
    const answer = said.then((read) => rollouts.control(fleet, progress.rollout, read));
    this.#awaits(answer, () => undefined);
  }

  /** What is offered, with what was read where that is asked for. */
  async #read(
    change: ControlChange,
    { intent }: Progress,
    readsOther: boolean,
  ): Promise<ControlChange> {
    if (change.kind !== 'pass' || intent.kind !== 'release') return change;
    if (!acceptsAt(intent.terms, change.place)) return change;
    const { scene } = this.#ports;
    const b = releasedId(scene.world.fleet(scene.fleet), intent);
    const found = await this.#findings?.({ fleet: scene.fleet, a: intent.from, b });
    const mark = found?.ok === true && !readsOther ? found.value.mark : otherMark;
    return { ...change, accepts: { mark, reason: 'Read.' } };
  }

  /** Nobody sets the clock of a computer that sleeps. @param isOwn else the yard's is set with it. */
  setClock(byMs: number, isOwn: boolean): void {
    if (this.#session.isAsleep) return;
    if (isOwn) this.#wallByMs += byMs;
    else this.#ports.clock.setWallBy(byMs);
    this.note({ kind: 'outside', what: `wall clock set by ${byMs} ms`, isSplit: false });
  }

  crash(): void {
    this.#session.kill();
  }

  /** @returns whether there is somebody to sleep. */
  sleep(forMs: number): boolean {
    const session = this.#session;
    const { clock } = this.#ports;
    if (session.isDead) return false;
    this.note({ kind: 'slept', forMs });
    session.sleep(forMs);
    clock.at(clock.monotonicMs() + forMs, () => {
      if (!session.isDead) this.#observations?.wake();
    });
    return true;
  }

  /** What is left of a process that died, and after a while the next one. @returns whether it was started. */
  async lookAfterCrash(): Promise<boolean> {
    if (!this.#session.isDead) return false;
    const { clock, random } = this.#ports;
    if (this.#restartAtMs === null) {
      this.note({ kind: 'crashed' });
      // Sometimes long enough for the lease to run out, sometimes another panel with its own journal.
      const longestMs = random.chance(0.4) ? 800 : 30_000;
      this.#restartAtMs = clock.monotonicMs() + random.between(10, longestMs);
      clock.at(this.#restartAtMs, () => undefined);
    } else if (clock.monotonicMs() >= this.#restartAtMs) {
      this.#restartAtMs = null;
      if (random.chance(0.2)) this.#installation += 1;
      await this.start();
      return true;
    }
    return false;
  }

  isAtRest(): boolean {
    return (
      !this.#session.isDead &&
      this.#pendingPresses === 0 &&
      this.#untold.size === 0 &&
      this.#ports.clock.monotonicMs() > this.#resumedAtMs + 1000 &&
      this.#rollouts?.progress().length === 0
    );
  }

  get isBusyWithFiles(): boolean {
    return this.#sessions.some((session) => session.pendingFileWork > 0);
  }

  /** Invariant 9: everything comes to an end, in the engine and in the record. */
  async unfinished(): Promise<string[]> {
    const problems: string[] = [];
    for (const progress of this.#rollouts?.progress() ?? []) {
      problems.push(`liveness: ${progress.rollout} still runs: ${String(progress.waitingBecause)}`);
    }
    const journal = await openJournal(this.#journalFolder, this.#clock.now);
    const { unfinished, troubles } = await journal.readHistory(500);
    problems.push(...unfinished.map((id) => `liveness: the record of ${id} has no end`));
    problems.push(...troubles.map(({ fault }) => `journal: ${fault.message}`));
    return problems;
  }

  async end(): Promise<void> {
    void this.#rollouts?.stop();
    for (const session of this.#sessions) {
      for (const record of session.records) await record.close();
    }
  }

  note(event: Unplaced<SimEvent>): void {
    const place = { atMs: this.#ports.clock.monotonicMs(), session: this.#number };
    this.#ports.notes.log.push({ ...event, ...place });
  }

  get #session(): MortalSession {
    const session = this.#sessions.at(-1);
    if (session === undefined) throw new Error('No session was started.');
    return session;
  }

  #present(): Rollouts | null {
    return this.#session.isDead || this.#session.isAsleep ? null : this.#rollouts;
  }

  #awaits<Answer>(answer: Promise<Answer>, heard: (answer: Answer) => void): void {
    const session = this.#session;
    this.#pendingPresses += 1;
    void answer.then((value) => {
      if (session !== this.#session) return;
      this.#pendingPresses -= 1;
      heard(value);
    });
  }

  /** In the record of the installation that sends it: another one could not go on from it. */
  #isRecorded(token: string): boolean {
    return readdirSync(this.#journalFolder).some((name) =>
      readFileSync(join(this.#journalFolder, name), 'utf8').includes(`"token":"${token}"`),
    );
  }
}
