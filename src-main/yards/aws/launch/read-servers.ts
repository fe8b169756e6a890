/** What the servers of the newest generation run with, read from AWS at the moment of a launch. */
import {
  DescribeInstanceAttributeCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type Instance,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { templateIdTag, templateVersionTag } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { describe } from './run-servers.ts';
import type { ServersBefore } from './template-data.ts';

/** @param ids at least one. User data is not masked: it goes back to AWS and nowhere else. */
export async function readServers(
  ec2: EC2Client,
  ids: readonly string[],
): Promise<Result<ServersBefore>> {
  const read = await attempt(async () => {
    return [...(await describe(ec2, ids))]
      .filter(({ State }) => State?.Name === 'running' || State?.Name === 'pending')
      .sort((a, b) => (b.LaunchTime?.getTime() ?? 0) - (a.LaunchTime?.getTime() ?? 0));
  });
  if (!read.ok) return read;
  const instances = read.value;
  const newest = instances[0]?.InstanceId;
  const oldest = instances.at(-1)?.InstanceId;
  if (newest === undefined || oldest === undefined) {
    const message = 'None of the servers that the recipe would be taken from is running.';
    return fail({ code: 'refused', message });
  }
  const rest = await attempt(() =>
    Promise.all([
      userDataOf(ec2, newest),
      newest === oldest ? null : userDataOf(ec2, oldest),
      templateOf(ec2, instances),
    ]),
  );
  if (!rest.ok) return rest;
  const [userData, ofOldest, template] = rest.value;
  if (template === 'mixed') {
    return fail({
      code: 'refused',
      message:
        'The servers before come from more than one launch template version: which one is meant cannot be told.',
      todo: 'Make them alike first.',
    });
  }
  if (ofOldest !== null && ofOldest !== userData) {
    return fail({
      code: 'refused',
      message:
        'The newest and the oldest server before have different user data: which one is meant cannot be told.',
      todo: 'Make them alike first.',
    });
  }
  return succeed({ instances, userData, template });
}

async function userDataOf(ec2: EC2Client, id: string): Promise<string> {
  const out = await ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' }),
  );
  return out.UserData?.Value ?? '';
}

/** Null where none of them names one, and where the version is gone. */
async function templateOf(
  ec2: EC2Client,
  instances: readonly Instance[],
): Promise<ResponseLaunchTemplateData | 'mixed' | null> {
  const named = new Set(
    instances.map(({ Tags }) => {
      const tags = tagsOf(Tags);
      return `${tags[templateIdTag] ?? ''} ${tags[templateVersionTag] ?? ''}`.trim();
    }),
  );
  const [only = ''] = named;
  const [id, version] = only.split(' ');
  if (named.size > 1) return 'mixed';
  if (id === undefined || id === '' || version === undefined) return null;
  const out = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] }),
  );
  return out.LaunchTemplateVersions?.[0]?.LaunchTemplateData ?? null;
}
