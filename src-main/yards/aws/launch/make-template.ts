/** The launch template of one generation. Its name can be made once: whoever made it has the number. */
import {
  CreateLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import type { RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import type { Tags } from '../discover/reading.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { clientToken } from './launch-names.ts';
import { isOf, tagList } from './own-tags.ts';

interface WantedTemplate {
  readonly name: string;
  readonly description: string;
  readonly data: RequestLaunchTemplateData;
  readonly tags: Tags;
  readonly rollout: RolloutId;
  readonly token: string;
}

/** @returns its id; of the one that this very launch made before, when it is repeated. */
export async function makeTemplate(
  { ec2, ec2Writes }: Pick<AwsClients, 'ec2' | 'ec2Writes'>,
  wanted: WantedTemplate,
): Promise<Result<string>> {
  const { name, description, data, tags, rollout, token } = wanted;
  const made = await attempt(async () => {
    const out = await ec2Writes.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        VersionDescription: description,
        LaunchTemplateData: data,
        ClientToken: clientToken(token, 'template'),
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: tagList(tags) }],
      }),
    );
    return out.LaunchTemplate?.LaunchTemplateId ?? '';
  });
  if (made.ok || made.fault.code !== 'conflict') return made;
  const found = await attempt(async () => {
    const filter = { Name: 'launch-template-name', Values: [name] };
    const out = await ec2.send(new DescribeLaunchTemplatesCommand({ Filters: [filter] }));
    return out.LaunchTemplates?.[0];
  });
  if (!found.ok) return found;
  const { LaunchTemplateId: id, Tags } = found.value ?? {};
  if (id !== undefined && isOf(rollout, tagsOf(Tags))) return succeed(id);
  return fail({
    code: 'conflict',
    message: `The launch template ${plain(name, 128)} exists already: the number is taken.`,
    todo: 'Look at the fleet again. If nothing there has this number, remove the template in AWS.',
  });
}
