/** What launching and retiring need from the rest of the yard. */
import type { FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { Observed } from '../discover/observe.ts';
import type { TargetGroup } from '../discover/reading.ts';
import type { RuleWrite } from '../route/plan-writes.ts';
import type { EntryView } from '../route/entry-view.ts';
import type { AwsClients } from '../session/clients.ts';

export interface LaunchPorts {
  readonly clients: Pick<AwsClients, 'ec2' | 'ec2Writes' | 'elb' | 'elbWrites'>;
  readonly clock: Clock;
  /** The last look. */
  readonly last: () => Observed | null;
  /** `conflict` when the rollout does not hold the fleet any more: asked before each kind of write. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** Before its servers end: it is the way back no more. */
  readonly forgetWayBack: (fleet: FleetId, generation: GenerationId) => Promise<Result<null>>;
  /** The rules as they are now; @param group one that the last look did not show yet. */
  readonly read: (fleet: FleetId, group?: TargetGroup) => Promise<Result<EntryView>>;
  /** Writes the rules of an entry as planned on what reads now, and reads them back. */
  readonly writeRules: (
    target: { readonly fleet: FleetId; readonly rollout: RolloutId; readonly group?: TargetGroup },
    plan: (now: EntryView) => Result<readonly RuleWrite[]>,
  ) => Promise<Result<null>>;
}
