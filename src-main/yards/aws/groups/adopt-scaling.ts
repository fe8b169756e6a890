/** The auto scaling group that fills what is adopted: read closely before anything is written, then marked as ours. */
import { CreateOrUpdateTagsCommand } from '@aws-sdk/client-auto-scaling';
import type {
  Instance,
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';

import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { readScalingDetails } from '../discover/read-asg-details.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  generationTag,
  rolloutTag,
  type AwsReading,
  type Tags,
  type TargetGroup,
} from '../discover/reading.ts';
import { scalingOf } from '../discover/scaling-of.ts';
import { filledBy, whyNotPinned } from '../discover/why-not-pinned.ts';
import type { Pinned } from '../launch/adopted-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { attempt } from '../session/clients.ts';
import { asWritten, scalingRecord, type ScalingRecord } from './adopted-scaling.ts';
import { readGroupNow } from './read-group.ts';

export interface Filling {
  readonly pinned: Pinned;
  readonly record: ScalingRecord;
}

/** Null: no auto scaling group fills it. @param servers everything that is registered in it. */
export async function readFilling(
  { clients, clock }: Pick<LaunchPorts, 'clients' | 'clock'>,
  group: TargetGroup,
  { servers, reading, number }: {
    readonly servers: readonly Instance[];
    readonly reading: AwsReading;
    readonly number: number;
  }, // prettier-ignore
): Promise<Result<Filling | null>> {
  const filled = servers.map(({ InstanceId = '', Tags }) => ({ id: InstanceId, tags: tagsOf(Tags) })); // prettier-ignore
  const behind = scalingOf(group, reading).map((one) => one.group.name);
  const by = filledBy(filled, behind);
  if (by.kind !== 'one') return by.kind === 'none' ? succeed(null) : fail(refused(by.why));
  const now = await readGroupNow(clients.autoScaling, by.name);
  if (!now.ok) return now;
  if (now.value === null) {
    return fail(
      refused(`AWS does not list the auto scaling group ${plain(by.name, 60)} any more.`),
    );
  }
  const { group: scaling } = now.value;
  const details = await attempt(() => readScalingDetails({ autoScaling: clients.autoScaling, ec2: clients.ec2 }, scaling)); // prettier-ignore
  if (!details.ok) return details;
  const { imageAlias } = details.value;
  const why =
    whyNotPinned({ group: scaling, imageAlias, target: group.arn, servers: filled }) ??
    whyMarked(scaling.name, scaling.tags, number);
  if (why !== null) return fail(refused(why));
  const { id, version = '' } = scaling.template ?? {};
  const pinned = { scaling: scaling.name, template: id ?? '', version };
  return succeed({ pinned, record: scalingRecord(now.value, details.value, pinned, clock.now()) });
}

/** What an adoption left that broke off is taken up; the mark of another generation is not written over. */
function whyMarked(name: string, tags: Tags, number: number): string | null {
  const { [rolloutTag]: by, [generationTag]: of } = tags;
  return by === undefined || of === String(number)
    ? null
    : `The auto scaling group ${plain(name, 60)} has the mark of Blockyard\u2019s generation ${plain(of ?? 'unknown', 12)}.`;
}

/** Whole and unchanged: what its servers are started from stays theirs, this is the record of it. */
export function recipeOfVersion(
  template: ResponseLaunchTemplateData | null,
  { scaling, version }: Pinned,
  image: string,
): Result<RequestLaunchTemplateData> {
  const named = `version ${version} of the launch template of ${plain(scaling, 60)}`;
  if (template === null) return fail(refused(`AWS does not show ${named}.`));
  return template.ImageId === image
    ? succeed(asWritten(template))
    : fail(refused(`Its servers run ${plain(image, 40)}, and ${named} names ${plain(template.ImageId ?? 'no image', 40)}.`)); // prettier-ignore
}

/** @param tags on what it starts from now on as well: AWS gives none to servers that run. */
export function markScaling(
  { clients }: Pick<LaunchPorts, 'clients'>,
  { scaling }: Pinned,
  tags: Tags,
): Promise<Result<null>> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({
    ...{ ResourceId: scaling, ResourceType: 'auto-scaling-group', PropagateAtLaunch: true },
    ...{ Key, Value },
  }));
  return attempt(async () => {
    await clients.autoScalingWrites.send(new CreateOrUpdateTagsCommand({ Tags }));
    return null;
  });
}

function refused(why: string): Fault {
  return { code: 'refused', message: `${why} Nothing was written.` };
}
