/** Changed blocks of the disks behind two AMIs: before, on the way, read, denied, and not to be compared. */
import type { Disk, DisksReport } from '../../src-shared/disk-blocks.ts';
import { createBlockStrip, stripRanges } from '../../src-shared/disk-strip.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { awsFleet, awsSnapshot } from './aws-fixtures.ts';
import { amis } from './compare-states.ts';
import type { GalleryState } from './gallery-state.ts';
import { aDenial } from './permission-fixtures.ts';

const blockBytes = 524_288;

/** @param stretches first block and the one behind the last. */
function aDisk(
  name: string,
  gib: number,
  stretches: readonly (readonly [number, number])[],
  change: { readonly notes?: readonly string[]; readonly readBlocks?: number } = {},
): Disk {
  const blocks = gib * 2048;
  const strip = createBlockStrip(blocks, stripRanges);
  for (const [from, to] of stretches) {
    for (let block = from; block < to; block += 1 + (block % 3)) strip.mark(block);
  }
  const { readBlocks = blocks, notes = [] } = change;
  const told = { blocks, blockBytes, readBlocks, changed: strip.changed() };
  return {
    ...{ name, notes: [...notes] },
    reading: { kind: 'compared', ...told, strip: [...strip.shares(readBlocks)] },
  };
}

const read: DisksReport = {
  requests: 14,
  disks: [
    aDisk('Root volume', 8, [[0, 700], [2300, 2420], [4096, 9000], [16_383, 16_384]], { notes: ['It is encrypted: AWS may ask for rights to its KMS key, too.'] }), // prettier-ignore
    aDisk('/dev/sdb', 100, []),
    aDisk('/dev/sdc', 500, [[100, 260_000]], { readBlocks: 420_000 }),
    {
      name: '/dev/sdd',
      notes: [],
      reading: {
        kind: 'unrelated',
        said: 'AWS refused ListChangedBlocks: validation. AWS says: "The snapshots are not related."',
        written: { blockBytes, a: 4300, b: 4710, both: 3990 },
        fault: null,
      },
    },
    {
      name: '/dev/sde',
      notes: [],
      reading: {
        kind: 'told',
        text: 'No snapshot is behind it: instance store, which starts empty, or a device that is left out.',
      },
    },
  ],
};

const denied: DisksReport = {
  requests: 1,
  disks: [
    {
      name: 'Root volume',
      notes: [
        'The images belong to account 210987654321: snapshots of another account than yours have to be shared with it as well, and AWS lists no blocks of public ones.',
      ],
      reading: {
        kind: 'failed',
        fault: {
          code: 'denied',
          message: 'arn:aws:iam::123456789012:user/ana may not ebs:ListChangedBlocks.',
          where: 'ebs:ListChangedBlocks',
          todo: 'Grant statement "ReadDisks" of docs/iam-policy.json.',
          denial: aDenial('ebs:ListChangedBlocks'),
        },
      },
    },
  ],
};

const compared = { snapshot: awsSnapshot([awsFleet()]), view: { screen: 'compare' } } as const;
const facts = { 'image.compare': () => succeed(amis) } as const;
const pressed = { ...compared, presses: ['Read changed blocks'] } as const;

export const diskStates: Readonly<Record<string, GalleryState>> = {
  disks: { ...pressed, answers: { ...facts, 'disks.read': () => succeed(read) } },
  'disks-reading': {
    ...pressed,
    answers: { ...facts, 'disks.read': () => new Promise<Result<DisksReport>>(() => undefined) },
  },
  'disks-denied': { ...pressed, answers: { ...facts, 'disks.read': () => succeed(denied) } },
  'disks-fault': {
    ...pressed,
    answers: {
      ...facts,
      'disks.read': () =>
        fail({
          code: 'signed-out',
          message: 'The session of profile shop-deploy has ended.',
          todo: 'Sign in again.',
        }),
    },
  },
};
