/** Facts of an AMI that decide whether an instance starts from it, and as what. Pure. */
import type { Ami } from '../../src-shared/ami.ts';
import { timeText } from './ages.ts';
import { yesNo } from './block-device-facts.ts';
import type { Fact } from './fact.ts';

export function startFacts(a: Ami, b: Ami): Fact[] {
  const gone = (before: unknown, now: unknown, danger: string): string | null =>
    before !== null && before !== false && (now === null || now === false) ? danger : null;
  return [
    {
      fact: 'Architecture',
      a: a.architecture,
      b: b.architecture,
      danger: 'Programs and instance types of one architecture do not run the other.',
    },
    {
      fact: 'Boot mode',
      a: a.bootMode,
      b: b.bootMode,
      danger: 'Instance types that cannot boot this way do not start it.',
    },
    { fact: 'Platform', a: a.platform, b: b.platform, danger: 'Another operating system.' },
    {
      fact: 'Licence',
      a: a.usageOperation,
      b: b.usageOperation,
      danger: 'Each hour is billed under another licence.',
    },
    {
      fact: 'Product codes',
      a: a.productCodes.join(', ') || null,
      b: b.productCodes.join(', ') || null,
      danger: b.productCodes.some((code) => !a.productCodes.includes(code))
        ? 'A marketplace product: it starts only after somebody subscribed, and may cost by the hour.'
        : null,
    },
    {
      fact: 'Virtualization',
      a: a.virtualization,
      b: b.virtualization,
      danger: 'Current instance types start hvm only.',
    },
    {
      fact: 'Root device name',
      a: a.rootDeviceName,
      b: b.rootDeviceName,
      danger: 'A template that sizes the disk of the other name adds a second, empty one.',
    },
    {
      fact: 'Root device type',
      a: a.rootDeviceType,
      b: b.rootDeviceType,
      danger: 'Instances with a root of another type stop, start and keep data differently.',
    },
    {
      fact: 'Enhanced networking (ENA)',
      a: yesNo(a.hasEna),
      b: yesNo(b.hasEna),
      danger: gone(
        a.hasEna,
        b.hasEna,
        'ENA is off: current (Nitro) instance types, with their NVMe disks, do not start it.',
      ),
    },
    {
      fact: 'SR-IOV',
      a: a.sriovNetSupport,
      b: b.sriovNetSupport,
      danger: gone(
        a.sriovNetSupport,
        b.sriovNetSupport,
        'SR-IOV is off: older instance types lose their fast network.',
      ),
    },
    {
      fact: 'TPM',
      a: a.tpmSupport,
      b: b.tpmSupport,
      danger: gone(
        a.tpmSupport,
        b.tpmSupport,
        'The TPM is gone: what is sealed with it cannot be opened.',
      ),
    },
    {
      fact: 'Metadata service (IMDS)',
      a: a.imdsSupport,
      b: b.imdsSupport,
      danger: gone(
        a.imdsSupport,
        b.imdsSupport,
        'Instances no longer require a token (IMDSv2): a forged request can steal their role.',
      ),
    },
  ];
}

export function permissionFacts(a: Ami, b: Ami, nowMs: number): Fact[] {
  return [
    {
      fact: 'Allowed in this account',
      a: yesNo(a.isAllowed),
      b: yesNo(b.isAllowed),
      alwaysDanger:
        b.isAllowed === false ? 'The rule of this account forbids it: no instance starts.' : null,
    },
    {
      fact: 'Public',
      a: yesNo(a.isPublic),
      b: yesNo(b.isPublic),
      danger: b.isPublic === true ? 'Everybody can start it and read what is on its disks.' : null,
    },
    {
      fact: 'Deprecated',
      a: timeText(a.deprecatedAt ?? undefined),
      b: timeText(b.deprecatedAt ?? undefined),
      alwaysDanger:
        Date.parse(b.deprecatedAt ?? '') <= nowMs
          ? 'Its owner has given it up: no fixes come.'
          : null,
    },
    {
      fact: 'Deregistration protection',
      a: a.deregistrationProtection,
      b: b.deregistrationProtection,
      danger:
        isUnprotected(a) && !isUnprotected(b)
          ? 'The running one, which is the way back, can be deregistered.'
          : null,
    },
  ];
}

function isUnprotected({ deregistrationProtection }: Ami): boolean {
  return deregistrationProtection === null || deregistrationProtection === 'disabled';
}
