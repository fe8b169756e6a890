/** The disks that instances of an AMI start with, device by device. */
import type { Ami, BlockDevice } from '../../src-shared/ami.ts';
import type { Fact } from './fact.ts';

/** The root by its role: its device name may differ, and has a row of its own. */
export function blockDeviceFacts(a: Ami, b: Ami): Fact[] {
  const left = byName(a);
  const right = byName(b);
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) => deviceFacts(name, left.get(name), right.get(name)));
}

const root = 'Root volume';

function byName(ami: Ami): ReadonlyMap<string, BlockDevice> {
  const named = ami.blockDevices.map(
    (device) => [device.device === ami.rootDeviceName ? root : device.device, device] as const,
  );
  return new Map(named.sort(([one], [other]) => rank(one, other)));
}

function rank(one: string, other: string): number {
  if (one === root || other === root) return one === other ? 0 : one === root ? -1 : 1;
  return one < other ? -1 : Number(one > other);
}

function deviceFacts(name: string, a: BlockDevice | undefined, b: BlockDevice | undefined): Fact[] {
  if (a === undefined || b === undefined) {
    const danger =
      b === undefined ? 'A disk is missing: what is mounted there now will not be.' : null;
    return [{ fact: name, a: wholeText(a), b: wholeText(b), danger }];
  }
  const isLess = (one: number | null, other: number | null): boolean =>
    one !== null && other !== null && other < one;
  return [
    { fact: `${name} snapshot`, a: a.snapshotId, b: b.snapshotId },
    {
      fact: `${name} size`,
      a: unit(a.sizeGiB, 'GiB'),
      b: unit(b.sizeGiB, 'GiB'),
      danger: isLess(a.sizeGiB, b.sizeGiB)
        ? 'Smaller: what the servers write may not fit any more.'
        : null,
    },
    { fact: `${name} type`, a: a.volumeType, b: b.volumeType },
    {
      fact: `${name} operations`,
      a: unit(a.iops, 'IOPS'),
      b: unit(b.iops, 'IOPS'),
      danger: isLess(a.iops, b.iops) ? 'A slower disk under the same load.' : null,
    },
    {
      fact: `${name} throughput`,
      a: unit(a.throughput, 'MiB/s'),
      b: unit(b.throughput, 'MiB/s'),
      danger: isLess(a.throughput, b.throughput) ? 'A slower disk under the same load.' : null,
    },
    {
      fact: `${name} encryption`,
      a: onOff(a.isEncrypted),
      b: onOff(b.isEncrypted),
      danger:
        a.isEncrypted === true && b.isEncrypted !== true
          ? 'Encryption is off: data at rest is readable in a copy of the disk.'
          : null,
    },
    {
      fact: `${name} key`,
      a: a.kmsKeyId,
      b: b.kmsKeyId,
      danger: 'Another KMS key: instances start only where this account and role may use it.',
    },
    {
      fact: `${name} deleted with its instance`,
      a: yesNo(a.isDeletedWithInstance),
      b: yesNo(b.isDeletedWithInstance),
      danger:
        b.isDeletedWithInstance === true
          ? 'Ending an instance now deletes this disk with its data.'
          : 'Disks stay behind when instances end, and cost money.',
    },
  ];
}

function wholeText(device: BlockDevice | undefined): string | null {
  if (device === undefined) return null;
  const parts = [unit(device.sizeGiB, 'GiB'), device.volumeType, device.snapshotId];
  return parts.filter((part) => part !== null).join(', ') || 'a disk';
}

function unit(value: number | null, name: string): string | null {
  return value === null ? null : `${value} ${name}`;
}

function onOff(value: boolean | null): string | null {
  return value === null ? null : value ? 'on' : 'off';
}

export function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}
