/** One more server from a template as it stands, in one subnet, with what marks it. */
import {
  DescribeLaunchTemplateVersionsCommand,
  RunInstancesCommand,
  type LaunchTemplateInstanceNetworkInterfaceSpecificationRequest as Interface,
} from '@aws-sdk/client-ec2';
import { fail, type Result } from '../../../../src-shared/result.ts';
import type { Tags } from '../discover/reading.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { tagList } from './own-tags.ts';
import { placeIn } from './run-servers.ts';
import { faultOfStart } from './start-refusals.ts';

interface WantedServer {
  readonly template: string;
  readonly version: string;
  readonly subnet: string;
  readonly tags: Tags;
  /** As AWS takes it: at most 64 letters. */
  readonly token: string;
}

/** `unknown-outcome` also for a token that was used with other words: it is started, and tags are seen late. */
export async function startOne(
  { ec2, ec2Writes }: Pick<AwsClients, 'ec2' | 'ec2Writes'>,
  { template, version, subnet, tags, token }: WantedServer,
): Promise<Result<string>> {
  const started = await attempt(async () => {
    const versions = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: template,
        Versions: [version],
      }),
    );
    const data = versions.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
    // Read and written shapes differ in their types alone.
    const interfaces = (data?.NetworkInterfaces ?? []) as Interface[];
    const out = await ec2Writes.send(
      new RunInstancesCommand({
        LaunchTemplate: { LaunchTemplateId: template, Version: version },
        ...placeIn(subnet, interfaces),
        MinCount: 1,
        MaxCount: 1,
        ClientToken: token,
        TagSpecifications: [
          { ResourceType: 'instance', Tags: tagList(tags) },
          { ResourceType: 'volume', Tags: tagList(tags) },
        ],
      }),
    );
    return out.Instances?.[0]?.InstanceId ?? '';
  });
  if (started.ok) return started;
  const refusal = { subnet, fault: started.fault };
  return fail(faultOfStart(refusal, [refusal]));
}
