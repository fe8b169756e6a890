/** What the servers of a generation were started with, as facts. Pure. */
import type { Instance } from '@aws-sdk/client-ec2';
import type { Fact } from '../../../../src-shared/fleet.ts';
import { scalingGroupTag } from '../discover/reading.ts';
import { factOf, spread } from './described-part.ts';

export function instanceFacts(instances: readonly Instance[]): Fact[] {
  const all = (read: (instance: Instance) => string | undefined): string | null =>
    spread(instances.map(read));
  const zones = instances.map(({ Placement }) => Placement?.AvailabilityZone).sort();
  return [
    ...factOf('Blocks', instances.length),
    ...factOf(
      'Instance type',
      all(({ InstanceType }) => InstanceType),
    ),
    ...factOf('Zones', zonesText(zones)),
    ...factOf(
      'VPC',
      all(({ VpcId }) => VpcId),
    ),
    ...factOf('Subnets', sortedText(instances.map(({ SubnetId }) => SubnetId))),
    ...factOf('Security groups', all(securityGroups)),
    ...factOf('Instance profile', all(({ IamInstanceProfile }) => IamInstanceProfile?.Arn?.split('/').at(-1))), // prettier-ignore
    ...factOf(
      'Key pair',
      all(({ KeyName }) => KeyName),
    ),
    ...factOf(
      'Metadata tokens',
      all(({ MetadataOptions }) => MetadataOptions?.HttpTokens),
    ),
    ...factOf(
      'Metadata endpoint',
      all(({ MetadataOptions }) => MetadataOptions?.HttpEndpoint),
    ),
    ...factOf('Metadata hops', all(({ MetadataOptions }) => numberText(MetadataOptions?.HttpPutResponseHopLimit))), // prettier-ignore
    ...factOf(
      'Detailed monitoring',
      all(({ Monitoring }) => Monitoring?.State),
    ),
    ...factOf(
      'Tenancy',
      all(({ Placement }) => Placement?.Tenancy),
    ),
    ...factOf(
      'EBS optimized',
      all(({ EbsOptimized }) => boolText(EbsOptimized)),
    ),
    ...factOf(
      'Purchase',
      all(({ InstanceLifecycle }) => InstanceLifecycle ?? 'on demand'),
    ),
    ...factOf(
      'Auto scaling group',
      all((instance) => tagOf(instance, scalingGroupTag)),
    ),
  ];
}

export function tagOf({ Tags }: Instance, key: string): string | undefined {
  return Tags?.find((tag) => tag.Key === key)?.Value;
}

function securityGroups({ SecurityGroups }: Instance): string | undefined {
  const names = (SecurityGroups ?? []).map(({ GroupId, GroupName }) =>
    GroupName === undefined ? (GroupId ?? '') : `${GroupName} (${GroupId ?? '?'})`,
  );
  return names.length === 0 ? undefined : names.sort().join(' + ');
}

/** By name and not by count, so that equal sets read equal. */
function zonesText(zones: readonly (string | undefined)[]): string | null {
  const named = [...new Set(zones)].filter((zone) => zone !== undefined);
  const counts = named.map((zone) => `${zone} ${zones.filter((each) => each === zone).length}`);
  return counts.length === 0 ? null : counts.join(', ');
}

function sortedText(values: readonly (string | undefined)[]): string {
  return [...new Set(values)]
    .filter((value) => value !== undefined)
    .sort()
    .join(', ');
}

function numberText(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function boolText(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'on' : 'off';
}
