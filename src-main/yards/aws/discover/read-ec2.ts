/** Asks EC2. Only servers and images of fleets are asked for: an account can have thousands of others. */
import {
  DescribeImagesCommand,
  type EC2Client,
  type Instance as SdkInstance,
} from '@aws-sdk/client-ec2';
import { FaultError } from '../../../../src-shared/result.ts';
import { allPages, inBatches, listIn, type AwsReader } from './aws-reader.ts';
import { batchSizes } from './call-budget.ts';
import { instancesByFilter, instancesByIds, instancesWhere } from './instance-rows.ts';
import { amiImageOf } from './read-images.ts';
import { tagsOf } from './read-elb-rows.ts';
import { rolloutTag, type Instance } from './reading.ts';

type Ec2Reader = Pick<AwsReader, 'instances' | 'images' | 'marked'>;

/** Secrets in tags of images are hidden here and cannot be compared: what is looked at goes to the window. */
export function createEc2Reader(client: EC2Client, region: string): Ec2Reader {
  return {
    async instances(ids) {
      try {
        return (await instancesByIds(client, ids)).flatMap(instanceOf);
      } catch (error) {
        // One id that EC2 does not know fails the whole call: right after a launch that is usual.
        if (!(error instanceof FaultError) || error.fault.code !== 'not-found') throw error;
        return (await instancesByFilter(client, ids)).flatMap(instanceOf);
      }
    },
    async marked(rollouts) {
      const rows = await instancesWhere(client, [
        { Name: `tag:${rolloutTag}`, Values: [...rollouts] },
        { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
      ]);
      return rows.flatMap(instanceOf);
    },
    async images(ids) {
      const pages = inBatches(ids, batchSizes.filter).map((batch) =>
        allPages(async (NextToken) => {
          const out = await client.send(
            new DescribeImagesCommand({
              // By filter, because one deregistered id would fail the call; old ones are wanted too.
              Filters: [{ Name: 'image-id', Values: [...batch] }],
              IncludeDeprecated: true,
              NextToken,
            }),
          );
          const rows = listIn(out.Images, 'DescribeImages');
          return {
            items: rows.flatMap((row) => amiImageOf(row, region)),
            next: out.NextToken,
          };
        }),
      );
      return (await Promise.all(pages)).flat();
    },
  };
}

export function instanceOf(row: SdkInstance): Instance[] {
  if (row.InstanceId === undefined) return [];
  return [
    {
      id: row.InstanceId,
      state: row.State?.Name ?? 'unknown',
      stateReason: row.StateReason?.Message ?? null,
      type: row.InstanceType ?? '',
      imageId: row.ImageId ?? '',
      zone: row.Placement?.AvailabilityZone ?? '',
      vpcId: row.VpcId ?? null,
      subnetId: row.SubnetId ?? null,
      privateAddress: row.PrivateIpAddress ?? null,
      publicAddress: row.PublicIpAddress ?? null,
      securityGroups: (row.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
      profile: row.IamInstanceProfile?.Arn?.split('/').at(-1) ?? null,
      launchedAtMs: row.LaunchTime?.getTime() ?? 0,
      tags: tagsOf(row.Tags),
    },
  ];
}
