/**
 * A generation that an auto scaling group of ours fills, as the orders about it see it. A load balancer sends its servers
 * requests, or they fetch their work: what differs between the two is in here, the orders are the same.
 */
import type { GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import type { Pinned } from '../launch/adopted-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';

/** As it was launched or adopted: what it has to be like before anything of it is changed (rule 9). */
export interface OwnScaling {
  /** Name of the auto scaling group. */
  readonly scaling: string;
  readonly launchedBy: RolloutId;
  /** Its launch template; null: its tag is gone. */
  readonly template: string | null;
  /** Absent: it was launched by us. */
  readonly pinned?: Pinned;
  /** ARN of the only target group that it may fill; null: none. */
  readonly target: string | null;
}

export interface ScaledGround {
  readonly clients: Pick<LaunchPorts['clients'], 'ec2' | 'autoScaling' | 'autoScalingWrites'>;
  readonly clock: LaunchPorts['clock'];
  readonly holdMs: number;
  readonly generation: GenerationId;
  /** As its owner calls it, for sentences. */
  readonly called: string;
  readonly own: OwnScaling;
  /**
   * Who holds the fleet, the group and its servers, read anew. Fails when any of it forbids a change (rules 8 and 9). Null:
   * the group is deleted. @param changes one block may leave or join a generation that serves, all of them may not
   */
  readonly standing: (changes: 'all' | 'one') => Promise<Result<ScalingGroup | null>>;
  /** Ids of servers that a load balancer still lists. */
  readonly listed: () => Promise<Result<readonly string[]>>;
  /** How long those may take that are taken out of it, in milliseconds. */
  readonly drainMs: number;
  /** Whether it has traffic or takes work, as far as that can be read now. */
  readonly isServing: () => Promise<boolean>;
  /** How many it had when it last served, of the way back alone; null of any other. */
  readonly wayBackSize: () => Promise<Result<number | null>>;
  /** Where a size is recorded: another one from now on. */
  readonly setMeantSize: (size: number) => Promise<Result<null>>;
}
