/** A generation of servers that fetch their work, launched by Blockyard, and what AWS says of it at this moment. */
import type { Instance } from '@aws-sdk/client-ec2';
import {
  asBlockId,
  asRolloutId,
  type BlockId,
  type FleetId,
  type GenerationId,
  type RolloutId,
} from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { newestWord } from '../claims/work-records.ts';
import type { SsmWork } from '../claims/ssm-work.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { rolloutTag, scaledByTag, scalingGroupTag } from '../discover/reading.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import { whyNotAsMade } from '../groups/own-scaling.ts';
import { readGroupNow } from '../groups/read-group.ts';
import type { ScaledGround } from '../groups/scaled-ground.ts';
import type { Belonging } from '../launch/adopted-servers.ts';
import { isOver } from '../launch/end-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { serversOf } from '../launch/run-servers.ts';
import type { WorkerGroup, WorkerGrouping } from './group-workers.ts';
import { isOurs, launchOf } from './worker-fleet-of.ts';
import { recordSize, takesWork } from './worker-route.ts';
import type { WorkWatch } from './work-watch.ts';

export interface OwnWorkersPorts {
  readonly clients: LaunchPorts['clients'];
  readonly clock: Clock;
  readonly holdMs: number;
  readonly records: SsmWork;
  readonly watch: Pick<WorkWatch, 'order'>;
  /** Of the last look. */
  readonly groupingOf: (fleet: FleetId) => WorkerGrouping | undefined;
  /** `conflict` when the rollout does not hold the fleet any more. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** Servers that a target group lists, by the last look. */
  readonly registered: () => ReadonlySet<string>;
}

export interface OwnWorkers extends Belonging {
  readonly group: WorkerGroup;
  readonly launchedBy: RolloutId;
  /** Its launch template, by AWS's own word. */
  readonly template: string;
  /** Name of the auto scaling group that starts its servers; null: they were started one by one. */
  readonly scaling: string | null;
  /** Only generations with a target group can be adopted. */
  readonly adoptedUntilMs: null;
}

/** Launched by Blockyard, each of its servers and its template; else nothing of it is started or ended (rule 9). */
export function ownWorkers(
  grouping: WorkerGrouping | undefined,
  generation: GenerationId,
): Result<OwnWorkers> {
  const group = grouping?.groups.find(({ id }) => id === generation);
  if (group === undefined) return fail(notSeen);
  const launchedBy = launchOf(group);
  if (!isOurs(group) || group.template === null || launchedBy === null) {
    return fail({
      code: 'refused',
      message: `The servers of ${plain(generation, 60)} were not launched by Blockyard, which ends only what it launched.`,
      todo: 'End them where they were started.',
    });
  }
  const { id: template, tags } = group.template;
  const scaling = tags[scaledByTag] ?? null;
  return succeed({
    ...{ group, launchedBy: asRolloutId(launchedBy), template, scaling, adoptedUntilMs: null },
  });
}

interface Behalf {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
}

export interface WorkersNow {
  /** Not ended yet. */
  readonly servers: readonly Instance[];
  /** Null: no auto scaling group starts them, or it is deleted. */
  readonly scaling: ScalingGroup | null;
}

/** Read right before something is changed: the claim, whose the servers are and who else uses them. */
export async function workersNow(
  { clients, holds, registered }: OwnWorkersPorts,
  { fleet, rollout }: Behalf,
  own: OwnWorkers,
): Promise<Result<WorkersNow>> {
  const [held, servers, now] = await Promise.all([
    holds(fleet, rollout),
    serversOf(clients.ec2, own),
    own.scaling === null ? succeed(null) : readGroupNow(clients.autoScaling, own.scaling),
  ]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  if (!now.ok) return now;
  const scaling = now.value?.group ?? null;
  const changed = scaling === null ? null : whyNotAsMade(scaling, { ...own, target: null });
  if (changed !== null) return fail(changed);
  const left = servers.value.filter((one) => !isOver(one));
  const used = registered();
  for (const { InstanceId = '', Tags } of left) {
    const name = plain(InstanceId, 40);
    const by = tagsOf(Tags)[scalingGroupTag];
    const why =
      by !== undefined && by !== own.scaling
        ? `${name} belongs to the auto scaling group ${plain(by, 60)}, which would start another`
        : used.has(InstanceId)
          ? `${name} is registered in a target group`
          : null;
    if (why !== null) return fail({ code: 'refused', message: `${why}: nothing was changed.` });
  }
  const foreign = own.group.instances.find(({ tags }) => tags[rolloutTag] !== own.launchedBy);
  return foreign === undefined ? succeed({ servers: left, scaling }) : fail(notShown(foreign.id));
}

/** No load balancer drains them: AWS needs this to shut servers down, with room for hooks of their group. */
const shutDownMs = 120_000;

/** Where an auto scaling group starts its servers. @param scaling its name */
export function workerGround(
  ports: OwnWorkersPorts,
  behalf: Behalf,
  own: OwnWorkers,
  scaling: string,
): ScaledGround {
  const { records } = ports;
  const { fleet, rollout } = behalf;
  const { id: generation, name } = own.group;
  const isTaker = async (): Promise<Result<boolean>> => {
    const read = await records.read(fleet);
    return read.ok ? succeed(newestWord(read.value)?.record?.to === generation) : read;
  };
  return {
    ...{ clients: ports.clients, clock: ports.clock, holdMs: ports.holdMs },
    ...{ generation, called: name, drainMs: shutDownMs },
    own: { ...own, scaling, target: null },
    standing: async (changes) => {
      const [now, takes] = await Promise.all([workersNow(ports, behalf, own), isTaker()]);
      if (!now.ok) return now;
      if (!takes.ok) return takes;
      return changes === 'all' && takes.value ? fail(takesWork) : succeed(now.value.scaling);
    },
    listed: () => Promise.resolve(succeed([])),
    isServing: async () => {
      const takes = await isTaker();
      return takes.ok && takes.value;
    },
    wayBackSize: async () => {
      const read = await records.read(fleet);
      if (!read.ok) return read;
      const record = newestWord(read.value)?.record ?? null;
      return succeed(record?.previous === generation ? (record.sizes[generation] ?? null) : null);
    },
    // What takes work is as large as its group wants: there nothing is recorded beside it.
    setMeantSize: (size) =>
      recordSize(ports, { fleet, generation, rollout, size }, ({ previous }) => previous === generation), // prettier-ignore
  };
}

export const notSeen: Fault = {
  code: 'unreachable',
  message: 'The last look at AWS did not show it.',
};

export function notShown(server: string): Fault {
  return {
    code: 'not-found',
    message: `AWS does not show the server ${plain(server, 40)} as one that Blockyard launched.`,
  };
}

export function idsOf(servers: readonly Instance[]): readonly BlockId[] {
  return servers.flatMap(({ InstanceId }) =>
    InstanceId === undefined ? [] : asBlockId(InstanceId),
  );
}
