/** An ordinary AMI to plant differences in. */
import type { Ami } from '../../src-shared/ami.ts';
import { asImageId } from '../../src-shared/ids.ts';
import type { AmiImage } from '../../src-shared/image.ts';

const disk: Ami['blockDevices'][number] = {
  device: '/dev/xvda',
  snapshotId: 'snap-0aaaaaaaaaaaaaaaa',
  sizeGiB: 20,
  volumeType: 'gp3',
  iops: 3000,
  throughput: 125,
  isEncrypted: true,
  kmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/1111',
  isDeletedWithInstance: true,
};

export const ordinaryAmi: Ami = {
  region: 'eu-central-1',
  ownerId: '123456789012',
  description: 'storefront servers',
  state: 'available',
  architecture: 'x86_64',
  platform: 'Linux/UNIX',
  usageOperation: 'RunInstances',
  bootMode: 'uefi-preferred',
  virtualization: 'hvm',
  rootDeviceName: '/dev/xvda',
  rootDeviceType: 'ebs',
  tpmSupport: 'v2.0',
  imdsSupport: 'v2.0',
  hasEna: true,
  sriovNetSupport: 'simple',
  isPublic: false,
  isAllowed: true,
  createdAt: '2026-11-01T10:00:00.000Z',
  deprecatedAt: '2028-11-01T10:00:00.000Z',
  lastLaunchedAt: null,
  deregistrationProtection: 'enabled-without-cooldown',
  sourceImageId: 'ami-00000000000000001',
  sourceImageRegion: 'eu-central-1',
  sourceInstanceId: null,
  productCodes: [],
  scan: {
    highestSeverity: 'low',
    scannedAt: '2026-11-20T10:00:00.000Z',
    fixableSince: [{ severity: 'low', since: '2026-11-10T10:00:00.000Z' }],
  },
  watermarks: ['123456789012:approved'],
  publicParameter: null,
  supportedTypes: ['m7i.*', 't3.*'],
  unsupportedTypes: [],
  blockDevices: [disk, { ...disk, device: '/dev/sdf', sizeGiB: 100, isDeletedWithInstance: false }],
  ancestry: ['ami-00000000000000001', 'ami-00000000000000000'],
  tags: [
    { key: 'Team', value: 'shop' },
    { key: 'aws:cloudformation:stack-name', value: 'images' },
  ],
};

export function anAmi(change: Partial<Ami> = {}, id = 'ami-0aaaaaaaaaaaaaaaa'): AmiImage {
  return {
    kind: 'ami',
    id: asImageId(id),
    name: 'storefront-v001',
    version: id,
    facts: {},
    importedAtMs: 0,
    ami: { ...ordinaryAmi, ...change },
  };
}

/** The same with one disk changed. */
export function withDisk(index: number, change: Partial<typeof disk>): Partial<Ami> {
  return {
    blockDevices: ordinaryAmi.blockDevices.map((each, at) =>
      at === index ? { ...each, ...change } : each,
    ),
  };
}
