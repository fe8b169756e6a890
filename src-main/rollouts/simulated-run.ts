/**
 * One seeded life of the real engine on a simulated yard, with the real journal on the disk: presses,
 * faults, outside changes, dying blocks, and crashes at any call, each followed by a restart. Test
 * support; the verdict is the checker's, which reads the yard's own log.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRolloutId, type RolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/ipc-contract.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import type { ControlChange } from '../../src-shared/release-schema.ts';
import { createObservations, type Observations } from '../fleets/observations.ts';
import type { JournalEntry } from '../journal/entries.ts';
import { openJournal } from '../journal/journal.ts';
import { checkLog } from '../yards/sim/check-log.ts';
import { createRandom, type Random } from '../yards/sim/random.ts';
import { manyFaults, type SimFaults } from '../yards/sim/sim-faults.ts';
import type { SimEvent } from '../yards/sim/sim-log.ts';
import { createSimYard } from '../yards/sim/sim-yard.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import type { ObservationTimes, Limits } from '../yards/yard-pace.ts';
import { MortalSession } from './mortal-session.ts';
import { createRollouts, type Rollouts, type RolloutsOptions } from './rollouts.ts';
import { buildReleaseScene } from './simulated-release.ts';
import { buildScaleScene, scalesFrom } from './simulated-scale.ts';
import { buildScene, type Scene } from './simulated-scene.ts';

export interface SimulatedRun {
  readonly scene: string;
  readonly log: readonly SimEvent[];
  readonly records: readonly RecordedAt[];
  readonly outcomes: readonly Outcome[];
  readonly crashes: number;
  /** Sentences; empty when every rule held and everything came to an end. */
  readonly problems: readonly string[];
}

/** What stood in a record from one place of the log on. */
export interface RecordedAt {
  /** Events that were in the log before it. */
  readonly logged: number;
  readonly atMs: number;
  readonly rollout: RolloutId;
  readonly entries: readonly JournalEntry[];
}

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

/** Lives of seeds above this are about a release, the others about a single change. */
export const releasesFrom = 1_000_000;

const limitMs = 180_000;
const limits: Limits = {
  probesInARow: 3,
  verifyMs: 8000,
  beginMs: 20_000,
  healthyMs: 8000,
  effectMs: 15_000,
  parkMs: 60_000,
  freshMs: 500,
  liveLookMs: 2000,
  slowPauseMs: 250,
  bakeGapMs: 5000,
  guardLooks: 3,
  guardMs: 2000,
  undoMs: 1000,
};

export async function simulate(
  seed: number,
  variant: SimulatedVariant = {},
): Promise<SimulatedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-sim-'));
  const life = new Life(seed, variant, folder);
  try {
    return await life.live();
  } finally {
    await life.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class Life {
  readonly #clock = createVirtualClock();
  readonly #random: Random;
  readonly #scene: Scene;
  readonly #variant: SimulatedVariant;
  readonly #folder: string;
  readonly #log: SimEvent[] = [];
  readonly #records: RecordedAt[] = [];
  readonly #outcomes: Outcome[] = [];
  readonly #sessions: MortalSession[] = [];
  #rollouts: Rollouts | null = null;
  #observations: Observations | null = null;
  #limitMs = limitMs;
  #journalFolder = '';
  #panel = 0;
  #ids = 0;
  #pendingPresses = 0;
  #resumedAtMs = Number.POSITIVE_INFINITY;
  #restartAtMs: number | null = null;
  #restCheckedAtMs = 0;

  constructor(seed: number, variant: SimulatedVariant, folder: string) {
    this.#random = createRandom(seed);
    this.#variant = variant;
    this.#folder = folder;
    const others = seed > releasesFrom ? buildReleaseScene : buildScene;
    const build = seed > scalesFrom ? buildScaleScene : others;
    this.#scene = build(this.#random, this.#clock);
  }

  async live(): Promise<SimulatedRun> {
    await this.#start();
    for (const happening of this.#scene.happenings) {
      this.#clock.at(happening.atMs, () => this.#happen(happening));
    }
    let isOver = false;
    let problems: string[] = [];
    while (!isOver) {
      await this.#settle();
      await this.#lookAfterCrash();
      if (this.#isAtRest()) {
        problems = await this.#unfinished();
        this.#restCheckedAtMs = this.#clock.monotonicMs();
        isOver = problems.length === 0;
      }
      if (!isOver && !this.#clock.step(this.#limitMs)) {
        problems = await this.#unfinished();
        isOver = true;
      }
    }
    return {
      scene: this.#scene.name,
      log: this.#log,
      records: this.#records,
      outcomes: this.#outcomes,
      crashes: this.#log.filter((event) => event.kind === 'crashed').length,
      problems: [...checkLog(this.#log), ...problems],
    };
  }

  async close(): Promise<void> {
    void this.#rollouts?.stop();
    for (const session of this.#sessions) {
      for (const record of session.records) await record.close();
    }
  }

  get #session(): MortalSession {
    const session = this.#sessions.at(-1);
    if (session === undefined) throw new Error('No session was started.');
    return session;
  }

  async #start(): Promise<void> {
    const random = this.#random;
    const mayCrash = this.#variant.crashes !== false && this.#sessions.length < 3;
    const crossings =
      mayCrash && random.chance(0.7) ? random.between(1, 70) : Number.POSITIVE_INFINITY;
    const tornBytes = random.chance(0.3) ? random.between(1, 60) : 0;
    const diesAt =
      mayCrash && random.chance(0.3)
        ? { order: random.between(1, 3), isDone: random.chance(0.8) }
        : null;
    const session = new MortalSession(crossings, tornBytes, diesAt);
    const number = this.#sessions.push(session);
    this.#journalFolder = join(this.#folder, `panel-${this.#panel}`);
    const journal = await openJournal(this.#journalFolder, this.#clock.now);
    const clock = session.clock(this.#clock);
    const yard = session.yard(
      createSimYard({
        world: this.#scene.world,
        clock: this.#clock,
        random,
        faults: this.#variant.faults ?? manyFaults,
        session: number,
        log: (event) => this.#log.push(event),
        isRecorded: (token) => this.#isRecorded(token),
      }),
    );
    const observations = createObservations(yard, clock, this.#variant.observationTimes);
    const right: RolloutsOptions = {
      yard,
      journal: session.journal(journal, (rollout, entries) => {
        const place = { logged: this.#log.length, atMs: this.#clock.monotonicMs() };
        this.#records.push({ ...place, rollout, entries });
        if (entries.some(({ type }) => type === 'ended'))
          this.#note({ kind: 'concluded', rollout });
      }),
      observations,
      clock,
      newRolloutId: () => {
        this.#ids += 1;
        return asRolloutId(`rollout-${this.#ids}`);
      },
      owner: { name: 'sim', host: 'sim', panel: `panel-${this.#panel}` },
      onEvent: (event) => {
        if (event.kind !== 'outcome' || session.isDead) return;
        const fleet = this.#scene.world.fleet(this.#scene.fleet);
        this.#outcomes.push(event.outcome);
        this.#note({ kind: 'said', outcome: event.outcome, fleet });
      },
      limits,
    };
    const { engine, door } = this.#variant;
    const options = engine?.(right) ?? right;
    const opened = createRollouts(options);
    const rollouts = door?.(opened, options) ?? opened;
    this.#rollouts = rollouts;
    this.#observations = observations;
    this.#pendingPresses = 0;
    this.#resumedAtMs = Number.POSITIVE_INFINITY;
    observations.start();
    void rollouts.resume().then(() => {
      this.#resumedAtMs = this.#clock.monotonicMs();
    });
  }

  #happen(happening: Scene['happenings'][number]): void {
    if (happening.kind === 'sleep') {
      this.#sleep(happening.forMs);
      return;
    }
    if (happening.kind === 'clock') {
      this.#setClock(happening.byMs);
      return;
    }
    if (happening.kind === 'outside') {
      this.#note({ kind: 'outside', ...happening.act() });
      return;
    }
    if (happening.kind === 'say') {
      this.#say(happening.what);
      return;
    }
    if (happening.kind === 'close' && this.#isQuiet()) return;
    const wish: Wish =
      happening.kind === 'close' ? { kind: 'revert', to: happening.to } : happening.wish;
    // Nobody can press a button of a panel that is not there.
    if (this.#session.isDead || this.#session.isAsleep || this.#rollouts === null) return;
    const what = wish.kind;
    const to = 'to' in wish ? wish.to : '';
    this.#note({ kind: 'pressed', what, to });
    const pressedAtMs = this.#clock.now();
    const rollouts = this.#rollouts;
    const { fleet } = this.#scene;
    this.#pendingPresses += 1;
    const session = this.#session;
    const answer =
      wish.kind === 'revert'
        ? rollouts.revert(fleet, wish.to, pressedAtMs)
        : rollouts.begin(fleet, wish, pressedAtMs);
    void answer.then(() => {
      if (session === this.#session) this.#pendingPresses -= 1;
    });
  }

  #isQuiet(): boolean {
    const { rollout } = this.#scene.world.fleet(this.#scene.fleet);
    return rollout === null && this.#rollouts?.progress().length === 0;
  }

  /** What a person reads on the screen and presses. */
  #say(what: ControlChange['kind']): void {
    if (this.#session.isDead || this.#session.isAsleep || this.#rollouts === null) return;
    const [progress] = this.#rollouts.progress();
    const change = progress?.course?.offers.find(({ kind }) => kind === what);
    if (progress === undefined || change === undefined) return;
    const session = this.#session;
    this.#pendingPresses += 1;
    void this.#rollouts.control(this.#scene.fleet, progress.rollout, change).then(() => {
      if (session === this.#session) this.#pendingPresses -= 1;
    });
  }

  /** Nobody sets the clock of a computer that sleeps. */
  #setClock(byMs: number): void {
    if (this.#session.isAsleep) return;
    this.#clock.setWallBy(byMs);
    this.#note({ kind: 'outside', what: `wall clock set by ${byMs} ms`, isSplit: false });
  }

  #sleep(forMs: number): void {
    const session = this.#session;
    if (session.isDead) return;
    this.#note({ kind: 'slept', forMs });
    session.sleep(forMs);
    this.#limitMs += forMs;
    this.#clock.at(this.#clock.monotonicMs() + forMs, () => {
      if (!session.isDead) this.#observations?.wake();
    });
  }

  async #lookAfterCrash(): Promise<void> {
    if (!this.#session.isDead) return;
    if (this.#restartAtMs === null) {
      this.#note({ kind: 'crashed' });
      // Sometimes long enough for the lease to run out, sometimes another panel with its own journal.
      const longestMs = this.#random.chance(0.4) ? 800 : 30_000;
      this.#restartAtMs = this.#clock.monotonicMs() + this.#random.between(10, longestMs);
      this.#clock.at(this.#restartAtMs, () => undefined);
    } else if (this.#clock.monotonicMs() >= this.#restartAtMs) {
      this.#restartAtMs = null;
      if (this.#random.chance(0.2)) this.#panel += 1;
      await this.#start();
    }
  }

  #isAtRest(): boolean {
    const nowMs = this.#clock.monotonicMs();
    return (
      !this.#session.isDead &&
      this.#pendingPresses === 0 &&
      nowMs > this.#scene.lastAtMs + 1000 &&
      nowMs > this.#resumedAtMs + 1000 &&
      nowMs > this.#restCheckedAtMs + 1000 &&
      this.#rollouts?.progress().length === 0 &&
      this.#scene.world.fleet(this.#scene.fleet).rollout === null
    );
  }

  /** Invariant 9: everything comes to an end, in the yard, in the engine and in the record. */
  async #unfinished(): Promise<string[]> {
    const problems: string[] = [];
    const { rollout } = this.#scene.world.fleet(this.#scene.fleet);
    if (rollout !== null) problems.push(`liveness: ${rollout.id} was never let go in the yard`);
    for (const progress of this.#rollouts?.progress() ?? []) {
      problems.push(`liveness: ${progress.rollout} still runs: ${String(progress.waitingBecause)}`);
    }
    const journal = await openJournal(this.#journalFolder, this.#clock.now);
    const { unfinished, troubles } = await journal.readHistory(500);
    problems.push(...unfinished.map((id) => `liveness: the record of ${id} has no end`));
    problems.push(...troubles.map(({ fault }) => `journal: ${fault.message}`));
    return problems;
  }

  /** Everything that can go on without time going on. */
  async #settle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#sessions.some((session) => session.pendingFileWork > 0));
    await new Promise((resolve) => setImmediate(resolve));
  }

  #isRecorded(token: string): boolean {
    return readdirSync(this.#folder).some((panel) =>
      readdirSync(join(this.#folder, panel)).some((name) =>
        readFileSync(join(this.#folder, panel, name), 'utf8').includes(`"token":"${token}"`),
      ),
    );
  }

  #note(event: Unplaced<SimEvent>): void {
    const place = { atMs: this.#clock.monotonicMs(), session: this.#sessions.length };
    this.#log.push({ ...event, ...place });
  }
}

type Unplaced<Event> = Event extends SimEvent ? Omit<Event, 'atMs' | 'session'> : never;
