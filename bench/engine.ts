/** The panel without its window: the real engine on the real control path, for benches that press often. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isServed, type ServedFleet } from '../src-shared/entry-of.ts';
import type { Fleet } from '../src-shared/fleet.ts';
import { asRolloutId, type GenerationId } from '../src-shared/ids.ts';
import type { Wish } from '../src-shared/wish-schema.ts';
import type { Outcome } from '../src-shared/panel.ts';
import type { Result } from '../src-shared/result.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { createObservations } from '../src-main/fleets/observations.ts';
import { openJournal } from '../src-main/journal/journal.ts';
import { createRollouts } from '../src-main/rollouts/rollouts.ts';
import { openLocalYard, type LocalYard } from '../src-main/yards/local/local-yard.ts';
import { until } from './until.ts';

export interface Engine {
  readonly yard: LocalYard;
  /** The first fleet, looked at now. */
  readonly fleet: () => Promise<ServedFleet>;
  /** Waits until every block of these generations is healthy; of all warm ones when none is named. */
  readonly whole: (...generations: GenerationId[]) => Promise<ServedFleet>;
  /** Begins it and waits for its end. @throws unless it ended as wished. */
  readonly carryOut: (wish: Wish) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

const endLimitMs = 60_000;

export async function openEngine(yardFolder: string, journalFolder: string): Promise<Engine> {
  const clock = systemClock;
  const yard = openLocalYard({ dataFolder: yardFolder, clock, onLink: () => undefined });
  const outcomes = new Map<string, Outcome>();
  const observations = createObservations(yard, clock);
  const rollouts = createRollouts({
    yard,
    journal: await openJournal(journalFolder, clock.now),
    observations,
    clock,
    newRolloutId: () => asRolloutId(randomUUID()),
    owner: { name: 'bench', host: 'bench', panel: 'bench' },
    onEvent: (event) => {
      if (event.kind === 'outcome') outcomes.set(event.outcome.rollout, event.outcome);
    },
  });
  await until('a connection to the yard host', 15_000, () =>
    yard.link().kind === 'live' ? true : null,
  );
  observations.start();
  await rollouts.resume();

  const fleet = async (): Promise<ServedFleet> => {
    const first = must(await yard.observe()).fleets[0];
    if (first === undefined || !isServed(first)) throw new Error('The yard has no served fleet.');
    return first;
  };
  return {
    yard,
    fleet,
    whole: (...generations) =>
      until('every block healthy', 60_000, async () => {
        const seen = await fleet();
        return isWhole(seen, generations) ? seen : null;
      }),
    carryOut: async (wish) => {
      const pressedAtMs = clock.now();
      const { id } = await fleet();
      const rollout = must(await rollouts.begin(id, wish, pressedAtMs));
      const outcome = await until(`the end of ${wish.kind}`, endLimitMs, () => {
        return outcomes.get(rollout) ?? null;
      });
      if (outcome.kind !== 'verified' && outcome.kind !== 'done') {
        throw new Error(`${wish.kind} ended as ${outcome.kind}: ${outcome.text}`);
      }
      // Its lease is given back a moment after its end is told.
      await until('the fleet free', 10_000, async () =>
        (await fleet()).rollout === null ? true : null,
      );
      return outcome;
    },
    close: async () => {
      await rollouts.stop();
      observations.stop();
      yard.close();
      await pause(0);
    },
  };
}

function isWhole(fleet: Fleet, named: readonly GenerationId[]): boolean {
  return fleet.generations
    .filter(({ id, rung }) => (named.length === 0 ? rung === 'warm' : named.includes(id)))
    .every((generation) => healthyIn(fleet, generation.id) >= generation.size);
}

export function healthyIn(fleet: Fleet, id: GenerationId): number {
  const generation = fleet.generations.find((each) => each.id === id);
  return generation?.blocks.filter((block) => block.state.kind === 'healthy').length ?? 0;
}

/** @throws with the fault's sentence. */
export function must<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.message} ${result.fault.todo ?? ''}`.trim());
}
