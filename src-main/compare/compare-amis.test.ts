import { describe, expect, it } from 'vitest';
import type { Ami } from '../../src-shared/ami.ts';
import type { Comparison } from '../../src-shared/plan.ts';
import { anAmi, ordinaryAmi, withDisk } from './ami.fixture.ts';
import { compareImages } from './compare-images.ts';

const scan = { highestSeverity: 'low', scannedAt: '2026-11-20T10:00:00.000Z', fixableSince: [{ severity: 'low', since: '2026-11-10T10:00:00.000Z' }] }; // prettier-ignore
const nowMs = Date.parse('2026-11-23T12:00:00Z');
const changed = ({ rows }: Comparison): string[] =>
  rows.filter((row) => row.change !== 'equal').map((row) => row.fact);
const dangers = ({ rows }: Comparison): string[] =>
  rows.filter((row) => row.danger !== null).map((row) => row.fact);
const compare = (a: Partial<Ami>, b: Partial<Ami>): Comparison =>
  compareImages(anAmi(a), anAmi(b), nowMs);

/** Each planted alone; [what, change of b, rows that must change, rows that must be marked, change of a]. */
const planted: readonly [string, Partial<Ami>, string[], string[], Partial<Ami>?][] = [
  ['architecture', { architecture: 'arm64' }, ['Architecture'], ['Architecture']],
  ['boot mode', { bootMode: 'legacy-bios' }, ['Boot mode'], ['Boot mode']],
  ['platform', { platform: 'Windows' }, ['Platform'], ['Platform']],
  ['licence', { usageOperation: 'RunInstances:0010' }, ['Licence'], ['Licence']],
  ['virtualization', { virtualization: 'paravirtual' }, ['Virtualization'], ['Virtualization']],
  [
    'root device type',
    { rootDeviceType: 'instance-store' },
    ['Root device type'],
    ['Root device type'],
  ],
  ['ENA off', { hasEna: false }, ['Enhanced networking (ENA)'], ['Enhanced networking (ENA)']],
  ['SR-IOV off', { sriovNetSupport: null }, ['SR-IOV'], ['SR-IOV']],
  ['TPM dropped', { tpmSupport: null }, ['TPM'], ['TPM']],
  [
    'IMDSv2 dropped',
    { imdsSupport: null },
    ['Metadata service (IMDS)'],
    ['Metadata service (IMDS)'],
  ],
  ['smaller root volume', withDisk(0, { sizeGiB: 8 }), ['Root volume size'], ['Root volume size']],
  [
    'encryption off',
    withDisk(0, { isEncrypted: false }),
    ['Root volume encryption'],
    ['Root volume encryption'],
  ],
  [
    'another KMS key',
    withDisk(1, { kmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/2222' }),
    ['/dev/sdf key'],
    ['/dev/sdf key'],
  ],
  [
    'data disk deleted with its instance',
    withDisk(1, { isDeletedWithInstance: true }),
    ['/dev/sdf deleted with its instance'],
    ['/dev/sdf deleted with its instance'],
  ],
  [
    'a disk is missing',
    { blockDevices: ordinaryAmi.blockDevices.slice(0, 1) },
    ['/dev/sdf'],
    ['/dev/sdf'],
  ],
  ['not allowed', { isAllowed: false }, ['Allowed in this account'], ['Allowed in this account']],
  ['deprecated', { deprecatedAt: '2026-11-01T00:00:00Z' }, ['Deprecated'], ['Deprecated']],
  ['pending', { state: 'pending' }, ['State'], ['State']],
  ['deregistered', { state: 'deregistered' }, ['State'], ['State']],
  ['public now', { isPublic: true }, ['Public'], ['Public']],
  ['another owner', { ownerId: '999999999999' }, ['Owner'], ['Owner']],
  ['older', { createdAt: '2026-10-01T00:00:00Z' }, ['Created'], ['Created']],
  [
    'the way back is not protected',
    {},
    ['Deregistration protection'],
    ['Deregistration protection'],
    { deregistrationProtection: 'disabled' },
  ],
  ['a marketplace product', { productCodes: ['abc'] }, ['Product codes'], ['Product codes']],
  [
    'worse weaknesses',
    { scan: { ...scan, highestSeverity: 'critical' } },
    ['Findings of Amazon Inspector'],
    ['Findings of Amazon Inspector'],
  ],
  [
    'weaknesses where the other was never scanned',
    { scan: { ...scan, scannedAt: null, fixableSince: [] } },
    ['Findings of Amazon Inspector'],
    ['Findings of Amazon Inspector'],
    { scan: null },
  ],
  [
    'fewer weaknesses',
    { scan: { ...scan, highestSeverity: null } },
    ['Findings of Amazon Inspector'],
    [],
  ],
  ['a later scan', { scan: { ...scan, scannedAt: '2026-11-22T10:00:00.000Z' } }, ['Last scan'], []],
  ['a fix that is known now', { scan: { ...scan, fixableSince: [] } }, ['Fixes known'], []],
  ['not approved', { watermarks: ['123456789012:built'] }, ['Watermarks'], ['Watermarks']],
  ['approved twice', { watermarks: ['123456789012:approved', '9:x'] }, ['Watermarks'], []],
  ['a public parameter', { publicParameter: '/aws/service/x' }, ['Public parameter'], []],
  [
    'other types that fit',
    { supportedTypes: ['c7i.*'] },
    ['Instance types that fit'],
    ['Instance types that fit'],
  ],
  [
    'types that do not fit',
    { unsupportedTypes: ['t3.nano'] },
    ['Instance types that do not fit'],
    ['Instance types that do not fit'],
  ],
  [
    'another tag',
    { tags: [{ key: 'Team', value: 'pay' }, ...ordinaryAmi.tags.slice(1)] },
    ['Tag Team'],
    [],
  ],
  ['a larger root volume', withDisk(0, { sizeGiB: 30 }), ['Root volume size'], []],
  ['newer', { createdAt: '2026-11-20T00:00:00Z' }, ['Created'], []],
  ['protection added', { deregistrationProtection: 'disabled' }, ['Deregistration protection'], []],
];

describe('two AMIs', () => {
  it('have nothing to say when they are identical', () => {
    const same = compare({}, {});
    expect(changed(same)).toEqual([]);
    expect(dangers(same)).toEqual([]);
    expect(same.missing).toEqual([]);
    expect(same.rows.length).toBeGreaterThan(25);
  });

  it.each(planted)('tell %s, and nothing else', (_, b, facts, marked, a = {}) => {
    expect(changed(compare(a, b))).toEqual(facts);
    expect(dangers(compare(a, b))).toEqual(marked);
  });

  it('tell fifteen planted differences at once, with none made up, and dangers first', () => {
    const b: Partial<Ami> = {
      ...{ architecture: 'arm64', bootMode: 'legacy-bios', usageOperation: 'RunInstances:0010' },
      ...{ hasEna: false, sriovNetSupport: null, tpmSupport: null, imdsSupport: null },
      ...{ isAllowed: false, deprecatedAt: '2026-11-01T00:00:00Z', ownerId: '999999999999' },
      ...{ isPublic: true, description: 'other words', createdAt: '2026-11-20T00:00:00Z' },
      ...withDisk(0, { sizeGiB: 8, isEncrypted: false }),
    };
    const found = compare({}, b);
    expect(changed(found).sort()).toEqual(
      [
        ...['Architecture', 'Boot mode', 'Licence', 'Enhanced networking (ENA)', 'SR-IOV', 'TPM'],
        ...['Metadata service (IMDS)', 'Allowed in this account', 'Deprecated', 'Owner', 'Public'],
        ...['Description', 'Created', 'Root volume size', 'Root volume encryption'],
      ].sort(),
    );
    expect(dangers(found)).toHaveLength(13);
    expect(found.rows.slice(0, 13).every((row) => row.danger !== null)).toBe(true);
    expect(found.rows.slice(13, 15).map((row) => row.fact)).toEqual(['Description', 'Created']);
  });

  it('find the root by its role when its device has another name', () => {
    const b: Partial<Ami> = {
      rootDeviceName: '/dev/sda1',
      ...withDisk(0, { device: '/dev/sda1', sizeGiB: 8 }),
    };
    expect(dangers(compare({}, b))).toEqual(['Root device name', 'Root volume size']);
  });

  it('mark what hurts by itself though both have it', () => {
    const gone: Partial<Ami> = { state: 'deregistered' };
    expect(changed(compare(gone, gone))).toEqual([]);
    expect(dangers(compare(gone, gone))).toEqual(['State']);
  });

  it('put tags of ours and of AWS last', () => {
    const tags = [
      { key: 'blockyard:fleet', value: 'x' },
      { key: 'aws:x', value: 'x' },
      { key: 'Zone', value: 'x' },
    ];
    expect(changed(compare({ tags: [] }, { tags }))).toEqual([
      'Tag Zone',
      'Tag aws:x',
      'Tag blockyard:fleet',
    ]);
  });
});

describe('lineage', () => {
  const other = 'ami-0bbbbbbbbbbbbbbbb';
  const lineage = (a: Partial<Ami>, b: Partial<Ami>, idB = other) => {
    const found = compareImages(anAmi(a), anAmi(b, idB), nowMs);
    return { row: found.rows.find((row) => row.fact === 'Lineage'), missing: found.missing };
  };
  it('says where the lines meet', () => {
    const { row } = lineage(
      { ancestry: ['ami-2', 'ami-1'] },
      { ancestry: ['ami-3', 'ami-2', 'ami-1'] },
    );
    expect(row?.b).toBe(
      'from ami-3, from ami-2, from ami-1 (common ancestor ami-2, 1 step and 2 steps back)',
    );
    expect(row?.danger).toBeNull();
  });
  it('says when one was made from the other', () => {
    expect(lineage({}, { ancestry: ['ami-0aaaaaaaaaaaaaaaa'] }).row?.b).toMatch(
      /\(made from the other one, 1 step on\)$/u,
    );
  });
  it('marks lines that never meet, unless their bases are of one family', () => {
    const base = (value: string) => [{ key: 'Base_AMI_Name', value }];
    const a: Partial<Ami> = { ancestry: ['ami-1'], tags: base('al2023-ami-2023.9.20261001') };
    expect(lineage(a, { ancestry: ['ami-2'] }).row?.danger).toMatch(/^No common ancestor/u);
    const sister = { ancestry: ['ami-2'], tags: base('al2023-ami-2023.9.20261101') };
    expect(lineage(a, sister).row).toMatchObject({
      b: 'from ami-2 (no common ancestor)',
      danger: null,
    });
  });
  it('says that it does not know', () => {
    const none = { ancestry: [], sourceImageId: null, tags: [] };
    expect(lineage(none, {}).missing).toHaveLength(1);
    expect(lineage(none, {}).row?.danger).toBeNull();
  });
});
