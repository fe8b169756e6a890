/**
 * What may happen to two operators on one simulated yard, as commands that are drawn, and taken away again one
 * by one where they break a rule, until none can be left out. Test support.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { createRandom } from '../../yards/sim/random.ts';
import { manyFaults, noFaults } from '../../yards/sim/sim-faults.ts';
import { deeds, type NamedDeed } from './simulated-deeds.fixture.ts';
import { SimulatedLife, type SimulatedRun } from './simulated-life.ts';
import { annAndBob, pairWorld, v1 } from './simulated-pair.ts';
import type { SimulatedVariant } from './simulated-panel.ts';
import { emptySimFleet, type Scene } from './simulated-scene.ts';

/** Which runs. With `path` and `replay` of one that broke a rule: that one again. */
export interface CommandRuns {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string | undefined;
  readonly replay?: string | undefined;
}

export interface CommandsBroken {
  readonly commands: readonly string[];
  /** What came of them. */
  readonly run: SimulatedRun;
  readonly seed: number;
  readonly path: string;
  readonly replay: string;
}

export interface CommandsDone {
  readonly runs: number;
  /** The shortest that was found; null when every rule held. */
  readonly broken: CommandsBroken | null;
}

interface Real {
  readonly life: SimulatedLife;
  readonly scene: Scene;
}

type Happens = NamedDeed | { readonly text: string; readonly waitMs: number };

type Commands = Iterable<fc.AsyncCommand<object, Real>>;

/** Any of them may come at any time: what makes no sense then is what people do, too. */
class Command implements fc.AsyncCommand<object, Real> {
  readonly #happens: Happens;

  constructor(happens: Happens) {
    this.#happens = happens;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, { life, scene }: Real): Promise<void> {
    if ('waitMs' in this.#happens) await life.pass(this.#happens.waitMs);
    else life.act(this.#happens.deed(scene));
  }

  toString(): string {
    return this.#happens.text;
  }
}

const mostCommands = 12;
/** Short ones meet what was just pressed. */
const waits = [60, 600, 6000].map((max) =>
  fc.integer({ min: 1, max }).map((waitMs): Happens => ({ text: `wait ${waitMs} ms`, waitMs })),
);

class RuleBroken extends Error {
  readonly run: SimulatedRun;

  constructor(run: SimulatedRun) {
    super(run.problems.join('\n'));
    this.run = run;
  }
}

export async function runCommands(
  { runs, seed, path, replay }: CommandRuns,
  variant: SimulatedVariant = {},
): Promise<CommandsDone> {
  const drawn = [...waits, ...deeds].map((one) => one.map((each) => new Command(each)));
  const commands = fc.commands<object, Real, false>(drawn, {
    maxCommands: mostCommands,
    ...(replay !== undefined && { replayPath: replay }),
  });
  const life = fc.record({ seed: fc.noShrink(fc.nat()), isStormy: fc.boolean() });
  const property = fc.asyncProperty(life, commands, async (one, each) => {
    const run = await live(one, each, variant);
    if (run.problems.length > 0) throw new RuleBroken(run);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path, endOnFailure: true }),
  });
  const { counterexample, counterexamplePath, errorInstance } = details;
  if (counterexample === null) {
    return { runs: details.numRuns, broken: null };
  }
  if (!(errorInstance instanceof RuleBroken)) throw errorInstance;
  const [, shortest] = counterexample;
  return {
    runs: details.numRuns,
    broken: {
      commands: Array.from(shortest, String),
      run: errorInstance.run,
      seed: details.seed,
      path: counterexamplePath,
      // Of one that was run again, only its beginning is told.
      replay: replay ?? /replayPath="([^"]*)"/u.exec(fc.stringify(shortest))?.[1] ?? '',
    },
  };
}

/** Whoever still waits for a person is sent home. */
const closedAfterMs = [30_000, 60_000, 90_000];

async function live(
  { seed, isStormy }: { readonly seed: number; readonly isStormy: boolean },
  commands: Commands,
  variant: SimulatedVariant,
): Promise<SimulatedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-sim-'));
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const fleet = emptySimFleet(400);
  const scene: Scene = {
    name: 'commands',
    world: pairWorld(fleet, v1, clock, random),
    fleet: fleet.id,
    operators: annAndBob(0),
    happenings: [],
    lastAtMs: 0,
    crashes: { atCall: 0, atOrder: 0 },
    faults: isStormy ? { ...manyFaults, untilMs: Number.POSITIVE_INFINITY } : noFaults,
    limitMs: 600_000,
  };
  const life = new SimulatedLife({ clock, random, scene, variant, folder });
  try {
    await life.start();
    await life.pass(500);
    await fc.asyncModelRun(() => Promise.resolve({ model: {}, real: { life, scene } }), commands);
    for (const ms of closedAfterMs) {
      for (const by of [0, 1]) life.later(ms + by * 5000, { kind: 'close', by, to: v1 });
    }
    return await life.rest();
  } finally {
    await life.end();
    await rm(folder, { recursive: true, force: true });
  }
}
