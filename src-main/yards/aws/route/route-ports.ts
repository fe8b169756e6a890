/** What a traffic write needs from the rest of the yard. */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { EntryView } from './entry-view.ts';
import type { SendWrite } from './write-rules.ts';

export interface KnownEntry {
  readonly entry: EntryView;
  readonly fleet: Fleet;
}

export interface RoutePorts {
  readonly clock: Clock;
  /** From the last good observation; undefined before the first one or when it did not show the fleet. */
  readonly known: (fleet: FleetId) => KnownEntry | undefined;
  /** An earlier content of the entry, as far as it is remembered: what the operator saw. */
  readonly atRevision: (fleet: FleetId, revision: number) => EntryView | undefined;
  /** The rules as they are now; `reserved` on the connections that are kept for the revert. */
  readonly read: (fleet: FleetId, lane: 'usual' | 'reserved') => Promise<Result<EntryView>>;
  readonly send: { readonly usual: SendWrite; readonly reserved: SendWrite };
  /** What AWS said after a write: the next revert is planned on it. */
  readonly learn: (entry: EntryView) => void;
  /** `conflict` when the rollout does not hold the fleet any more. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** Ends other rollouts of the fleet; answers at once with the one that was known to run. */
  readonly overtake: (fleet: FleetId, by: RolloutId) => RolloutId | null;
}
