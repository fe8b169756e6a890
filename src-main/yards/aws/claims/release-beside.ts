/** What a revert ended is taken off the record after its write and beside it: a store of claims that does not answer holds no revert up. */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { SsmClaims } from './ssm-claims.ts';

export interface ReleasePorts {
  readonly clock: Pick<Clock, 'delay'>;
  readonly claims: Pick<SsmClaims, 'release'>;
  readonly changed: () => void;
  readonly note: (text: string, fleet: FleetId) => void;
}

const pausesMs = [0, 300, 1000, 3000, 10_000];

/** @returns resolves when it is off the record, or was given up, which is told; never rejects. */
export function releaseBeside({ clock, claims, changed, note }: ReleasePorts) {
  return async (fleet: FleetId, by: RolloutId): Promise<void> => {
    for (const pauseMs of pausesMs) {
      await clock.delay(pauseMs);
      const released = await claims.release(fleet, by);
      if (released.ok) {
        changed();
        return;
      }
      if (released.fault.code === 'denied') break;
    }
    note('The change that a revert ended could not be taken off the record.', fleet);
  };
}
