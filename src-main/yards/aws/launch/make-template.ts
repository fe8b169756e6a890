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
import type { Spread } from './template-data.ts';

interface WantedTemplate {
  readonly name: string;
  readonly description: string;
  readonly data: RequestLaunchTemplateData;
  readonly tags: Tags;
  readonly spread: Spread;
  readonly rollout: RolloutId;
  readonly token: string;
}

export interface MadeTemplate {
  readonly id: string;
  /** As it was decided when it was made: a repeat must not start others. */
  readonly spread: Spread;
  /** By this launch before: what comes after it may be there, too. */
  readonly wasThere: boolean;
}

type Clients = Pick<AwsClients, 'ec2' | 'ec2Writes'>;

/** Made by this very launch before; null when there is none. Somebody else's is a `conflict`. */
export async function findTemplate(
  { ec2 }: Pick<Clients, 'ec2'>,
  { name, rollout }: Pick<WantedTemplate, 'name' | 'rollout'>,
): Promise<Result<MadeTemplate | null>> {
  const found = await attempt(async () => {
    const filter = { Name: 'launch-template-name', Values: [name] };
    const out = await ec2.send(new DescribeLaunchTemplatesCommand({ Filters: [filter] }));
    return out.LaunchTemplates?.[0];
  });
  if (!found.ok) return found;
  const { LaunchTemplateId: id, Tags } = found.value ?? {};
  if (id === undefined) return succeed(null);
  const tags = tagsOf(Tags);
  if (isOf(rollout, tags)) {
    return succeed({ id, spread: spreadIn(tags[spreadTag] ?? ''), wasThere: true });
  }
  return fail({
    code: 'conflict',
    message: `The launch template ${plain(name, 128)} exists already: the number is taken.`,
    todo: 'Launch again: the next launch takes the number after it.',
  });
}

export async function makeTemplate(
  clients: Clients,
  wanted: WantedTemplate,
): Promise<Result<MadeTemplate>> {
  const { name, description, data, tags, token, spread } = wanted;
  const made = await attempt(async () => {
    const out = await clients.ec2Writes.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        VersionDescription: description,
        LaunchTemplateData: data,
        ClientToken: clientToken(token, 'template'),
        TagSpecifications: [
          {
            ResourceType: 'launch-template',
            Tags: tagList({ ...tags, [spreadTag]: spreadText(spread) }),
          },
        ],
      }),
    );
    return { id: out.LaunchTemplate?.LaunchTemplateId ?? '', spread, wasThere: false };
  });
  if (made.ok || made.fault.code !== 'conflict') return made;
  const found = await findTemplate(clients, wanted);
  if (!found.ok) return found;
  if (found.value !== null) return succeed(found.value);
  // It is there, and reads do not show it yet.
  return fail({ ...made.fault, code: 'unknown-outcome' });
}

/** `subnet-a:2 subnet-b:1`; nine subnets have room in a tag, and more than that no region has zones for. */
const spreadTag = 'blockyard:spread';

function spreadText(spread: Spread): string {
  return spread.map(({ subnet, count }) => `${subnet}:${String(count)}`).join(' ');
}

/** Those that a launch has started servers in, by the tags of its template. */
export function subnetsIn(tags: Tags): readonly string[] {
  return spreadIn(tags[spreadTag] ?? '').map(({ subnet }) => subnet);
}

function spreadIn(text: string): Spread {
  return text.split(' ').flatMap((part) => {
    const [subnet = '', count] = part.split(':');
    const number = Number(count);
    return subnet !== '' && Number.isInteger(number) && number > 0
      ? [{ subnet, count: number }]
      : [];
  });
}
