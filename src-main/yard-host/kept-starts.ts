/** Starts of blocks in the record of their generation: the newest, also when it is retired. Pure. */
import type { BlockStart } from '../../src-shared/block-start-schema.ts';
import { startsKept } from '../../src-shared/block-starts.ts';
import type { FleetId } from '../../src-shared/ids.ts';
import { withGeneration, withFleet } from './records.ts';
import type { HostState } from './state-schema.ts';

/** The same state when its block is gone. What was told of the same start before is replaced. */
export function withStart(fleetId: FleetId, start: BlockStart): (state: HostState) => HostState {
  return (state) => {
    const fleet = state.fleets.find(({ id }) => id === fleetId);
    const generation = fleet?.generations.find(({ blocks }) => blocks.some(({ id }) => id === start.block)); // prettier-ignore
    if (fleet === undefined || generation === undefined) return state;
    const others = (generation.starts ?? []).filter(
      (one) => one.block !== start.block || one.launchedAtMs !== start.launchedAtMs,
    );
    const starts = [...others, start].slice(-startsKept);
    return withFleet(state, withGeneration(fleet, { ...generation, starts }));
  };
}
