/** What a launch beside an auto scaling group of several types does to its template. */
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { tagList } from '../launch/own-tags.ts';
import type { ServersBefore } from '../launch/template-data.ts';
import type { Tags } from '../discover/reading.ts';
import type { GroupNow } from './read-group.ts';

/** Of several types the policy of their group speaks, and the template needs none. */
export function withoutTypes(servers: ServersBefore, { row }: GroupNow): ServersBefore {
  const overrides = row.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
  if (overrides.length === 0) return servers;
  const instances = servers.instances.map((one) => ({ ...one, InstanceType: undefined }));
  return { ...servers, instances };
}

/** A group marks its servers; their disks are marked by the template alone. */
export function withVolumeTags(
  data: RequestLaunchTemplateData,
  tags: Tags,
): RequestLaunchTemplateData {
  return { ...data, TagSpecifications: [{ ResourceType: 'volume', Tags: tagList(tags) }] };
}
