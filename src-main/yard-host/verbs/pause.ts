/** The pause of an entry, as the host's state keeps it: by whom, and until when at most. Pure. */
import { longestPauseMs, usualPauseMs } from '../../../src-shared/holding.ts';
import type { FleetId } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { HostInput } from '../protocol.ts';
import { fleetIn, withFleet } from '../records.ts';
import type { FleetRecord, HostState } from '../state-schema.ts';
import type { StateChange } from '../state-store.ts';

export interface PauseChanged {
  /** Null: nobody waits any more. */
  readonly forMs: number | null;
  /** What happened, for people; null when nothing did. */
  readonly text: string | null;
}

export function pauseChange(
  { fleet: id, isPaused, by, forMs = usualPauseMs }: HostInput<'pauseEntry'>,
  nowMs: number,
): StateChange<PauseChanged> {
  return (state) => {
    const fleet = fleetIn(state, id);
    const who = plain(by, 120);
    if (!isPaused) {
      const text = fleet.pause === undefined ? null : `The pause of the entry was ended by ${who}.`;
      return { state: withoutPause(state, id), value: { forMs: null, text } };
    }
    const paused: FleetRecord = { ...fleet, pause: { by: who, endsAtMs: nowMs + forMs } };
    const text = `The entry was paused by ${who}: requests wait, for ${String(Math.round(forMs / 1000))} s at most.`;
    return { state: withFleet(state, paused), value: { forMs, text } };
  };
}

export function withoutPause(state: HostState, id: FleetId): HostState {
  const fleet = state.fleets.find((each) => each.id === id);
  if (fleet?.pause === undefined) return state;
  return withFleet(state, { ...fleet, pause: undefined });
}

export const pauseOverText = 'The pause of the entry ended by itself: its time was over.';

/** What is left of it after a restart, by the only clock that there is then; never longer than a pause can be. */
export function pauseLeftMs({ pause }: FleetRecord, nowMs: number): number {
  return pause === undefined ? 0 : Math.min(Math.max(0, pause.endsAtMs - nowMs), longestPauseMs);
}
