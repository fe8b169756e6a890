/** What retired generations of a fleet have left in the account beside servers; read when it is asked for, removed by nobody. */
import {
  DescribeImagesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type LaunchTemplate,
} from '@aws-sdk/client-ec2';
import { asFleetId, generationLabel, type FleetId } from '../../../../src-shared/ids.ts';
import type { LeftObject } from '../../../../src-shared/left-object.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { shellQuote } from '../../../../src-shared/shell-quote.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { allPages, inBatches } from '../discover/aws-reader.ts';
import { batchSizes } from '../discover/call-budget.ts';
import { instancesOf } from '../discover/generation-of.ts';
import { isProtected } from '../discover/image-keeping.ts';
import type { Observed } from '../discover/observe.ts';
import { entryTag, generationTag, rolloutTag, templateTag } from '../discover/reading.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { attempt, type AwsClients } from '../session/clients.ts';

export async function leftObjects(
  { ec2, place }: Pick<AwsClients, 'ec2' | 'place'>,
  last: Observed | null,
  fleet: FleetId,
): Promise<Result<readonly LeftObject[]>> {
  const grouping = last?.groupings.find(({ id }) => id === fleet);
  if (last === null || grouping === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show this fleet.' });
  }
  const { reading } = last;
  const isEmpty = (arn: string): boolean =>
    reading.targets[arn]?.length === 0 && (reading.unlisted?.[arn] ?? []).length === 0;
  const groups = [...grouping.attached, ...grouping.idle];
  const attached = new Set(grouping.attached.map(({ arn }) => arn));
  // Listed in a rule it is not finished, and no record.
  const records = groups.filter(
    ({ arn, tags }) => tags[rolloutTag] !== undefined && !attached.has(arn) && isEmpty(arn),
  );
  const used = new Set(
    groups
      .filter((group) => !records.includes(group))
      .flatMap(({ tags }) => tags[templateTag] ?? []),
  );
  const inUse = new Set(
    groups.flatMap((group) => instancesOf(group, reading).map(({ imageId }) => imageId)),
  );
  const aws = (line: string): string => `aws --region ${shellQuote(place.region)} ${line}`;
  const read = await attempt(async () => {
    const templates = (await templatesOf(ec2, fleet)).filter(
      ({ LaunchTemplateId: id }) => id !== undefined && !used.has(id),
    );
    return { templates, images: await keptImages(ec2, templates, inUse) };
  });
  if (!read.ok) return read;
  const { templates, images } = read.value;
  return succeed([
    ...records.map(({ arn, name, tags }): LeftObject => ({
      kind: 'target-group',
      name: plain(name, 80),
      why: `Empty target group of ${labelOf(tags[generationTag])}, which is retired: it keeps the number and the settings.`,
      command: aws(`elbv2 delete-target-group --target-group-arn ${shellQuote(arn)}`),
    })),
    ...templates.map(({ LaunchTemplateId = '', LaunchTemplateName = '', Tags }): LeftObject => ({
      kind: 'launch-template',
      name: plain(LaunchTemplateName, 140),
      why: `Launch template of ${labelOf(tagsOf(Tags)[generationTag])}, which has no servers any more: it keeps its recipe.`,
      command: aws(
        `ec2 delete-launch-template --launch-template-id ${shellQuote(LaunchTemplateId)}`,
      ),
    })),
    ...images.map((id): LeftObject => ({
      kind: 'image-protection',
      name: plain(id, 40),
      why: 'It is kept from being deregistered, and no generation of this fleet runs it; others may.',
      command: aws(`ec2 disable-image-deregistration-protection --image-id ${shellQuote(id)}`),
    })),
  ]);
}

function labelOf(number: string | undefined): string {
  return /^\d{1,6}$/u.test(number ?? '') ? generationLabel(Number(number)) : 'a generation';
}

/** With our mark, and of this fleet: asked for by the mark, and judged by it, as filters can be unknown. */
async function templatesOf(ec2: EC2Client, fleet: FleetId): Promise<readonly LaunchTemplate[]> {
  const all = await allPages(async (NextToken) => {
    const Filters = [{ Name: `tag:${entryTag}`, Values: [fleet] }];
    const out = await ec2.send(new DescribeLaunchTemplatesCommand({ Filters, NextToken }));
    return { items: out.LaunchTemplates ?? [], next: out.NextToken };
  });
  return all.filter(({ Tags }) => {
    const tags = tagsOf(Tags);
    return tags[rolloutTag] !== undefined && asFleetId(tags[entryTag] ?? '') === fleet;
  });
}

/** Those that these templates name, that nothing seen runs, and that are protected. */
async function keptImages(
  ec2: EC2Client,
  templates: readonly LaunchTemplate[],
  inUse: ReadonlySet<string>,
): Promise<readonly string[]> {
  const named = new Set<string>();
  for (const { LaunchTemplateId } of templates) {
    const order = { LaunchTemplateId, Versions: ['1'] };
    const out = await ec2.send(new DescribeLaunchTemplateVersionsCommand(order));
    const id = out.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId;
    if (id !== undefined && !inUse.has(id)) named.add(id);
  }
  const kept: string[] = [];
  for (const batch of inBatches([...named].sort(), batchSizes.filter)) {
    const Filters = [{ Name: 'image-id', Values: [...batch] }];
    const out = await ec2.send(new DescribeImagesCommand({ Filters, IncludeDeprecated: true }));
    for (const { ImageId, DeregistrationProtection } of out.Images ?? []) {
      if (ImageId !== undefined && isProtected(DeregistrationProtection ?? null))
        kept.push(ImageId);
    }
  }
  return kept.sort();
}
