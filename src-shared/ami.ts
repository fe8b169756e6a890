/** What an Amazon machine image says of itself. Null: it does not say. All of it is outside text. */
import * as z from 'zod';

const text = z.string().nullable();

export const blockDeviceSchema = z.object({
  device: z.string(),
  snapshotId: text,
  sizeGiB: z.number().nullable(),
  volumeType: text,
  iops: z.number().nullable(),
  throughput: z.number().nullable(),
  isEncrypted: z.boolean().nullable(),
  kmsKeyId: text,
  isDeletedWithInstance: z.boolean().nullable(),
});

/** What Amazon Inspector found in it. */
export const amiScanSchema = z.object({
  /** `informational` to `critical`; null: it found nothing. */
  highestSeverity: text,
  /** ISO 8601. */
  scannedAt: text,
  /** Of findings that a fix is known for, the worst first; ISO 8601. */
  fixableSince: z.array(z.object({ severity: z.string(), since: z.string() })),
});

export const amiSchema = z.object({
  region: z.string(),
  ownerId: text,
  description: text,
  /** `available`, `pending`, `deregistered`... */
  state: z.string(),
  architecture: text,
  platform: text,
  /** What decides the price of the licence: `RunInstances:0010`. */
  usageOperation: text,
  bootMode: text,
  virtualization: text,
  rootDeviceName: text,
  rootDeviceType: text,
  tpmSupport: text,
  /** `v2.0` when instances of it must ask for metadata with a token. */
  imdsSupport: text,
  hasEna: z.boolean().nullable(),
  sriovNetSupport: text,
  isPublic: z.boolean().nullable(),
  /** Allowed by the account's own rule of which images may start. */
  isAllowed: z.boolean().nullable(),
  /** ISO 8601. */
  createdAt: text,
  deprecatedAt: text,
  lastLaunchedAt: text,
  deregistrationProtection: text,
  sourceImageId: text,
  sourceImageRegion: text,
  sourceInstanceId: text,
  productCodes: z.array(z.string()),
  /** Null: it was never scanned, or its results are not shown to us. */
  scan: amiScanSchema.nullable(),
  /** Marks that accounts put on it, `123456789012:approved`. */
  watermarks: z.array(z.string()),
  /** The public parameter that resolves to it. */
  publicParameter: text,
  /** Names or patterns, `t3.*`; empty: it does not say. */
  supportedTypes: z.array(z.string()),
  unsupportedTypes: z.array(z.string()),
  blockDevices: z.array(blockDeviceSchema),
  /** Ids from the nearest parent to the root, as far as it could be told. */
  ancestry: z.array(z.string()),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
});

export type AmiScan = z.infer<typeof amiScanSchema>;
export type BlockDevice = z.infer<typeof blockDeviceSchema>;
export type Ami = z.infer<typeof amiSchema>;
