/**
 * When each rollout's lease ends, on the clock that never goes back: setting the wall clock neither
 * frees a fleet too early nor locks it for hours.
 */
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/clock.ts';
import type { HostState } from './state-schema.ts';

/** After a restart only the wall clock is left to tell; it is believed this far at most. */
const believedMs = 60_000;

export interface Leases {
  readonly hold: (fleet: FleetId, rollout: RolloutId, leaseMs: number) => void;
  readonly hasExpired: (fleet: FleetId, rollout: RolloutId) => boolean;
  /** Epoch ms by the wall clock as it is now. */
  readonly endsAtMs: (fleet: FleetId, rollout: RolloutId) => number;
}

export function createLeases(state: HostState, clock: Clock): Leases {
  const ends = new Map<FleetId, { readonly rollout: RolloutId; readonly atMonotonicMs: number }>();
  for (const { id, rollout } of state.fleets) {
    if (rollout === null) continue;
    const leftMs = Math.min(Math.max(0, rollout.leaseEndsAtMs - clock.now()), believedMs);
    ends.set(id, { rollout: rollout.id, atMonotonicMs: clock.monotonicMs() + leftMs });
  }
  const leftMs = (fleet: FleetId, rollout: RolloutId): number => {
    const end = ends.get(fleet);
    return end?.rollout === rollout ? end.atMonotonicMs - clock.monotonicMs() : 0;
  };
  return {
    hold: (fleet, rollout, leaseMs) => {
      ends.set(fleet, { rollout, atMonotonicMs: clock.monotonicMs() + leaseMs });
    },
    hasExpired: (fleet, rollout) => leftMs(fleet, rollout) <= 0,
    endsAtMs: (fleet, rollout) => Math.round(clock.now() + leftMs(fleet, rollout)),
  };
}
