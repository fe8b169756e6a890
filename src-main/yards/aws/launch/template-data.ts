/**
 * What new servers are started with: what the servers of the generation before run with, and another
 * image. The whole recipe goes into the template, nothing is merged from another version. Pure.
 */
import type {
  Instance,
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { generationLabel } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';

export interface ServersBefore {
  /** Of one generation, at least one. */
  readonly instances: readonly Instance[];
  /** Base64 as AWS gives it; empty for none. */
  readonly userData: string;
  /** The version that all of them were started from; null when they were not, or it is gone. */
  readonly template: ResponseLaunchTemplateData | null;
}

/** What cannot be two things at once in one template. */
const oneOfEach: readonly (readonly [string, (one: Instance) => string])[] = [
  ['instance types', ({ InstanceType }) => InstanceType ?? ''],
  ['security groups', (one) => groupsOf(one).join(' + ')],
  ['instance profiles', ({ IamInstanceProfile }) => IamInstanceProfile?.Arn ?? ''],
  ['key pairs', ({ KeyName }) => KeyName ?? ''],
  ['metadata options', (one) => metadataText(one)],
];

export function templateDataOf(
  { instances, userData, template }: ServersBefore,
  image: string,
): Result<RequestLaunchTemplateData> {
  const [one] = instances;
  if (one === undefined) {
    const message = 'There is no server to take the recipe from.';
    return fail({ code: 'refused', message });
  }
  for (const [what, read] of oneOfEach) {
    const values = [...new Set(instances.map(read))].sort();
    if (values.length < 2) continue;
    const shown = values.map((value) => (value === '' ? 'none' : plain(value, 60))).join(', ');
    const message = `The servers before have different ${what} (${shown}): which one is meant cannot be told.`;
    return fail({ code: 'refused', message, todo: 'Make them alike first.' });
  }
  const kept = template === null ? {} : asRequest(template, one.RootDeviceName);
  const profile = one.IamInstanceProfile?.Arn;
  const { HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags } =
    one.MetadataOptions ?? {};
  const hasMetadata = HttpTokens !== undefined || HttpEndpoint !== undefined;
  return succeed({
    ...kept,
    ImageId: image,
    ...(one.InstanceType === undefined ? {} : { InstanceType: one.InstanceType }),
    // With interfaces the groups are theirs, and AWS takes only one of the two.
    ...(kept.NetworkInterfaces === undefined ? { SecurityGroupIds: [...groupsOf(one)] } : {}),
    ...(profile === undefined ? {} : { IamInstanceProfile: { Arn: profile } }),
    ...(one.KeyName === undefined ? {} : { KeyName: one.KeyName }),
    ...(userData === '' ? {} : { UserData: userData }),
    ...(hasMetadata
      ? {
          MetadataOptions: {
            HttpTokens,
            HttpEndpoint,
            HttpPutResponseHopLimit,
            InstanceMetadataTags,
          },
        }
      : {}),
    ...(one.Monitoring?.State === 'enabled' ? { Monitoring: { Enabled: true } } : {}),
    ...(one.EbsOptimized === true ? { EbsOptimized: true } : {}),
  });
}

/** The same of a generation without servers: what its own template holds, with another image. */
export function recordedData(
  template: ResponseLaunchTemplateData,
  image: string,
  rootDevice: string | undefined,
): RequestLaunchTemplateData {
  const metadata = { ...template.MetadataOptions };
  delete metadata.State;
  const own = {
    InstanceType: template.InstanceType,
    SecurityGroupIds: template.SecurityGroupIds,
    IamInstanceProfile: template.IamInstanceProfile,
    KeyName: template.KeyName,
    UserData: template.UserData,
    MetadataOptions: Object.keys(metadata).length === 0 ? undefined : metadata,
    Monitoring: template.Monitoring,
    EbsOptimized: template.EbsOptimized,
  };
  // AWS takes no empty lists.
  const sent = Object.entries(own).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...asRequest(template, rootDevice), ...Object.fromEntries(sent), ImageId: image };
}

/**
 * As it can be sent back. What names one server of then is left out: its image, its address, the tags
 * that say which generation it is, and where it stood, which each launch says anew.
 */
function asRequest(
  template: ResponseLaunchTemplateData,
  rootDevice: string | undefined,
): RequestLaunchTemplateData {
  const {
    BlockDeviceMappings: devices,
    NetworkInterfaces,
    CreditSpecification,
    CpuOptions,
  } = template;
  const { InstanceInitiatedShutdownBehavior, HibernationOptions, EnclaveOptions } = template;
  const interfaces = NetworkInterfaces?.map((one) =>
    Object.fromEntries(Object.entries(one).filter(([key]) => !ofOneServer.has(key))),
  );
  const data = {
    BlockDeviceMappings: devices?.map((device) =>
      // The root disk is made from the image, and this is another one.
      device.DeviceName === rootDevice && device.Ebs !== undefined
        ? { ...device, Ebs: { ...device.Ebs, SnapshotId: undefined } }
        : device,
    ),
    CreditSpecification,
    CpuOptions,
    EnclaveOptions,
    HibernationOptions,
    InstanceInitiatedShutdownBehavior,
    ...(interfaces === undefined || interfaces.length === 0
      ? {}
      : { NetworkInterfaces: interfaces }),
  };
  // Read and written shapes differ in their types alone; what is undefined is not sent.
  const sent = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent);
}

/** What an interface has of its own: another server cannot have it, too. */
const ofOneServer: ReadonlySet<string> = new Set([
  'PrivateIpAddress',
  'PrivateIpAddresses',
  'Ipv6Addresses',
  'NetworkInterfaceId',
  'SubnetId',
]);

function metadataText({ MetadataOptions: options = {} }: Instance): string {
  const { HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags } = options;
  return [HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags]
    .map((each) => each ?? '-')
    .join(' ');
}

function groupsOf({ SecurityGroups }: Instance): readonly string[] {
  return (SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort();
}

export type Spread = readonly { readonly subnet: string; readonly count: number }[];

/** So many in each subnet, as even as can be; the subnets are those of the servers before. */
export function spreadOver(subnets: readonly string[], size: number): Spread {
  const places = [...new Set(subnets)].sort();
  return places
    .map((subnet, at) => ({
      subnet,
      count: Math.floor(size / places.length) + (at < size % places.length ? 1 : 0),
    }))
    .filter(({ count }) => count > 0);
}

/** Where it stands in the account, for people who look there. */
export function versionText(fleet: string, number: number): string {
  return `${generationLabel(number)} of ${plain(fleet, 60)}, by Blockyard`.slice(0, 255);
}
