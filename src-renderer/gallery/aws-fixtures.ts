/** An account with fleets behind load balancers, to look at. */
import type { AwsProfiles } from '../../src-shared/aws-connection.ts';
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type { Block, Fleet, Generation } from '../../src-shared/fleet.ts';
import { asBlockId, asFleetId, asImageId, asYardId } from '../../src-shared/ids.ts';
import type { AmiImage } from '../../src-shared/image.ts';
import type { Band, PanelSnapshot, YardSummary } from '../../src-shared/panel.ts';
import { noTraffic } from '../../src-shared/no-traffic.ts';
import {
  aFleet,
  aGeneration,
  anEntry,
  aSnapshot,
  galleryNowMs,
  localSummary,
  type FleetWish,
  type GenerationWish,
} from './fixtures.ts';

export const awsYard = asYardId('aws-3f9c21aa');

export const awsLike: YardCapabilities = {
  verbs: [
    'cut-over',
    'revert',
    'launch',
    'replace',
    'retire',
    'scale',
    'release',
    'adopt',
    'stop',
    'start',
  ],
  revisions: 'fingerprint',
  canStop: true,
  previewAddress: true,
  importsImages: false,
  findsImages: true,
  readsImages: false,
  comparesDisks: true,
  canHold: false,
  notesData: true,
  whyNotRehearsed: null,
  blockLogs: false,
  sampleTraffic: false,
  ownHost: false,
  checksPermissions: true,
  changeRecord: 'SSM parameters (PutParameter, DeleteParameter) below /blockyard/',
  measuredBy: 'CloudWatch',
  hasAlarms: true,
  launchMakes:
    'A launch template and a target group are made for it, and the group is listed at weight 0 in every rule of the entry.',
  leavesObjects: true,
  adoptWrites:
    'A launch template with the whole recipe is made, and our tags (blockyard:*) are put on its target group and servers.',
};

export const awsSummary: YardSummary = {
  id: awsYard,
  name: 'shop-deploy',
  kind: 'aws',
  detail: '123456789012 eu-west-1',
  status: 'live',
  running: null,
};

type Account = NonNullable<Band['account']>;

export function awsBand(change: Partial<Account> = {}): Band {
  return {
    yardName: 'shop-deploy',
    kind: 'aws',
    detail: 'profile',
    account: {
      id: '123456789012',
      region: 'eu-west-1',
      actor: 'release-operator/ana',
      endsAtMs: galleryNowMs + (6 * 60 + 12) * 60_000,
      signInByMs: null,
      endpoint: null,
      safety: 'normal',
      changedFrom: null,
      ...change,
    },
  };
}

const amiId = (number: number) => asImageId(`ami-0${String(number).repeat(3)}c4e19d2a85f6`);

export function anAmi(number: number): AmiImage {
  const createdAt = new Date(galleryNowMs - (4 - number) * 86_400_000).toISOString();
  return {
    kind: 'ami',
    id: amiId(number),
    name: `shop-web-2026.11.${String(20 + number)}`,
    version: `1.${String(number)}.0`,
    facts: { commit: ['a81f3c9d', '5be20d71'][number - 1] ?? 'c0ffee42', builtAt: createdAt },
    importedAtMs: Date.parse(createdAt),
    ami: {
      ...{ region: 'eu-west-1', ownerId: '123456789012', description: null, state: 'available' },
      ...{ architecture: 'x86_64', platform: 'Linux/UNIX', usageOperation: 'RunInstances' },
      ...{ bootMode: 'uefi', virtualization: 'hvm', rootDeviceName: '/dev/xvda' },
      ...{ rootDeviceType: 'ebs', tpmSupport: null, imdsSupport: 'v2.0', hasEna: true },
      ...{ sriovNetSupport: 'simple', isPublic: false, isAllowed: null, createdAt },
      ...{ deprecatedAt: null, lastLaunchedAt: null, deregistrationProtection: null },
      ...{ sourceImageId: null, sourceImageRegion: null, sourceInstanceId: null },
      ...{ productCodes: [], blockDevices: [], ancestry: [], tags: [] },
      ...{ scan: null, watermarks: [], publicParameter: null },
      ...{ supportedTypes: [], unsupportedTypes: [] },
    },
  };
}

/** Launched by others, as all generations that are found in an account. */
export function awsGeneration(number: number, wish: GenerationWish = {}): Generation {
  return { ...ownGeneration(number, wish), isForeign: true };
}

export function ownGeneration(number: number, wish: GenerationWish = {}): Generation {
  const local = aGeneration(number, { size: 6, zones: 3, ...wish });
  const { id, number: own, size, launchedAtMs, rung, hasServed } = local;
  const { change = {} } = wish;
  return {
    ...{
      id,
      number: own,
      size,
      launchedAtMs,
      rung,
      hasServed,
      ...change,
    },
    image: amiId(number),
    recipe: {
      ...local.recipe,
      facts: [
        { fact: 'Launch template', value: `shop-web, version ${String(number)}` },
        { fact: 'Auto scaling group', value: `shop-web-v00${String(number)}` },
        { fact: 'Target group', value: `shop-web-v00${String(number)}, HTTP 8080` },
      ],
    },
    blocks: local.blocks.map((block) => awsBlock(block, number)),
  };
}

function awsBlock(block: Block, number: number): Block {
  const { generation, slot, state, sinceMs, launchedAtMs } = block;
  const digits = `${String(number)}${String(block.slot)}`;
  return {
    ...{ generation, slot, state, sinceMs, launchedAtMs },
    id: asBlockId(`i-0${digits}c4e19d2a85f63b7`),
    zone: `eu-west-1${block.zone.slice(-1)}`,
    address: `10.0.${String(block.slot % 3)}.${String(20 + block.slot)}:8080`,
    facts: [
      { fact: 'Instance type', value: 't3.small' },
      { fact: 'Subnet', value: `subnet-0a${digits}f2` },
      { fact: 'Security groups', value: 'sg-0web, sg-0base' },
      { fact: 'Target health', value: 'healthy' },
    ],
  };
}

export function awsFleet(wish: FleetWish = {}): Fleet {
  const { generations = [awsGeneration(1), awsGeneration(2)], change = {} } = wish;
  const base = aFleet({ ...wish, generations, change: {} });
  return {
    ...base,
    id: asFleetId('shop-web'),
    name: 'shop-web',
    floor: 6,
    entry: anEntry({
      url: 'http://shop-web-1183542019.eu-west-1.elb.amazonaws.com/',
      marker: 'declared',
      rules: ['default action of shop-web:80'],
      proof: {
        kind: 'made',
        what: 'A rule with priority 21 before the default action of shop-web:80: requests with a header that only Blockyard knows go to the candidate alone (CreateRule, ModifyRule).',
      },
      rehearsal: {
        kind: 'made',
        what: 'A rule with priority 21 is made before the default action of shop-web:80, and removed after it: requests with a header that only Blockyard knows go to one generation, to the other, and back (CreateRule, ModifyRule, DeleteRule).',
      },
    }),
    split: { ...base.split, revision: 148_532_098_115_071 },
    traffic: { ...noTraffic, isCounted: false },
    ...change,
  };
}

export function namedFleet(name: string, wish: FleetWish = {}): Fleet {
  const fleet = awsFleet(wish);
  return { ...fleet, id: asFleetId(name), name, ...wish.change };
}

export function awsSnapshot(
  fleets: readonly Fleet[],
  change: Partial<PanelSnapshot> = {},
): PanelSnapshot {
  return aSnapshot(fleets, {
    yard: awsYard,
    yards: [localSummary, awsSummary],
    band: awsBand(),
    capabilities: awsLike,
    images: [anAmi(1), anAmi(2)],
    sampleTraffic: [],
    timeline: [],
    switchTimes: [],
    markers: fleets.map((fleet) => ({
      fleet: fleet.id,
      marker: { kind: 'header', name: 'x-app-version', path: '/', host: null, meaning: {} },
    })),
    ...change,
  });
}

export const someProfiles: AwsProfiles = {
  profiles: [
    {
      ...{ name: 'default', kind: 'static', needsMfa: false, region: 'eu-west-1' },
      ...{ endpoint: null, detail: '' },
    },
    {
      ...{ name: 'shop-deploy', kind: 'role', needsMfa: true, region: 'eu-west-1' },
      ...{ endpoint: null, detail: 'role release-operator, by way of default' },
    },
    {
      ...{ name: 'shop-audit', kind: 'sso', needsMfa: false, region: 'us-east-1' },
      ...{ endpoint: null, detail: '' },
    },
    {
      ...{ name: 'vault', kind: 'process', needsMfa: false, region: null },
      ...{ endpoint: null, detail: 'asks aws-vault' },
    },
    {
      ...{ name: 'legacy', kind: 'unusable', needsMfa: false, region: null, endpoint: null },
      detail: 'Its source profile old-base does not exist.',
    },
  ],
  hasEnvironment: true,
  files: ['/home/ana/.aws/config', '/home/ana/.aws/credentials'],
  problems: [],
};
