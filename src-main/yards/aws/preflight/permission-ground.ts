/** What is asked about: things that the last look has seen. Null where it has seen none. */
import type { FleetId } from '../../../../src-shared/ids.ts';
import type { Observed } from '../discover/observe.ts';
import {
  rolloutTag,
  templateIdTag,
  templateVersionTag,
  type Instance,
} from '../discover/reading.ts';
import { scalingOf } from '../discover/scaling-of.ts';
import type { DryRunOrder } from './dry-run.ts';

export interface PermissionGround {
  readonly loadBalancer: string | null;
  readonly listener: string | null;
  readonly targetGroup: string | null;
  readonly instance: Instance | null;
  /** One that Blockyard launched. */
  readonly ownInstance: Instance | null;
  readonly launchTemplate: string | null;
  /** Behind a disk of the image that the instance runs. */
  readonly snapshot: string | null;
  /** Of the last look, epoch milliseconds; 0 before one. */
  readonly seenAtMs: number;
  /** Name of an auto scaling group behind one of its generations. */
  readonly scalingGroup: string | null;
}

/** @param fleet of all fleets the first, when null. */
export function permissionGroundOf(
  observed: Observed | null,
  fleet: FleetId | null,
): PermissionGround {
  const grouping =
    fleet === null ? observed?.groupings[0] : observed?.groupings.find((one) => one.id === fleet);
  const reading = observed?.reading;
  const groups = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])];
  const servers = groups
    .flatMap(({ arn }) => reading?.targets[arn] ?? [])
    .flatMap(({ id }) => reading?.instances[id] ?? []);
  const instance = servers.find(hasTemplate) ?? servers[0] ?? null;
  return {
    loadBalancer: grouping?.rules[0]?.loadBalancerArn ?? null,
    listener: grouping?.rules[0]?.listenerArn ?? null,
    targetGroup: groups[0]?.arn ?? null,
    instance,
    ownInstance: servers.find(({ tags }) => tags[rolloutTag] !== undefined) ?? null,
    launchTemplate: instance?.tags[templateIdTag] ?? null,
    snapshot:
      reading?.images
        .find(({ id }) => id === instance?.imageId)
        ?.ami.blockDevices.flatMap(({ snapshotId }) => snapshotId ?? [])[0] ?? null,
    seenAtMs: reading?.atMs ?? 0,
    scalingGroup:
      groups.flatMap((one) => (reading === undefined ? [] : scalingOf(one, reading)))[0]?.group
        .name ?? null,
  };
}

function hasTemplate({ tags }: Instance): boolean {
  return tags[templateIdTag] !== undefined && tags[templateVersionTag] !== undefined;
}

/** One more server like this one, and its end: what a rollout that launches would order. */
export function dryRunOrder(action: DryRunOrder['action'], instance: Instance): DryRunOrder {
  switch (action) {
    case 'RunInstances':
      return { action, input: { ...likenessOf(instance), MinCount: 1, MaxCount: 1 } };
    case 'TerminateInstances':
    case 'StopInstances':
    case 'StartInstances':
      return { action, input: { InstanceIds: [instance.id] } };
  }
}

function likenessOf({ tags, imageId, type, subnetId, securityGroups }: Instance) {
  const id = tags[templateIdTag];
  const version = tags[templateVersionTag];
  const place = subnetId === null ? {} : { SubnetId: subnetId };
  if (id !== undefined && version !== undefined) {
    return { LaunchTemplate: { LaunchTemplateId: id, Version: version }, ...place };
  }
  return {
    ImageId: imageId,
    // A type is one of AWS's words, and AWS itself said this one.
    InstanceType: type as NonNullable<
      Extract<DryRunOrder, { action: 'RunInstances' }>['input']['InstanceType']
    >,
    SecurityGroupIds: [...securityGroups],
    ...place,
  };
}
