/** `compare images A B --disks` in a connected account, from the settings and a profile to the drawn strip. */
import { EBSClient, PutSnapshotBlockCommand, StartSnapshotCommand } from '@aws-sdk/client-ebs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import { asYardId } from '../../../../src-shared/ids.ts';
import { defaultSettings, writeSettings } from '../../../settings/settings-schema.ts';
import type { KeptYard } from '../../kept-yard.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { exitCodes } from '../../../cli/exit-code.ts';
import { cliIn, type RunCli } from '../../../cli/run-cli.fixture.ts';

/** Not the lab's own: what it asks is told apart in the log of calls. */
const caller = 'AKIALABSHELL0000000A';

describeWithMoto('disks on the command line', () => {
  let lab: Lab;
  let folder: string;
  let run: RunCli;
  let images: readonly string[];
  beforeAll(async () => {
    lab = await openLab();
    folder = await mkdtemp(join(tmpdir(), 'by-cli-disks-'));
    const base = await snapshot([]);
    const snapshots = [base, await snapshot([0, 1, 20_479], base)];
    images = (await lab.makeFleet({ snapshots })).generations.map(({ imageId }) => imageId);
    const environment = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    await writeFile(environment.AWS_CONFIG_FILE, '');
    const keys = `[shop]\naws_access_key_id = ${caller}\naws_secret_access_key = y\n`;
    await writeFile(environment.AWS_SHARED_CREDENTIALS_FILE, keys);
    const credentials = { kind: 'profile', profile: 'shop' } as const;
    const connection = { credentials, region: lab.region, endpoint: lab.endpoint };
    const kept: KeptYard = {
      ...{ id: asYardId('aws-1'), kind: 'aws', safety: 'observe', markers: [] },
      ...{ connection, accountId: '123456789012' },
    };
    await writeFile(join(folder, 'settings.json'), writeSettings({ ...defaultSettings, yards: [kept] })); // prettier-ignore
    run = cliIn(folder, { environment });
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    await rm(folder, { recursive: true });
  });

  /** Something in these blocks. @param parent whose blocks it has besides. */
  async function snapshot(blocks: readonly number[], parent?: string): Promise<string> {
    const credentials = { accessKeyId: 'AKIALABMAKER00000000', secretAccessKey: 'maker' };
    const ebs = new EBSClient({ endpoint: lab.endpoint, region: lab.region, credentials });
    const order = { VolumeSize: 8, ...(parent !== undefined && { ParentSnapshotId: parent }) };
    const { SnapshotId = '' } = await ebs.send(new StartSnapshotCommand(order));
    for (const BlockIndex of blocks) {
      const data = { DataLength: 1, BlockData: Buffer.from('x') };
      const checked = { Checksum: 'x', ChecksumAlgorithm: 'SHA256' } as const;
      await ebs.send(new PutSnapshotBlockCommand({ SnapshotId, BlockIndex, ...data, ...checked }));
    }
    ebs.destroy();
    return SnapshotId;
  }
  const compared = (a = '', b = '') => run('--yard', 'aws-1', 'compare', 'images', a, b, '--disks');

  it('tell how much differs and where, and nothing of an image beside itself', async () => {
    const [first, second] = images;
    const differs = await compared(first, second);
    expect(differs.code, differs.err).toBe(exitCodes.done);
    expect(differs.out).toMatch(/less than 0\.1 % changed, 3 of 20480 blocks of 512 KiB/u);
    expect(differs.out).toMatch(/^ {2}\[\u2581 {58}\u2581\] 10 GiB$/mu);
    expect(differs.out).toMatch(/1 request to EBS, which AWS charges/u);
    // The control: nothing is drawn that is not there, and nothing asked that is known.
    const same = await compared(first, first);
    expect(same.code, same.err).toBe(exitCodes.done);
    expect(same.out).toContain('same snapshot');
    expect(same.out).not.toContain('changed,');
  }, 60_000);

  it('end with the code of what was refused, and say which right is missing', async () => {
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'ListChangedBlocks', caller } });
    const denied = await compared(...images);
    lab.faults.clear();
    expect(denied.code).toBe(exitCodes.refused);
    expect(denied.out).toMatch(/not read\. .*ebs:ListChangedBlocks.*"ReadDisks"/u);
  }, 60_000);
});
