import * as net from 'node:net';
import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matchLedgers, readLedger } from '../load/ledger.ts';
import { runOpenLoop } from '../load/open-loop.ts';
import { summarise } from '../load/summary.ts';
import { type Lab, openLab, operatorKeys } from './lab.ts';
import { sdkFor, weighted } from './lab.fixture.ts';
import type { MadeFleet } from './made-by-hand.ts';
import { freePort, motoPresence } from './moto-server.ts';

const isAbsent = motoPresence().kind === 'absent';

describe.skipIf(isAbsent)('data plane', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());

  const markerAt = async (url: string): Promise<string | null> => {
    const answer = await fetch(url, { headers: { connection: 'close' } });
    await answer.arrayBuffer();
    return answer.headers.get('x-app-version');
  };
  const switchTo = async (fleet: MadeFleet, ...weights: number[]): Promise<void> => {
    const { elb } = sdkFor(lab);
    await elb.send(
      new ModifyListenerCommand({
        ListenerArn: fleet.listenerArn,
        DefaultActions: weighted(fleet, ...weights),
      }),
    );
  };

  test('a fleet made with the CLI answers at its own address and follows its weights under load', async () => {
    const fleet = await lab.makeFleet({ name: 'shop', instances: 1 }, 'cli');
    expect(lab.calls.mutations({ caller: operatorKeys.accessKeyId }).length).toBeGreaterThan(10);
    for (const one of fleet.generations) {
      await lab.dataPlane.serve(one.groupArn, one.name.slice(-4));
    }
    expect(await markerAt(fleet.url)).toBe('v001');
    const { port } = lab.dataPlane.addressOf(fleet.loadBalancerArn);
    expect(fleet.url).toBe(`http://127.0.0.1:${port}/`);

    lab.dataPlane.propagationMs = 300;
    const load = runOpenLoop({
      url: fleet.url,
      requestsPerSecond: 60,
      seconds: 3,
      seed: 1,
      name: 'lab',
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await switchTo(fleet, 0, 100);
    await lab.dataPlane.settled();
    const settledAtMs = lab.nowMs();
    expect(await markerAt(fleet.url)).toBe('v002');
    const records = await load;
    expect(summarise(records).lost).toBe(0);
    const servers = fleet.generations.flatMap((one) => lab.dataPlane.serversOf(one.groupArn));
    const match = matchLedgers(records, await Promise.all(servers.map(readLedger)));
    expect([match.twice, match.missing]).toEqual([[], []]);

    const byId = new Map(lab.dataPlane.answers.map((answer) => [answer.requestId, answer]));
    const versions = records.map((record) => byId.get(record.id)?.version);
    expect(new Set(versions)).toEqual(new Set(['v001', 'v002']));
    const late = lab.dataPlane.answers.filter((answer) => answer.startedAtMs > settledAtMs);
    expect(late.length).toBeGreaterThan(10);
    expect(new Set(late.map((answer) => answer.version))).toEqual(new Set(['v002']));
  }, 300_000);

  test('until every node has taken over, both generations answer', async () => {
    const fleet = await lab.makeFleet({ name: 'cart', routes: 'default' });
    for (const one of fleet.generations) {
      await lab.dataPlane.serve(one.groupArn, one.name.slice(-4));
    }
    lab.dataPlane.propagationMs = 1500;
    const sinceMs = lab.nowMs();
    await switchTo(fleet, 0, 1);
    expect(await markerAt(fleet.url)).toBe('v001');
    await lab.dataPlane.settled();
    expect(lab.nowMs() - sinceMs).toBeGreaterThan(1400);
    for (let asking = 0; asking < 10; asking += 1) expect(await markerAt(fleet.url)).toBe('v002');
    lab.dataPlane.propagationMs = 0;
  }, 60_000);

  test('group stickiness pins a client to a group of weight 0; with its server killed that is a loss', async () => {
    const fleet = await lab.makeFleet({ name: 'sticky', stickySeconds: 60, routes: 'default' });
    const [old] = await lab.dataPlane.serve(fleet.generations[0]!.groupArn, 'v001');
    await lab.dataPlane.serve(fleet.generations[1]!.groupArn, 'v002');
    const first = await fetch(fleet.url);
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    const { elb } = sdkFor(lab);
    const [action] = weighted(fleet, 0, 1);
    await elb.send(
      new ModifyListenerCommand({
        ListenerArn: fleet.listenerArn,
        DefaultActions: [
          {
            ...action!,
            ForwardConfig: {
              ...action!.ForwardConfig,
              TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
            },
          },
        ],
      }),
    );
    await lab.dataPlane.settled();
    expect(await markerAt(fleet.url)).toBe('v002');
    const pinned = (): Promise<Response> => fetch(fleet.url, { headers: { cookie } });
    expect((await pinned()).headers.get('x-app-version')).toBe('v001');
    await old!.kill();
    expect((await pinned()).status).toBe(502);
  }, 60_000);

  test('a network load balancer passes bytes on, with scaled servers and a second listener', async () => {
    const secondListenerPort = await freePort();
    const fleet = await lab.makeFleet({
      name: 'tcp',
      network: true,
      scales: true,
      secondListenerPort,
    });
    expect(fleet.generations.map((one) => one.instanceIds.length)).toEqual([2, 2]);
    const { elb } = sdkFor(lab);
    const health = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: fleet.generations[0]!.groupArn }),
    );
    expect(health.TargetHealthDescriptions).toHaveLength(2);
    await lab.dataPlane.serve(fleet.generations[0]!.groupArn, 'v001');
    expect(await markerAt(fleet.url)).toBe('v001');
    const { port } = lab.dataPlane.addressOf(
      fleet.loadBalancerArn,
      Number(new URL(fleet.url).port),
    );
    expect(await markerAt(`http://127.0.0.1:${secondListenerPort}/`)).toBe('v001');
    const socket = net.connect(port, '127.0.0.1');
    socket.write('GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain('"version":"v001"');
  }, 60_000);
});

describe.skipIf(isAbsent)('with the IAM of moto on', () => {
  test('a policy allows what it says; EC2 words its refusal in its own way', async () => {
    const lab = await openLab();
    try {
      const fleet = await lab.makeFleet();
      const keys = await lab.limitTo({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['ec2:DescribeInstances', 'elasticloadbalancing:DescribeTargetHealth'],
            Resource: '*',
          },
        ],
      });
      const { elb, ec2 } = sdkFor(lab, keys);
      const TargetGroupArn = fleet.generations[1]!.groupArn;
      const health = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      expect(health.TargetHealthDescriptions).toHaveLength(2);
      expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).not.toEqual([]);
      await expect(
        elb.send(
          new ModifyListenerCommand({
            ListenerArn: fleet.listenerArn,
            DefaultActions: weighted(fleet, 0, 1),
          }),
        ),
      ).rejects.toMatchObject({ name: 'AccessDenied' });
      await expect(
        ec2.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1, DryRun: true })),
      ).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
      expect(await lab.cli('elbv2', 'describe-load-balancers')).toContain('storefront');

      // Later another policy: SSM words its refusal in JSON, and its resources count.
      await lab.limitTo({
        Statement: {
          Effect: 'Allow',
          Action: 'ssm:*Parameter*',
          Resource: 'arn:aws:ssm:*:*:parameter/blockyard/*',
        },
      });
      const { ssm } = sdkFor(lab, keys);
      const put = (Name: string) =>
        ssm.send(new PutParameterCommand({ Name, Value: '1', Type: 'String' }));
      await expect(put('/blockyard/web')).resolves.toBeDefined();
      await expect(put('/other/web')).rejects.toMatchObject({ name: 'AccessDeniedException' });
      await expect(
        ssm.send(new GetParametersByPathCommand({ Path: '/blockyard' })),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
      await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
        name: 'UnauthorizedOperation',
      });
      // The control: moto alone lets it pass.
      lab.truths.checksResources = false;
      await expect(put('/other/web')).resolves.toBeDefined();
    } finally {
      await lab.close();
    }
  }, 60_000);
});
