/** AMIs that no fleet runs, found by their ids and compared through the fault layer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import { asImageId, type ImageId } from '../../../../src-shared/ids.ts';
import { FaultError } from '../../../../src-shared/result.ts';
import type { FactRow } from '../../../../src-shared/plan.ts';
import { compareKnownImages } from '../../../compare/known-images.ts';
import { secretMark } from '../../../masking/secret-mark.ts';
import { good, openLabYard, type LabYard } from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import type { AwsClients } from '../session/clients.ts';
import { createProveAmi } from './prove-ami.ts';
import { createDescribeImage, type DescribeImage } from './describe-image.ts';

describeWithMoto('images by id', () => {
  let lab: Lab;
  let yard: LabYard;
  let read: DescribeImage;
  beforeAll(async () => {
    lab = await openLab();
    yard = openLabYard(lab);
    read = createDescribeImage(yard.clients, secretMark(new Uint8Array(32).fill(1)));
  }, 60_000);
  afterAll(async () => {
    yard.close();
    await lab.close();
  });

  const register = async (name: string, secret: string): Promise<ImageId> => {
    const printed = await lab.cli('ec2', 'register-image', '--name', name, '--architecture', 'x86_64', '--root-device-name', '/dev/xvda'); // prettier-ignore
    const id = /ami-[0-9a-f]+/u.exec(printed)?.[0];
    if (id === undefined) throw new Error(`No image: ${printed}`);
    // moto takes no tags along with an image.
    await lab.cli(
      'ec2',
      'create-tags',
      '--resources',
      id,
      '--tags',
      `Key=db-password,Value=${secret}`,
    );
    return asImageId(id);
  };
  const secretRow = async (a: ImageId, b: ImageId, by = read): Promise<FactRow | undefined> => {
    const sources = { read: by, known: () => undefined, nowMs: Date.now() };
    const comparison = good(await compareKnownImages(sources, a, b));
    expect(JSON.stringify(comparison)).not.toMatch(/hunter[12]/u);
    return comparison.rows.find(({ fact }) => fact.includes('db-password'));
  };

  it('are proved by what AWS lists now: one that is gone is told as gone, and an error as neither', async () => {
    const prove = createProveAmi(yard.clients);
    const id = await register('shop-proved', 'hunter1');
    expect(good(await prove(id))).toBe('AWS lists it as available');
    await lab.cli('ec2', 'deregister-image', '--image-id', id);
    expect(await prove(id)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    const failing = { send: () => Promise.reject(new FaultError({ code: 'throttled', message: 'Too many.' })) }; // prettier-ignore
    const blind = createProveAmi({ ...yard.clients, ec2: failing as unknown as AwsClients['ec2'] });
    expect(await blind(id)).toMatchObject({ ok: false, fault: { code: 'throttled' } });
  }, 60_000);

  it('tell a changed secret tag from an equal one, and never show it', async () => {
    const [one, other, same] = [
      await register('shop-1', 'hunter1'),
      await register('shop-2', 'hunter2'),
      await register('shop-3', 'hunter1'),
    ];
    expect(good(await yard.observe()).images).toEqual([]);
    expect(good(await read(one))).toMatchObject({ image: { id: one, name: 'shop-1' } });
    expect(await secretRow(one, other)).toMatchObject({ change: 'changed', b: expect.stringContaining('(changed)') as string }); // prettier-ignore
    expect(await secretRow(one, same)).toMatchObject({ change: 'equal' });
    // The control: with a key for each read, as it was, equal secrets would pass for different ones.
    let key = 1;
    const forgetful: DescribeImage = (id) =>
      createDescribeImage(yard.clients, secretMark(new Uint8Array(32).fill(key++)))(id);
    expect(await secretRow(one, same, forgetful)).toMatchObject({ change: 'changed' });
  }, 60_000);

  it('are not found where AWS does not show them, and nothing else is asked for', async () => {
    const strange = await read(asImageId('ami-0123456789abcdef0'));
    expect(strange).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(JSON.stringify(strange)).toContain('not shared with this account');
    const before = lab.calls.all.length;
    for (const id of ['', 'i-0123456789abcdef0', 'ami-0123456789abcdef0 ', 'ami-*']) {
      expect(await read(asImageId(id))).toMatchObject({ fault: { code: 'bad-input' } });
    }
    expect(lab.calls.all.length).toBe(before);
  }, 60_000);
});
