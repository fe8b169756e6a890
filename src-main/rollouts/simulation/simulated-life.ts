/** A simulated life from its first start to its rest: time, what happens in it, and the verdict. Test support. */
import { asRolloutId } from '../../../src-shared/ids.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import { checkLog } from '../../yards/sim/check-log.ts';
import type { Random } from '../../yards/sim/random.ts';
import { manyFaults } from '../../yards/sim/sim-faults.ts';
import type { SimEvent } from '../../yards/sim/sim-log.ts';
import type { Limits } from '../../yards/yard-pace.ts';
import { FileTurns } from './mortal-session.ts';
import type { LifeNotes, RecordedAt } from './simulated-notes.ts';
import { SimulatedPanel, type SimulatedVariant } from './simulated-panel.ts';
import type { Deed, Happening, OutsideAct, Scene } from './simulated-scene.ts';

export interface SimulatedRun {
  readonly scene: string;
  readonly log: readonly SimEvent[];
  readonly records: readonly RecordedAt[];
  readonly outcomes: readonly Outcome[];
  readonly crashes: number;
  /** Sentences; empty when every rule held and everything came to an end. */
  readonly problems: readonly string[];
}

export interface LifePorts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly scene: Scene;
  readonly variant: SimulatedVariant;
  /** Its journals are kept here. */
  readonly folder: string;
}

const usualLimitMs = 180_000;
const usualLimits: Limits = {
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
  opinionMs: 10_000,
  samplingMs: 2000,
};

export class SimulatedLife {
  readonly #clock: VirtualClock;
  readonly #scene: Scene;
  readonly #notes: LifeNotes = { log: [], records: [], outcomes: [] };
  readonly #panels: readonly SimulatedPanel[];
  #limitMs: number;
  #restCheckedAtMs = 0;
  #lastAtMs: number;

  constructor({ clock, random, scene, variant, folder }: LifePorts) {
    this.#clock = clock;
    this.#scene = scene;
    this.#lastAtMs = scene.lastAtMs;
    this.#limitMs = scene.limitMs ?? usualLimitMs;
    const limits = { ...usualLimits, ...scene.limits };
    let ids = 0;
    let sessions = 0;
    const newRolloutId = () => asRolloutId(`rollout-${(ids += 1)}`);
    const newSession = () => (sessions += 1);
    const faults = variant.faults ?? scene.faults ?? manyFaults;
    const turns = scene.operators.length > 1 ? new FileTurns() : null;
    const notes = this.#notes;
    const life = { clock, random, scene, variant, faults, limits, folder, notes, turns };
    const ports = { ...life, newRolloutId, newSession };
    this.#panels = scene.operators.map((operator) => new SimulatedPanel(ports, operator));
  }

  /** All of it, as its scene says. */
  async live(): Promise<SimulatedRun> {
    await this.start();
    for (const happening of this.#scene.happenings) {
      this.#clock.at(happening.atMs, () => this.#happen(happening));
    }
    return this.rest();
  }

  async start(): Promise<void> {
    for (const panel of this.#panels) {
      await panel.start();
      await this.#settle();
    }
  }

  /** Now. */
  act(what: Deed): void {
    const atMs = this.#clock.monotonicMs();
    this.#lastAtMs = Math.max(this.#lastAtMs, atMs);
    this.#happen({ ...what, atMs });
  }

  /** After so long, if it is not at rest before. */
  later(ms: number, what: Deed): void {
    const atMs = this.#clock.monotonicMs() + ms;
    this.#clock.at(atMs, () => this.#happen({ ...what, atMs }));
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + ms;
    this.#clock.at(untilMs, () => undefined);
    do await this.#goOn();
    while (this.#clock.monotonicMs() < untilMs && this.#clock.step(untilMs));
  }

  /** Until nothing goes on any more, and the verdict. */
  async rest(): Promise<SimulatedRun> {
    let isOver = false;
    let problems: string[] = [];
    while (!isOver) {
      await this.#goOn();
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
    const { log, records, outcomes } = this.#notes;
    return {
      scene: this.#scene.name,
      log,
      records,
      outcomes,
      crashes: log.filter((event) => event.kind === 'crashed').length,
      problems: [...checkLog(log), ...problems],
    };
  }

  async end(): Promise<void> {
    for (const panel of this.#panels) await panel.end();
  }

  /** As far as it goes without time going on, and whoever is to come back by now. */
  async #goOn(): Promise<void> {
    await this.#settle();
    for (const panel of this.#panels) {
      const isStarted = await panel.lookAfterCrash();
      // Two that start at once would wait for the disk beside each other.
      if (isStarted && this.#panels.length > 1) await this.#settle();
    }
  }

  #happen(happening: Happening): void {
    const panel = this.#panels[happening.by ?? 0];
    if (panel === undefined) throw new Error('There is no such operator.');
    switch (happening.kind) {
      case 'sleep':
        if (panel.sleep(happening.forMs)) this.#limitMs += happening.forMs;
        return;
      case 'clock':
        panel.setClock(happening.byMs, this.#panels.length > 1);
        return;
      case 'outside':
        this.#outside(panel, happening.act());
        return;
      case 'say':
        panel.say(happening.what, happening.readsOther);
        return;
      case 'handover':
        panel.handOver(happening.what);
        return;
      case 'close':
        panel.close(happening.to);
        return;
      case 'crash':
        panel.crash();
        return;
      case 'press':
        panel.press(happening.wish, happening.asSeen);
        return;
    }
  }

  #outside(panel: SimulatedPanel, { what, isSplit }: OutsideAct): void {
    const { revision } = this.#scene.world.fleet(this.#scene.fleet).split;
    panel.note({ kind: 'outside', what, isSplit, ...(isSplit && { revision }) });
  }

  #isAtRest(): boolean {
    const nowMs = this.#clock.monotonicMs();
    return (
      nowMs > this.#lastAtMs + 1000 &&
      nowMs > this.#restCheckedAtMs + 1000 &&
      this.#panels.every((panel) => panel.isAtRest()) &&
      this.#scene.world.fleet(this.#scene.fleet).rollout === null
    );
  }

  /** Invariant 9: everything comes to an end, in the yard, in the engine and in the record. */
  async #unfinished(): Promise<string[]> {
    const { rollout } = this.#scene.world.fleet(this.#scene.fleet);
    const held = rollout === null ? [] : [`liveness: ${rollout.id} was never let go in the yard`];
    const unfinished: string[] = [];
    for (const panel of this.#panels) unfinished.push(...(await panel.unfinished()));
    return [...held, ...unfinished];
  }

  /** Everything that can go on without time going on. */
  async #settle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#panels.some((panel) => panel.isBusyWithFiles));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
