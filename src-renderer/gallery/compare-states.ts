/** Comparing in an account: AMIs with dangers, generations with their texts, and what could not be read. */
import { asImageId } from '../../src-shared/ids.ts';
import type { Comparison, FactRow, TextDifference } from '../../src-shared/plan.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { anAmi, awsFleet, awsSnapshot } from './aws-fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const snapshot = awsSnapshot([awsFleet()]);

function factRow(
  fact: string,
  a: string | null,
  b: string | null,
  danger: string | null = null,
): FactRow {
  const change = a === b ? 'equal' : a === null ? 'added' : b === null ? 'removed' : 'changed';
  return { fact, a, b, change, danger };
}

export const amis: Comparison = {
  a: 'shop-web-2026.11.21',
  b: 'shop-web-2026.11.22',
  texts: [],
  missing: [
    'Where the images come from is not known: neither AWS nor their tags name the parents of both.',
  ],
  rows: [
    factRow('Architecture', 'x86_64', 'arm64', 'Programs and instance types of one architecture do not run the other.'), // prettier-ignore
    factRow('Metadata service (IMDS)', 'v2.0', null, 'Instances no longer require a token (IMDSv2): a forged request can steal their role.'), // prettier-ignore
    factRow('Root volume size', '20 GiB', '8 GiB', 'Smaller: what the servers write may not fit any more.'), // prettier-ignore
    factRow('Root volume encryption', 'on', 'off', 'Encryption is off: data at rest is readable in a copy of the disk.'), // prettier-ignore
    factRow('Deprecated', '2026-11-01 00:00 UTC', '2026-11-01 00:00 UTC', 'Its owner has given it up: no fixes come.'), // prettier-ignore
    factRow('Image', 'ami-0111c4e19d2a85f6', 'ami-0222c4e19d2a85f6'),
    factRow('Created', '2026-11-20 14:02 UTC', '2026-11-21 14:02 UTC'),
    factRow('Version', '1.1.0', '1.2.0'),
    factRow('Commit', 'a81f3c9d', '5be20d71'),
    factRow('Base', 'al2023-ami-2023.9.20261014', 'al2023-ami-2023.9.20261111'),
    factRow(
      'Tag Ticket',
      null,
      'SHOP-1842 https://tickets.example.com/browse/SHOP-1842?from=release',
    ),
    factRow('Owner', '123456789012', '123456789012'),
    factRow('Boot mode', 'uefi', 'uefi'),
    factRow('Platform', 'Linux/UNIX', 'Linux/UNIX'),
    factRow('Licence', 'RunInstances', 'RunInstances'),
  ],
};

const line = (
  kind: TextDifference['lines'][number]['kind'],
  text: string,
): TextDifference['lines'][number] => ({ kind, text });

const generations: Comparison = {
  a: 'v001',
  b: 'v002',
  missing: [],
  rows: [
    factRow('Zones', 'eu-west-1a 2, eu-west-1b 2', 'eu-west-1a 4', 'Fewer zones: the loss of one takes a larger share of the blocks.'), // prettier-ignore
    factRow('Instance type', 't3.small', 't3.medium'),
    factRow('Launch template version', '41', '42'),
    factRow('Security groups', 'shop-web (sg-0a1b2c3d)', 'shop-web (sg-0a1b2c3d)'),
    factRow('Health path', '/health', '/health'),
    factRow('Metadata tokens', 'required', 'required'),
  ],
  texts: [
    {
      title: 'User data',
      lines: [
        { ...line('gap', '12 equal lines'), skips: 12 },
        line('same', 'set -euo pipefail'),
        line('same', 'export APP_PORT=8080'),
        line('same', 'export DB_PASSWORD=\u2022\u2022\u2022\u2022'),
        line('removed', 'export APP_VERSION=1.1.0'),
        line('removed', 'export API_TOKEN=\u2022\u2022\u2022\u2022 (changed)'),
        line('added', 'export APP_VERSION=1.2.0'),
        line('added', 'export API_TOKEN=\u2022\u2022\u2022\u2022 (changed)'),
        line('added', 'export FEATURES="basket,search,recommendations,a-rather-long-list-of-features-that-goes-on-and-on-until-the-line-has-to-wrap-somewhere"'), // prettier-ignore
        line('same', 'exec /srv/shop/bin/server --listen 0.0.0.0:8080'),
        { ...line('gap', '3 equal lines'), skips: 3 },
      ],
    },
    { title: 'Launch template', lines: [] },
  ],
};

const partly: Comparison = {
  ...generations,
  rows: generations.rows.slice(1),
  texts: [],
  missing: [
    'v001: The user data was not read. The role release-operator may not do ec2:DescribeInstanceAttribute.',
    'v001: The launch template was not read. The role release-operator may not do ec2:DescribeLaunchTemplateVersions.',
    'v002: Its newest and its oldest server have different user data; the newest one\u2019s is shown.',
    'v002: Whether the auto scaling group shop-web-v002 asks for this version or for $Latest is not known: this version of Blockyard does not read auto scaling groups.',
  ],
};

const ofGenerations = { screen: 'compare', compareWhat: 'generations' } as const;

const found = { ...anAmi(2), id: asImageId('ami-0fedcba9876543210'), name: 'shop-web-found' };

export const compareStates: Readonly<Record<string, GalleryState>> = {
  'compare-amis': {
    snapshot,
    view: { screen: 'compare' },
    answers: {
      'image.compare': () => succeed(amis),
      'image.find': ({ image }) =>
        image === found.id
          ? succeed(found)
          : fail({
              code: 'not-found',
              message: `AWS does not show image ${image} here: it is deregistered, in another region, or not shared with this account.`,
            }),
    },
  },
  'compare-generations': {
    snapshot,
    view: ofGenerations,
    answers: { 'generation.compare': () => succeed(generations) },
  },
  'compare-missing': {
    snapshot,
    view: ofGenerations,
    answers: { 'generation.compare': () => succeed(partly) },
  },
  'compare-generations-fault': {
    snapshot,
    view: ofGenerations,
    answers: {
      'generation.compare': () =>
        fail({
          code: 'signed-out',
          message: 'The session of profile shop-deploy has ended.',
          todo: 'Sign in again.',
        }),
    },
  },
  'compare-reading': {
    snapshot,
    view: ofGenerations,
    answers: { 'generation.compare': () => new Promise(() => undefined) },
  },
};
