/** An Amazon machine image as the panel knows images. */
import type { Image as SdkImage, InstanceTypeItem, ScanResults } from '@aws-sdk/client-ec2';
import type { Ami, AmiScan, BlockDevice } from '../../../../src-shared/ami.ts';
import { asImageId } from '../../../../src-shared/ids.ts';
import type { AmiImage } from '../../../../src-shared/image.ts';
import { buildFactsOf, buildTags } from '../../../../src-shared/tag-aliases.ts';
import { maskValue, type MarkSecret } from '../../../masking/mask-secrets.ts';
import { compare } from './fingerprint.ts';

/** Hides, but cannot tell one secret from another. */
const hidden: MarkSecret = () => '\u2022\u2022\u2022\u2022';

/** @param mark stands in the place of secrets in tags and descriptions, which leave this folder. */
export function amiImageOf(row: SdkImage, region: string, mark = hidden): AmiImage[] {
  if (row.ImageId === undefined) return [];
  const ami = amiOf(row, region, mark);
  const createdAtMs = Date.parse(row.CreationDate ?? '');
  return [
    {
      kind: 'ami',
      id: asImageId(row.ImageId),
      name: row.Name ?? row.ImageId,
      // An AMI has no version of its own; its tags may tell one.
      version: buildTags(ami.tags).told.appVersion ?? '',
      facts: buildFactsOf(ami.tags, ami.createdAt),
      importedAtMs: Number.isFinite(createdAtMs) ? createdAtMs : 0,
      ami,
    },
  ];
}

function amiOf(row: SdkImage, region: string, mark: MarkSecret): Ami {
  return {
    region,
    ownerId: row.OwnerId ?? null,
    description: row.Description === undefined ? null : maskValue('', row.Description, mark),
    state: row.State ?? 'unknown',
    architecture: row.Architecture ?? null,
    platform: row.PlatformDetails ?? row.Platform ?? null,
    usageOperation: row.UsageOperation ?? null,
    bootMode: row.BootMode ?? null,
    virtualization: row.VirtualizationType ?? null,
    rootDeviceName: row.RootDeviceName ?? null,
    rootDeviceType: row.RootDeviceType ?? null,
    tpmSupport: row.TpmSupport ?? null,
    imdsSupport: row.ImdsSupport ?? null,
    hasEna: row.EnaSupport ?? null,
    sriovNetSupport: row.SriovNetSupport ?? null,
    isPublic: row.Public ?? null,
    isAllowed: row.ImageAllowed ?? null,
    createdAt: row.CreationDate ?? null,
    deprecatedAt: row.DeprecationTime ?? null,
    lastLaunchedAt: row.LastLaunchedTime ?? null,
    deregistrationProtection: row.DeregistrationProtection ?? null,
    sourceImageId: row.SourceImageId ?? null,
    sourceImageRegion: row.SourceImageRegion ?? null,
    sourceInstanceId: row.SourceInstanceId ?? null,
    productCodes: (row.ProductCodes ?? []).flatMap(({ ProductCodeId }) => ProductCodeId ?? []),
    scan: row.ScanResults === undefined ? null : scanOf(row.ScanResults),
    watermarks: (row.ImageWatermarks ?? [])
      .flatMap(({ WatermarkKey }) => WatermarkKey ?? [])
      .sort(compare),
    publicParameter: row.PublicSsmParameterName ?? null,
    supportedTypes: typesOf(row.InstanceTypeSpecification?.SupportedInstanceTypes),
    unsupportedTypes: typesOf(row.InstanceTypeSpecification?.UnsupportedInstanceTypes),
    blockDevices: (row.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }): BlockDevice => ({
      device: DeviceName ?? '',
      snapshotId: Ebs?.SnapshotId ?? null,
      sizeGiB: Ebs?.VolumeSize ?? null,
      volumeType: Ebs?.VolumeType ?? null,
      iops: Ebs?.Iops ?? null,
      throughput: Ebs?.Throughput ?? null,
      isEncrypted: Ebs?.Encrypted ?? null,
      kmsKeyId: Ebs?.KmsKeyId ?? null,
      isDeletedWithInstance: Ebs?.DeleteOnTermination ?? null,
    })),
    ancestry: row.SourceImageId === undefined ? [] : [row.SourceImageId],
    tags: (row.Tags ?? [])
      .map(({ Key, Value }) => ({ key: Key ?? '', value: maskValue(Key ?? '', Value ?? '', mark) }))
      .sort((a, b) => compare(a.key, b.key)),
  };
}

function scanOf(found: ScanResults): AmiScan {
  const fixes = [
    ['critical', found.CriticalFixAvailableSince],
    ['high', found.HighFixAvailableSince],
    ['medium', found.MediumFixAvailableSince],
    ['low', found.LowFixAvailableSince],
    ['informational', found.InformationalFixAvailableSince],
  ] as const;
  return {
    highestSeverity: found.HighestFindingSeverityLabel ?? null,
    scannedAt: isoOf(found.FindingScanDate),
    fixableSince: fixes.flatMap(([severity, date]) => {
      const since = isoOf(date);
      return since === null ? [] : [{ severity, since }];
    }),
  };
}

function typesOf(items: readonly InstanceTypeItem[] | undefined): string[] {
  return (items ?? []).flatMap(({ InstanceType }) => InstanceType ?? []).sort(compare);
}

/** A time that is none would throw. */
function isoOf(date: Date | undefined): string | null {
  return date === undefined || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
