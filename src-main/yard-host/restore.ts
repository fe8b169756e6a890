/** After a start: ends what the last host left running, finishes what it was ending, launches the rest. */
import { outageWaitMs } from '../../src-shared/holding.ts';
import type { FleetId } from '../../src-shared/ids.ts';
import { reap, type ReapOrder, type RecordedProcess } from './blocks/reap.ts';
import type { HostContext } from './host-context.ts';
import { fleetIn } from './records.ts';
import type { FleetRecord, HostState } from './state-schema.ts';
import { pauseLeftMs, pauseOverText, withoutPause } from './verbs/pause.ts';
import { blockEnded, generationRetired } from './verbs/end.ts';

/** Every process that a crashed host may have left. */
export function recordedProcesses(state: HostState): readonly RecordedProcess[] {
  return state.fleets
    .flatMap((fleet) => fleet.generations)
    .flatMap((generation) => generation.blocks)
    .flatMap((block) => (block.process === null ? [] : [block.process]));
}

/**
 * Orders that were under way when the host died: the processes they were ending are dead now, so they
 * are done. Their receipts let the repeat of the order find that out.
 */
export function settleInterrupted(state: HostState, nowMs: number): HostState {
  let next = state;
  for (const fleet of state.fleets) {
    for (const generation of fleet.generations) {
      for (const block of generation.blocks) {
        if (block.endedBy === null) continue;
        const order = { fleet: fleet.id, block: block.id, token: block.endedBy };
        next = blockEnded(order, nowMs)(next);
      }
      if (generation.rung !== 'draining' || generation.retiredBy === null) continue;
      const order = { fleet: fleet.id, generation: generation.id, token: generation.retiredBy };
      next = generationRetired(order, nowMs)(next);
    }
  }
  return { ...next, stoppedAtMs: null, fleets: next.fleets.map(withoutProcesses) };
}

function withoutProcesses(fleet: FleetRecord): FleetRecord {
  return {
    ...fleet,
    generations: fleet.generations.map((generation) => ({
      ...generation,
      blocks: generation.blocks.map((block) => ({ ...block, process: null })),
    })),
  };
}

export interface ReapedLeftovers {
  /** How many were still alive. */
  readonly ended: number;
  /** Recorded here and alive, but of another yard. */
  readonly leftAlone: number;
}

export async function reapLeftovers(order: ReapOrder): Promise<ReapedLeftovers> {
  if (order.recorded.length === 0) return { ended: 0, leftAlone: 0 };
  const { outcomes, strays } = await reap(order);
  const count = (...kinds: readonly string[]): number =>
    outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  return { ended: strays + count('ended', 'survived'), leftAlone: count('of-another-yard') };
}

/** Entry first, so that nobody takes the port; then the generation that serves, then the others. */
export async function openFleet(host: HostContext, id: FleetId): Promise<void> {
  const fleet = fleetIn(host.store.get(), id);
  const runtime = host.openRuntime(id);
  const warm = fleet.generations.filter((generation) => generation.rung === 'warm');
  await Promise.all(warm.map((generation) => runtime.prepare(generation)));
  runtime.setSplit(fleet.split);
  if (runtime.work !== null) {
    await runtime.work.listen();
    for (const generation of warm) void host.launchAll(id, generation);
    return;
  }
  runtime.entry.holdUntilServing(outageWaitMs);
  const pausedMs = pauseLeftMs(fleet, host.clock.now());
  if (pausedMs > 0) runtime.entry.pause(pausedMs);
  else if (fleet.pause !== undefined) {
    void host.store.adopt((state) => withoutPause(state, id));
    host.notice({ fleet: id, severity: 'info', text: pauseOverText });
  }
  await runtime.entry.listen();
  const weightOf = new Map(fleet.split.weights.map((each) => [each.generation, each.weight]));
  const order = [...warm].sort((a, b) => (weightOf.get(b.id) ?? 0) - (weightOf.get(a.id) ?? 0));
  const launches = order.map((generation) => ({
    generation,
    launched: host.launchAll(id, generation),
  }));
  const serving = launches.filter(({ generation }) => (weightOf.get(generation.id) ?? 0) > 0);
  void Promise.all(serving.map(({ launched }) => launched)).then(() => {
    const blocks = serving.flatMap(({ generation }) => generation.blocks);
    const isHopeless = blocks.every((block) => runtime.blocks.get(block.id)?.kind !== 'running');
    if (isHopeless) runtime.entry.endHolding();
  });
}

/** Resolves when each fleet has somebody to answer again, or when `limitMs` is over. */
export async function serving(host: HostContext, limitMs: number): Promise<boolean> {
  const endsAtMs = host.clock.monotonicMs() + limitMs;
  while (host.clock.monotonicMs() < endsAtMs) {
    const isServing = host.store
      .get()
      .fleets.every(
        (fleet) =>
          (fleet.port === undefined ||
            host.runtimeOf(fleet.id).entry.state().kind === 'listening') &&
          fleet.split.weights.some(
            (each) => each.weight > 0 && host.runtimeOf(fleet.id).healthyIn(each.generation) > 0,
          ),
      );
    if (isServing) return true;
    await host.clock.delay(25);
  }
  return false;
}
