import { expect, it, vi } from 'vitest';
import type { Ami, BlockDevice } from '../../../src-shared/ami.ts';
import { asImageId } from '../../../src-shared/ids.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import type { BlockPage, DiskReader } from '../../yards/disk-reader.ts';
import { anAmi } from '../ami.fixture.ts';
import { createDiskJobs } from './disk-jobs.ts';
import { pairDisks } from './pair-disks.ts';

const device = (name: string, change: Partial<BlockDevice> = {}): BlockDevice => ({
  ...{ device: name, snapshotId: 'snap-a', sizeGiB: 8, volumeType: 'gp3', iops: null },
  ...{ throughput: null, isEncrypted: false, kmsKeyId: null, isDeletedWithInstance: true },
  ...change,
});
const amiWith = (...blockDevices: readonly BlockDevice[]): Ami => ({
  ...anAmi().ami,
  ...{ rootDeviceName: blockDevices[0]?.device ?? null, blockDevices: [...blockDevices] },
});
const planOf = (a: BlockDevice, b: BlockDevice) => {
  const [pair] = pairDisks(amiWith(a), amiWith(b));
  if (pair === undefined) throw new Error('There is no pair.');
  return pair;
};
const none = { snapshotId: null } as const;

it('pairs the root by its role and the others by their device', () => {
  const pairs = pairDisks(
    amiWith(device('/dev/xvda'), device('/dev/sdb', { snapshotId: 'snap-1' }), device('/dev/sdc')),
    amiWith(device('/dev/sda1', { snapshotId: 'snap-b' }), device('/dev/sdb', { snapshotId: 'snap-2' })), // prettier-ignore
  );
  expect(pairs.map(({ name, plan }) => [name, plan.kind])).toEqual([
    ['Root volume', 'read'],
    ['/dev/sdb', 'read'],
    ['/dev/sdc', 'told'],
  ]);
  expect(pairs[0]?.plan).toMatchObject({ a: 'snap-a', b: 'snap-b', sizeGiB: 8 });
  expect(JSON.stringify(pairs[2]?.plan)).toContain('The right image has no such disk.');
});

it('asks for nothing where there is nothing to compare, and says why', () => {
  const text = (a: BlockDevice, b: BlockDevice): string => {
    const { plan } = planOf(a, b);
    return plan.kind === 'told' ? plan.text : plan.kind;
  };
  const store = { ...none, sizeGiB: null, volumeType: null } as const;
  expect(text(device('/dev/a'), device('/dev/a'))).toContain('same snapshot');
  expect(text(device('/dev/a', none), device('/dev/a', none))).toContain('starts empty with both');
  expect(text(device('/dev/a', store), device('/dev/a', store))).toContain('instance store');
  expect(text(device('/dev/a'), device('/dev/a', none))).toContain('starts empty with the right');
  expect(text(device('/dev/a', store), device('/dev/a'))).toContain('of the left image');
  // The control.
  expect(text(device('/dev/a'), device('/dev/a', { snapshotId: 'snap-b' }))).toBe('read');
});

it('says what has to be known beside: other sizes, and that one is encrypted', () => {
  const right = { snapshotId: 'snap-b', sizeGiB: 16, isEncrypted: true } as const;
  const { notes, plan } = planOf(device('/dev/a'), device('/dev/a', right));
  expect(notes).toHaveLength(2);
  expect(notes.join(' ')).toMatch(/8 GiB on the left and 16 GiB on the right.*The right one is encrypted/u); // prettier-ignore
  expect(plan).toMatchObject({ sizeGiB: 16 });
  expect(planOf(device('/dev/a'), device('/dev/a', { snapshotId: 'snap-b' })).notes).toEqual([]);
});

const page = (change: Partial<BlockPage> = {}): BlockPage => ({
  ...{ kind: 'page', blocks: [], blockBytes: 524_288, sizeGiB: 8, next: null },
  ...change,
});
const [a, b] = [asImageId('ami-1'), asImageId('ami-2')];
function bench(changed: DiskReader['changed']) {
  const progress = vi.fn();
  let nowMs = 0;
  const jobs = createDiskJobs({ monotonicMs: () => (nowMs += 1), onProgress: progress });
  const yard = {
    disks: { changed, written: () => Promise.reject(new Error('Nobody asked for that.')) },
    describeImage: (id: string) => {
      const snapshotId = id === 'ami-1' ? 'snap-a' : 'snap-b';
      const ami = amiWith(device('/dev/a', { snapshotId }));
      return Promise.resolve(succeed({ image: { ...anAmi(), ami }, missing: [] }));
    },
  };
  return { jobs, progress, read: (job: string) => jobs.read({ job, a, b }, yard) };
}

it('asks for the next page also behind an empty one, and tells how far it is', async () => {
  const pages = [page({ blocks: [0], next: '1' }), page({ next: '2' }), page({ blocks: [9000] })];
  const asked: (string | null)[] = [];
  const { read, progress } = bench((_a, _b, at) => {
    asked.push(at);
    return Promise.resolve(succeed(pages[Number(at)] ?? page()));
  });
  expect(await read('disks-1')).toMatchObject({
    value: { requests: 3, disks: [{ reading: { kind: 'compared', blocks: 16_384, changed: 2 } }] },
  });
  expect(asked).toEqual([null, '1', '2']);
  expect(progress).toHaveBeenLastCalledWith('disks-1', expect.objectContaining({ doneBytes: 9001 * 524_288, totalBytes: 2 ** 33 })); // prettier-ignore
});

it('ends at once when nobody looks any more, and asks for no further page', async () => {
  let answer: (result: ReturnType<typeof succeed<BlockPage>>) => void = () => undefined;
  const changed = vi.fn<DiskReader['changed']>(() => new Promise((resolve) => (answer = resolve)));
  const { jobs, read, progress } = bench(changed);
  const reading = read('disks-1');
  await expect.poll(() => changed.mock.calls.length).toBe(1);
  jobs.stop('of somebody else');
  jobs.stop('disks-1');
  expect(await reading).toMatchObject({ ok: false, fault: { code: 'refused' } });
  answer(succeed(page({ next: '1' })));
  await Promise.resolve();
  expect(changed).toHaveBeenCalledTimes(1);
  expect(progress).not.toHaveBeenCalled();
});

it('tells a disk that cannot be read as such, and ends where nobody is signed in', async () => {
  const refusing = (code: 'denied' | 'signed-out') =>
    bench(() => Promise.resolve(fail({ code, message: 'No.' }))).read('disks-1');
  expect(await refusing('denied')).toMatchObject({ value: { disks: [{ reading: { kind: 'failed' } }] } }); // prettier-ignore
  expect(await refusing('signed-out')).toMatchObject({ ok: false, fault: { code: 'signed-out' } });
});

it('takes no answer for true that cannot be', async () => {
  const told = (change: Partial<BlockPage>) =>
    bench(() => Promise.resolve(succeed(page(change)))).read('disks-1');
  const damaged = { value: { disks: [{ reading: { kind: 'failed', fault: { code: 'damaged' } } }] } }; // prettier-ignore
  expect(await told({ blocks: [16_384] })).toMatchObject(damaged);
  expect(await told({ blockBytes: 0 })).toMatchObject(damaged);
  expect(await told({ sizeGiB: 2 ** 40 })).toMatchObject(damaged);
  expect(await told({ blocks: [16_383] })).not.toMatchObject(damaged);
});
