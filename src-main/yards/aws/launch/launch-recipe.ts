/**
 * What new servers are started with, and where: like the servers of a generation that has some, or like one that was
 * retired, by the launch template that holds its record.
 */
import {
  DescribeImagesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import type { Tags } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { subnetsIn } from './make-template.ts';
import { inheritedTags } from './own-tags.ts';
import { recordedData, templateDataOf, type ServersBefore } from './template-data.ts';

export interface LaunchRecipe {
  readonly data: RequestLaunchTemplateData;
  /** One for each server of before; a retired one has each of its launch once. */
  readonly subnets: readonly string[];
}

export function recipeOfServers(servers: ServersBefore, image: string): Result<LaunchRecipe> {
  const data = templateDataOf(servers, image);
  return data.ok ? succeed({ data: data.value, subnets: subnetsOf(servers) }) : data;
}

/** @param template of the retired generation: its only version is its recipe */
export async function recordedRecipe(
  ec2: EC2Client,
  { template, name }: { readonly template: string | null; readonly name: string },
  image: string,
): Promise<Result<LaunchRecipe>> {
  if (template === null) return fail(notRecorded(name));
  const read = await attempt(() =>
    Promise.all([
      ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: template, Versions: ['1'] }),
      ),
      ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [template] })),
      ec2.send(new DescribeImagesCommand({ ImageIds: [image] })),
    ]),
  );
  if (!read.ok) return read.fault.code === 'not-found' ? fail(notRecorded(name)) : read;
  const [versions, templates, images] = read.value;
  const recorded = versions.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
  const subnets = subnetsIn(tagsOf(templates.LaunchTemplates?.[0]?.Tags));
  if (recorded === undefined) return fail(notRecorded(name));
  const root = images.Images?.[0]?.RootDeviceName;
  return succeed({ data: recordedData(recorded, image, root), subnets });
}

/** Of several types its mixed instances policy spoke, and that went with its group. */
export function whyUntyped({ InstanceType: type }: RequestLaunchTemplateData): Fault | null {
  if (type !== undefined) return null;
  return {
    code: 'refused',
    message:
      'The recipe names no instance type: a mixed instances policy did, and no auto scaling group would get one.',
    todo: 'Launch with the recipe of a generation that has servers.',
  };
}

function notRecorded(name: string): Fault {
  return {
    code: 'refused',
    message: `${plain(name, 60)} has no servers, and no launch template of Blockyard holds its recipe: nothing could be launched like it.`,
    todo: 'Launch with the recipe of a generation that has servers.',
  };
}

function subnetsOf({ instances }: ServersBefore): readonly string[] {
  return instances.flatMap(({ SubnetId }) => SubnetId ?? []);
}

/** What all of them are tagged with alike. */
export function serverTags({ instances }: ServersBefore): Tags {
  const [first = {}, ...others] = instances.map(({ Tags }) => inheritedTags(tagsOf(Tags)));
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((each) => each[key] === value)),
  );
}
