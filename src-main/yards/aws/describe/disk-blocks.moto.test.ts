/** Changed blocks of the disks behind two AMIs, asked of EBS through the fault layer. */
import { EBSClient, PutSnapshotBlockCommand, StartSnapshotCommand } from '@aws-sdk/client-ebs';
import { DeleteSnapshotCommand, EC2Client, RegisterImageCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { Disk, DisksReport } from '../../../../src-shared/disk-blocks.ts';
import { asImageId, type ImageId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { readDisks, type DiskBounds } from '../../../compare/disks/read-disks.ts';
import { secretMark } from '../../../masking/secret-mark.ts';
import { good, openLabYard, panelKeys, type LabYard } from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { createDescribeImage } from './describe-image.ts';

const caller = panelKeys.accessKeyId;

describeWithMoto('changed blocks of disks', () => {
  let lab: Lab;
  let yard: LabYard;
  let ebs: EBSClient;
  let ec2: EC2Client;
  beforeAll(async () => {
    lab = await openLab();
    yard = openLabYard(lab);
    const maker = { accessKeyId: 'AKIALABMAKER00000000', secretAccessKey: 'maker' };
    const options = { endpoint: lab.endpoint, region: lab.region, credentials: maker };
    [ebs, ec2] = [new EBSClient(options), new EC2Client(options)];
  }, 60_000);
  afterAll(async () => {
    for (const client of [ebs, ec2]) client.destroy();
    yard.close();
    await lab.close();
  });

  /** Text in these blocks. @param parent whose blocks it has besides. */
  const snapshot = async (
    blocks: Readonly<Record<number, string>>,
    parent?: string,
    sizeGiB = 1,
  ): Promise<string> => {
    const order = {
      VolumeSize: sizeGiB,
      ...(parent !== undefined && { ParentSnapshotId: parent }),
    };
    const { SnapshotId = '' } = await ebs.send(new StartSnapshotCommand(order));
    const puts = Object.entries(blocks).map(([block, text]) =>
      ebs.send(
        new PutSnapshotBlockCommand({
          ...{ SnapshotId, BlockIndex: Number(block), DataLength: text.length },
          ...{ BlockData: Buffer.from(text), Checksum: 'x', ChecksumAlgorithm: 'SHA256' },
        }),
      ),
    );
    await Promise.all(puts);
    return SnapshotId;
  };
  let images = 0;
  const image = async (...disks: readonly (string | null)[]): Promise<ImageId> => {
    images += 1;
    const { ImageId: id = '' } = await ec2.send(
      new RegisterImageCommand({
        ...{ Name: `shop-${images}`, Architecture: 'x86_64', RootDeviceName: '/dev/sda1' },
        BlockDeviceMappings: disks.map((disk, at) => ({
          DeviceName: `/dev/sd${'abcd'[at] ?? ''}1`,
          ...(disk === null
            ? { VirtualName: 'ephemeral0' }
            : { Ebs: { SnapshotId: disk, VolumeSize: 1 } }),
        })),
      }),
    );
    return asImageId(id);
  };
  const read = (a: ImageId, b: ImageId, bounds?: DiskBounds): Promise<Result<DisksReport>> =>
    // prettier-ignore
    readDisks(
      {
        yard: {
          disks: yard.disks,
          describeImage: createDescribeImage(yard.clients, secretMark(new Uint8Array(32).fill(1))),
        },
        ...{ onProgress: () => undefined, monotonicMs: () => performance.now() },
        ended: new AbortController().signal,
        ...(bounds && { bounds }),
      },
      { a, b },
    );
  const disksOf = async (...asked: Parameters<typeof read>): Promise<readonly Disk[]> =>
    good(await read(...asked)).disks;
  const listed = (sinceMs: number) =>
    lab.calls.all.filter(({ service, caller: by, atMs }) => service === 'ebs' && by === caller && atMs >= sinceMs); // prettier-ignore

  it('are counted of each pair behind one device, and drawn where they lie', async () => {
    const base = await snapshot({ 0: 'boot', 7: 'kept', 2047: 'end' });
    const next = await snapshot({ 0: 'boot 2', 2047: 'end 2' }, base);
    const [a, b] = [await image(base, base, null), await image(next, base, null)];
    const sinceMs = lab.nowMs();
    const [root, second, third] = await disksOf(a, b);
    if (root?.reading.kind !== 'compared') throw new Error(JSON.stringify(root));
    expect(root.name).toBe('Root volume');
    expect(root.reading).toMatchObject({ blocks: 2048, blockBytes: 524_288, changed: 2, readBlocks: 2048 }); // prettier-ignore
    const { strip } = root.reading;
    expect(strip.flatMap((share, part) => (share === 0 ? [] : part))).toEqual([0, 239]);
    // What both start from is not asked for, and neither is what has no snapshot.
    expect(listed(sinceMs)).toHaveLength(1);
    expect(second?.reading).toMatchObject({ kind: 'told', text: expect.stringContaining('same snapshot') as string }); // prettier-ignore
    expect(third?.reading).toMatchObject({ kind: 'told', text: expect.stringContaining('instance store') as string }); // prettier-ignore
  }, 60_000);

  it('come page by page, no more of them than allowed, and what was not reached is not told as equal', async () => {
    const base = await snapshot({});
    const all = Object.fromEntries(Array.from({ length: 50 }, (_, block) => [block, 'x']));
    const [a, b] = [await image(base), await image(await snapshot(all, base))];
    const sinceMs = lab.nowMs();
    lab.truths.blocksOnPage = 40;
    const [whole] = await disksOf(a, b);
    expect(whole?.reading).toMatchObject({ changed: 50, readBlocks: 2048 });
    expect(listed(sinceMs).map(({ params }) => params['pageToken'])).toEqual([undefined, '40']);
    const [part] = await disksOf(a, b, { requests: 1, ms: 60_000 });
    if (part?.reading.kind !== 'compared') throw new Error(JSON.stringify(part));
    expect(part.reading).toMatchObject({ changed: 40, readBlocks: 40 });
    expect(part.reading.strip[0]).toBe(1);
    expect(part.reading.strip.at(-1)).toBeNull();
    lab.truths.blocksOnPage = 10_000;
  }, 60_000);

  it('of another line are not compared: that is told with AWS’s words and what was written of each', async () => {
    const one = await snapshot({ 1: 'a', 2: 'b' });
    const other = await snapshot({ 2: 'b', 3: 'c', 4: 'd' });
    const [disk] = await disksOf(await image(one), await image(other));
    expect(disk?.reading).toMatchObject({
      ...{ kind: 'unrelated', fault: null, written: { a: 2, b: 3, both: 1 } },
      said: expect.stringContaining('The snapshots are not related.') as string,
    });
  }, 60_000);

  it('that may not be read or are gone are told as such, with what would allow it', async () => {
    const base = await snapshot({});
    const next = await snapshot({ 1: 'x' }, base);
    const [a, b] = [await image(base), await image(next)];
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'ListChangedBlocks', caller } });
    const [denied] = await disksOf(a, b);
    lab.faults.clear();
    if (denied?.reading.kind !== 'failed') throw new Error(JSON.stringify(denied));
    expect(denied.reading.fault).toMatchObject({ code: 'denied', where: 'ebs:ListChangedBlocks' });
    expect(denied.reading.fault.todo).toBe('Grant statement "ReadDisks" of docs/iam-policy.json.');
    expect(denied.notes.join(' ')).toContain('have to be shared');
    // The control: what may be read has no such note.
    expect((await disksOf(a, b))[0]).toMatchObject({ reading: { changed: 1 }, notes: [] });
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: base }));
    const [gone] = await disksOf(a, b);
    expect(gone?.reading).toMatchObject({ kind: 'failed', fault: { code: 'not-found' } });
  }, 60_000);
});
