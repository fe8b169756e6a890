/**
 * Two sides to compare by their facts, read by the yards' own readers from answers as AWS and the yard host give them:
 * AMIs with as many tags as AWS allows, servers with long user data, blocks with a long environment. What differs on
 * the right was planted, and is named.
 */
import { aFleet, aGeneration, aRecipe } from '../src-shared/fleet.fixture.ts';
import type { AmiImage } from '../src-shared/image.ts';
import { secretMark } from '../src-main/masking/secret-mark.ts';
import { instanceFacts } from '../src-main/yards/aws/describe/instance-facts.ts';
import { maskedText } from '../src-main/yards/aws/describe/masked-text.ts';
import { dataText } from '../src-main/yards/aws/describe/template-text.ts';
import { readableUserData } from '../src-main/yards/aws/describe/user-data.ts';
import { amiImageOf } from '../src-main/yards/aws/discover/read-images.ts';
import { describeLocalGeneration } from '../src-main/yards/local/describe-generation.ts';
import type { GenerationFacts } from '../src-main/yards/port.ts';

/** As the SDK gives them. */
type ImageRow = Parameters<typeof amiImageOf>[0];
type Instance = Parameters<typeof instanceFacts>[0][number];

export interface RecordedSides<Side> {
  readonly a: Side;
  readonly b: Side;
  /** Facts that differ, as a comparison names them. */
  readonly changedFacts: readonly string[];
  /** Lines of texts that differ, each removed on the left and added on the right. */
  readonly changedLines: number;
}

/** As many as AWS allows for one image. */
const tags = 50;
const disks = 24;
const servers = 24;
const variables = 400;
/** As packed user data unpacks to; each fifth holds a secret. */
const lines = 1500;
/** One in so many is another one on the right. */
const oneIn = 25;

const region = 'eu-central-1';
const mark = secretMark(new Uint8Array(32).fill(7));
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const isPlanted = (at: number): boolean => at % oneIn === 0;
const planted = (count: number): readonly number[] => numbers(count).filter(isPlanted);
/** `was` on the left; on the right `is` where it was planted. */
const word = (isRight: boolean, at: number): string => (isRight && isPlanted(at) ? 'is' : 'was');

export function recordedImages(): RecordedSides<AmiImage> {
  return {
    ...{ a: recordedImage(false), b: recordedImage(true), changedLines: 0 },
    changedFacts: [
      ...['Image', 'Name', 'Created'],
      ...planted(tags).map((at) => `Tag Tag-${String(at)}`),
      ...planted(disks).map((at) => `/dev/sd-${String(at)} snapshot`),
    ],
  };
}

export function recordedGenerations(): RecordedSides<GenerationFacts> {
  const { changedFacts } = recordedImages();
  return {
    ...{ a: recordedGeneration(false), b: recordedGeneration(true) },
    changedFacts: [...changedFacts, 'Instance type'],
    // Of the template its image and its planted tags.
    changedLines: planted(lines).length + 1 + planted(tags).length,
  };
}

export function recordedEnvironments(): RecordedSides<GenerationFacts> {
  return {
    ...{ a: recordedEnvironment(false), b: recordedEnvironment(true), changedLines: 0 },
    changedFacts: planted(variables).map((at) => `Environment VARIABLE_${String(at)}`),
  };
}

function recordedImage(isRight: boolean): AmiImage {
  const row: ImageRow = {
    ImageId: imageId(isRight),
    Name: `storefront-${isRight ? '2' : '1'}`,
    CreationDate: `2026-11-0${isRight ? '2' : '1'}T10:00:00.000Z`,
    ...{ State: 'available', OwnerId: '123456789012', Architecture: 'x86_64', EnaSupport: true },
    ...{ RootDeviceName: '/dev/xvda', VirtualizationType: 'hvm', SourceImageId: 'ami-0base' },
    Tags: tagRows(isRight),
    BlockDeviceMappings: numbers(disks).map((at) => ({
      DeviceName: `/dev/sd-${String(at)}`,
      Ebs: {
        SnapshotId: `snap-${word(isRight, at)}-${String(at)}`,
        ...{ VolumeSize: 100, VolumeType: 'gp3', Iops: 3000, Throughput: 125, Encrypted: true },
        KmsKeyId: `arn:aws:kms:${region}:123456789012:key/1111`,
      },
    })),
  };
  const [image] = amiImageOf(row, region, mark);
  if (image === undefined) throw new Error('The image was not read.');
  return image;
}

function imageId(isRight: boolean): string {
  return `ami-0${(isRight ? 'b' : 'a').repeat(16)}`;
}

function tagRows(isRight: boolean) {
  return numbers(tags).map((at) => ({
    Key: `Tag-${String(at)}`,
    Value: `${word(isRight, at)} ${'what somebody wrote about it, '.repeat(4)}${String(at)}`,
  }));
}

function recordedGeneration(isRight: boolean): GenerationFacts {
  const instances = numbers(servers).map((at): Instance => ({
    InstanceType: isRight ? 'm7i.large' : 'm6i.large',
    ...{ VpcId: 'vpc-1', SubnetId: `subnet-${String(at % 3)}`, KeyName: 'ops' },
    Placement: { AvailabilityZone: `${region}${'abc'[at % 3] ?? ''}`, Tenancy: 'default' },
    SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'storefront' }],
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
  }));
  const template = {
    ...{ ImageId: imageId(isRight), InstanceType: 'm7i.large', Monitoring: { Enabled: true } },
    TagSpecifications: [{ ResourceType: 'instance', Tags: tagRows(isRight) }],
  };
  const userData = readableUserData(Buffer.from(script(isRight)).toString('base64'), mark);
  const texts = [
    { title: 'Launch template', text: maskedText('', dataText(template), mark).text },
    { title: 'User data', text: userData.text },
  ];
  return {
    ...{ label: isRight ? 'v002' : 'v001', image: recordedImage(isRight) },
    ...{ missing: userData.missing, unread: [] },
    facts: instanceFacts(instances).map((fact) => ({ ...fact, part: 'servers' })),
    texts: texts.map((text) => ({ ...text, part: 'texts' })),
  };
}

function script(isRight: boolean): string {
  return numbers(lines)
    .map((at) =>
      at % 5 === 0
        ? `export SERVICE_${String(at)}_PASSWORD=${word(isRight, at)}-hunter-${String(at)}`
        : `install --mode 0644 /srv/files/${word(isRight, at)}-${String(at)}.conf /etc/storefront/`,
    )
    .join('\n');
}

function recordedEnvironment(isRight: boolean): GenerationFacts {
  const env = Object.fromEntries(
    numbers(variables).map((at) => [
      `VARIABLE_${String(at)}`,
      `${word(isRight, at)} https://service-${String(at)}.internal/path`,
    ]),
  );
  const generation = aGeneration(1, { recipe: { ...aRecipe, env } });
  const fleet = aFleet({ generations: [generation] });
  const look = { observedAtMs: 0, fleets: [fleet], images: [], notices: [] };
  const told = describeLocalGeneration(look, fleet.id, generation.id, mark);
  if (!told.ok) throw new Error(told.fault.message);
  return told.value;
}
