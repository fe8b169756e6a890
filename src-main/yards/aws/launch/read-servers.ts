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
import { belongsTo, type Belonging } from './adopted-servers.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import type { ServersBefore } from './template-data.ts';

/**
 * @param ids at least one. User data is not masked: it goes back to AWS and nowhere else.
 * @param adopted whose they are; null: their generation was not adopted.
 */
export async function readServers(
  ec2: EC2Client,
  ids: readonly string[],
  adopted: Belonging | null = null,
): Promise<Result<ServersBefore>> {
  const read = await attempt(async () => {
    return [...(await instancesByFilter(ec2, ids))]
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
      templateOf(ec2, templateNamed(instances, adopted)),
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

export interface NamedVersion {
  readonly id: string;
  readonly version: string;
}

/**
 * The launch template version that all of them come from. An adoption wrote down what all its servers ran with, so those
 * come from its template like those that were started from it since, whatever they were started from themselves.
 * Pure. Null where none of them names one.
 */
export function templateNamed(
  instances: readonly Instance[],
  adopted: Belonging | null,
): NamedVersion | 'mixed' | null {
  const named = new Set(
    instances.map((one) => {
      const tags = tagsOf(one.Tags);
      const template = adopted === null || !belongsTo(one, adopted) ? null : adopted.template;
      return template === null
        ? `${tags[templateIdTag] ?? ''} ${tags[templateVersionTag] ?? ''}`.trim()
        : `${template} 1`;
    }),
  );
  const [only = ''] = named;
  const [id, version] = only.split(' ');
  if (named.size > 1) return 'mixed';
  return id === undefined || id === '' || version === undefined ? null : { id, version };
}

/** Null where there is none, and where the version is gone. */
async function templateOf(
  ec2: EC2Client,
  named: ReturnType<typeof templateNamed>,
): Promise<ResponseLaunchTemplateData | 'mixed' | null> {
  if (named === null || named === 'mixed') return named;
  const { id, version } = named;
  const out = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] }),
  );
  return out.LaunchTemplateVersions?.[0]?.LaunchTemplateData ?? null;
}
