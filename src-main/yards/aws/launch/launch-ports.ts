/** What launching and retiring need from the rest of the yard. */
import type { BlockId, FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { Observed } from '../discover/observe.ts';
import type { TargetGroup } from '../discover/reading.ts';
import type { RuleWrite } from '../route/plan-writes.ts';
import type { EntryView } from '../route/entry-view.ts';
import type { AwsClients } from '../session/clients.ts';

export interface LaunchPorts {
  readonly clients: Pick<
    AwsClients,
    'ec2' | 'ec2Writes' | 'elb' | 'elbWrites' | 'autoScaling' | 'autoScalingWrites'
  >;
  readonly clock: Clock;
  /** How long auto scaling groups are held at their size beside a new generation, in milliseconds. */
  readonly holdMs: number;
  /** Tags of target groups were written, or are others than the last look showed: the next look reads them anew. */
  readonly tagsChanged: () => void;
  /** Whether images are to be kept from being deregistered: the operator can decline it. Read anew each time. */
  readonly keepsImages: () => boolean;
  /** What is not worth failing for, told on the timeline. */
  readonly note: (text: string, fleet: FleetId) => void;
  /** Whose the target groups are; null: not known. */
  readonly accountOf: () => string | null;
  /**
   * How many requests a group that was taken out as a whole has answered lately, where something counts them: its drain
   * is over when the state says so and this is 0. Null: nothing tells, or not yet.
   * @param sinceMs epoch milliseconds: when it was taken out.
   */
  readonly answeredLately: (group: TargetGroup, sinceMs: number) => Promise<number | null>;
  /** The last look. */
  readonly last: () => Observed | null;
  /** `conflict` when the rollout does not hold the fleet any more: asked before each kind of write. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** Before its servers end: it is the way back no more. */
  readonly forgetWayBack: (fleet: FleetId, generation: GenerationId) => Promise<Result<null>>;
  /** Its launch template exists: no other launch gets the number. */
  readonly numberTaken: (fleet: FleetId, number: number) => void;
  /** How many servers a generation that has served was recorded with; null: it was not. */
  readonly meantSize: (fleet: FleetId, generation: GenerationId) => Promise<Result<number | null>>;
  /** The same of the way back alone, by the last look; null of any other generation. */
  readonly wayBackSize: (
    fleet: FleetId,
    generation: GenerationId,
  ) => Promise<Result<number | null>>;
  /** Where one is recorded: another one from now on. */
  readonly setMeantSize: (
    fleet: FleetId,
    generation: GenerationId,
    size: number,
  ) => Promise<Result<null>>;
  /** Before it is taken out of its group: that this server has to end, whoever goes on. */
  readonly noteEnding: (fleet: FleetId, block: BlockId) => Promise<Result<null>>;
  /** It has ended. */
  readonly forgetEnding: (fleet: FleetId, block: BlockId) => Promise<Result<null>>;
  /** The rules as they are now; @param group one that the last look did not show yet. */
  readonly read: (fleet: FleetId, group?: TargetGroup) => Promise<Result<EntryView>>;
  /** Writes the rules of an entry as planned on what reads now, and reads them back. */
  readonly writeRules: (
    target: { readonly fleet: FleetId; readonly rollout: RolloutId; readonly group?: TargetGroup },
    plan: (now: EntryView) => Result<readonly RuleWrite[]>,
  ) => Promise<Result<null>>;
}
