/** For tests: one fleet on a simulated yard without faults, in time that passes only in `pass`. */
import { aRecipe, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asFleetId, asImageId, type GenerationId } from '../../../src-shared/ids.ts';
import { createVirtualClock, type VirtualClock } from '../../clock/virtual-clock.ts';
import { createObservations, type Observations } from '../../fleets/observations.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RouteOrder, Yard } from '../../yards/port.ts';
import { createRandom } from '../../yards/sim/random.ts';
import { noFaults } from '../../yards/sim/sim-faults.ts';
import { addGeneration, type BlockScript, type SimFleet } from '../../yards/sim/sim-fleet.ts';
import { SimWorld } from '../../yards/sim/sim-world.ts';
import { createSimYard } from '../../yards/sim/sim-yard.ts';
import { MortalSession } from './mortal-session.ts';

export const fleetId = asFleetId('storefront');

export interface SimBench {
  readonly clock: VirtualClock;
  readonly world: SimWorld;
  readonly yard: Yard;
  readonly observations: Observations;
  /** Traffic writes that reached the wire. */
  readonly sent: readonly { readonly atMs: number; readonly order: RouteOrder }[];
  /** The journal as the engine is to use it: its file work takes no virtual time. */
  readonly journal: (journal: Journal) => Journal;
  readonly settle: () => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
}

export interface BenchSetup {
  readonly serving: GenerationId;
  readonly previous: GenerationId | null;
  readonly change?: (yard: Yard) => Yard;
  /** What blocks launched later are like. */
  readonly script?: BlockScript;
}

export function openSimBench(setup: BenchSetup): SimBench {
  const files = new MortalSession(Number.POSITIVE_INFINITY, 0);
  const clock = createVirtualClock();
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  const fleet: SimFleet = {
    id: fleetId,
    name: 'storefront',
    floor: 4,
    generations: [],
    split: { revision: 0, weights: [], changedAtMs: 0 },
    previous: null,
    rollout: null,
    leaseEndsAtMs: 0,
    nextBlock: 0,
    requestsPerSecond: 400,
  };
  for (const number of [1, 2]) {
    const image = asImageId(`sha256:${String(number).repeat(64)}`);
    addGeneration(fleet, { number, image, recipe: aRecipe, size: 4 }, 0, () => healthy);
  }
  const world = new SimWorld(clock, [fleet], () => setup.script ?? healthy);
  const weights = [v1, v2].map((generation) => {
    return { generation, weight: generation === setup.serving ? 100 : 0 };
  });
  world.setSplit(fleetId, weights, setup.previous);

  const sent: { atMs: number; order: RouteOrder }[] = [];
  const sim = createSimYard({
    world,
    clock,
    random: createRandom(1),
    faults: noFaults,
    session: 1,
    log: () => undefined,
    isRecorded: () => true,
  });
  const watched: Yard = {
    ...sim,
    route: (order) => {
      sent.push({ atMs: clock.monotonicMs(), order });
      return sim.route(order);
    },
  };
  const yard = setup.change?.(watched) ?? watched;
  const settle = async (): Promise<void> => {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (files.pendingFileWork > 0);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock,
    world,
    yard,
    observations: createObservations(yard, clock),
    sent,
    journal: (journal) => files.journal(journal),
    settle,
    pass: async (ms) => {
      const untilMs = clock.monotonicMs() + ms;
      await settle();
      while (clock.step(untilMs)) await settle();
      clock.at(untilMs, () => undefined);
      clock.step(untilMs);
      await settle();
    },
  };
}
