/** Two generations made as people make them, described through the fault layer and compared. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../../e2e/aws-lab/made-by-hand.ts';
import type { Comparison } from '../../../../src-shared/plan.ts';
import { systemClock } from '../../../clock/system-clock.ts';
import { compareGenerations } from '../../../compare/compare-generations.ts';
import { secretMark } from '../../../masking/secret-mark.ts';
import type { GenerationFacts } from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { createAwsObserver, type Observed } from '../discover/observe.ts';
import { createAsgReader } from '../discover/read-asg.ts';
import { createEc2Reader } from '../discover/read-ec2.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { createCallLedger } from '../session/call-ledger.ts';
import { createClients, type AwsClients } from '../session/clients.ts';
import { createDescribeGeneration } from './describe-generation.ts';
import { dataText } from './template-text.ts';
import { readableUserData } from './user-data.ts';

const mark = secretMark(new Uint8Array(32).fill(3));

describeWithMoto('Generations of a real fleet', () => {
  let lab: Lab;
  let made: MadeFleet;
  let clients: AwsClients;
  let observed: Observed;
  const ledger = createCallLedger();

  beforeAll(async () => {
    lab = await openLab();
    made = await lab.makeFleet();
    clients = createClients(
      {
        profile: 'test',
        region: lab.region,
        endpoint: lab.endpoint,
        useFips: false,
        useDualstack: false,
      },
      {
        ledger,
        clock: systemClock,
        version: '0.0.0',
        credentials: {
          credentials: () =>
            Promise.resolve({ accessKeyId: 'AKIAPRODUCT000000000', secretAccessKey: 'product' }),
          rejected: () => undefined,
        },
      },
    );
    const looked = await createAwsObserver(
      {
        ...createElbReader(clients.elb),
        ...createEc2Reader(clients.ec2, lab.region),
        ...createAsgReader(clients.autoScaling, clients.ec2),
      },
      { region: lab.region, clock: systemClock },
    ).observe();
    if (!looked.ok) throw new Error(looked.fault.message);
    observed = looked.value;
  }, 60_000);
  afterAll(async () => {
    clients.close();
    await lab.close();
  });

  async function described(place: number): Promise<GenerationFacts> {
    const fleet = observed.groupings[0];
    const arn = made.generations[place]?.groupArn;
    if (fleet === undefined || arn === undefined) throw new Error('The fleet was not found.');
    const describe = createDescribeGeneration(clients, mark);
    const answer = await describe(observed, fleet.id, generationIdOfGroup(arn));
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value;
  }
  const compared = async (one: number, other: number): Promise<Comparison> =>
    compareGenerations(await described(one), await described(other), Date.now());

  it('are described with template, user data, group and image, and without any secret', async () => {
    const facts = await described(0);
    const told = Object.fromEntries(facts.facts.map(({ fact, value }) => [fact, value]));
    expect(facts.label).toBe('v001');
    expect(facts.image?.id).toBe(made.generations[0]?.imageId);
    expect(told).toMatchObject({
      Blocks: '2',
      'Instance type': 't3.small',
      'Launch template': 'storefront-v001',
      'Launch template version': '1',
      'Target group': 'storefront-v001',
      'Health checks': 'on',
      'Target group deregistration_delay.timeout_seconds': '300',
    });
    expect(told['Security groups']).toMatch(/^storefront-servers \(sg-/u);
    expect(facts.texts.map(({ title }) => title)).toEqual(['Launch template', 'User data']);
    expect(facts.texts[1]?.text).toMatch(
      /^#!\/bin\/sh\nexport APP_VERSION=storefront-v001\nexport DB_PASSWORD=\u2022{4}\S+\nexec \/srv\/app\n$/u,
    );
    expect(facts.texts[0]?.text).toContain('InstanceType: t3.small');
    expect(JSON.stringify(facts)).not.toContain('not-for-the-screen');
    expect(JSON.stringify(facts)).not.toContain(btoa('not-for-the-screen').slice(0, 12));
  });

  it('differ in what was made differently, and only in that', async () => {
    const { rows, texts } = await compared(0, 1);
    const changed = rows.filter((row) => row.change !== 'equal').map((row) => row.fact);
    expect(changed).toEqual(
      expect.arrayContaining(['Image', 'Instance type', 'Launch template', 'Target group']),
    );
    for (const same of ['VPC', 'Security groups', 'Health path', 'Architecture', 'Blocks']) {
      expect(changed).not.toContain(same);
    }
    const userData = texts.find(({ title }) => title === 'User data')?.lines ?? [];
    expect(userData.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same #!/bin/sh',
      'removed export APP_VERSION=storefront-v001',
      'added export APP_VERSION=storefront-v002',
      'same export DB_PASSWORD=\u2022\u2022\u2022\u2022',
      'same exec /srv/app',
    ]);
  });

  it('are equal to themselves', async () => {
    const { rows, texts } = await compared(0, 0);
    expect(rows.filter((row) => row.change !== 'equal')).toEqual([]);
    expect(texts.flatMap(({ lines }) => lines)).toEqual([]);
  });

  it('say what could not be read: moto knows no ancestry', async () => {
    const { missing } = await compared(0, 1);
    expect(
      missing.filter((line) => /^v00[12]: The images that ami-\w+ was made from/u.test(line)),
    ).toHaveLength(2);
  });

  it('say what is denied, and compare the rest', async () => {
    for (const action of ['DescribeInstanceAttribute', 'DescribeLaunchTemplateVersions']) {
      lab.faults.add({ effect: { kind: 'denied' }, on: { action }, times: 20 });
    }
    const facts = await described(0);
    lab.faults.clear();
    expect(facts.texts).toEqual([]);
    expect(
      facts.missing.filter((line) => /^The (user data|launch template) was not read\./u.test(line)),
    ).toHaveLength(2);
    expect(facts.facts.some(({ fact }) => fact === 'Instance type')).toBe(true);
  });

  it('are not compared in what could not be read of one of them', async () => {
    const whole = await described(0);
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'DescribeInstances' }, times: 20 });
    const blind = await described(1);
    lab.faults.clear();
    expect(blind.unread).toEqual(['servers', 'template', 'userData']);
    const { rows, texts, missing } = compareGenerations(whole, blind, Date.now());
    expect(rows.filter(({ change }) => change === 'removed')).toEqual([]);
    expect(texts).toEqual([]);
    const unread = missing.find((line) => line.includes('not read, so not compared'));
    for (const fact of ['Metadata tokens', 'Launch template', 'User data']) {
      expect(unread).toContain(fact);
    }
    expect(rows.map(({ fact }) => fact)).toContain('Health path');
  });

  it('say that their servers do not have the same user data', async () => {
    const id = made.generations[1]?.instanceIds[0] ?? '';
    await lab.cli('ec2', 'stop-instances', '--instance-ids', id);
    await lab.cli(
      'ec2',
      'modify-instance-attribute',
      '--instance-id',
      id,
      '--user-data',
      'Value=b3RoZXI=',
    );
    expect((await described(1)).missing.join(' ')).toContain('have different user data');
  });

  it('cost few calls', async () => {
    const before = ledger.totals();
    await described(0);
    const after = ledger.totals();
    expect(after.mutations).toBe(0);
    // One for servers, image, target group, attributes and template, two for user data; ancestry is repeated by the SDK.
    expect(after.reads - before.reads).toBeLessThanOrEqual(7 + 4);
  });
});

it('reads packed user data, and hides what is no text', () => {
  const packed = gzipSync('#!/bin/sh\nexport API_TOKEN=abc\n').toString('base64');
  expect(readableUserData(packed, mark).text).toMatch(
    /^#!\/bin\/sh\nexport API_TOKEN=\u2022{4}\S+\n$/u,
  );
  const noise = gzipSync(Buffer.alloc(50_000)).toString('base64');
  for (const encoded of [noise, packed.slice(0, 24)]) {
    expect(readableUserData(encoded, mark).text).toMatch(/^not text, \d+ bytes: \u2022{4}\S+$/u);
  }
  expect(readableUserData('', mark)).toEqual({ text: '', missing: [] });
});

it('masks no more than can be shown, says so, and still tells one from another', () => {
  let masked = 0;
  const counting = (secret: string): string => {
    masked += 1;
    return mark(secret);
  };
  const read = (size: number, salt = '') => {
    const lines = Array.from({ length: size / 20 }, (_, at) => `A_TOKEN=${salt}${String(at).padEnd(11, 'x')}\n`); // prettier-ignore
    return readableUserData(gzipSync(lines.join('')).toString('base64'), counting);
  };
  const long = read(1_000_000);
  expect(masked).toBe(1);
  expect(long.missing.join()).toContain('The user data is larger than 200 000 characters');
  expect(read(1_000_000)).toEqual(long);
  expect(read(1_000_000, 'y').text).not.toBe(long.text);
  // The control: what can be shown is masked line by line.
  masked = 0;
  const short = read(20_000);
  expect(masked).toBe(1000);
  expect(short.text).toMatch(/^A_TOKEN=\u2022/u);
  expect(short.missing).toEqual([]);
});

it('writes templates line by line, the same in any order', () => {
  const tags = [
    { Key: 'b', Value: '1\nForged: line' },
    { Key: 'a', Value: '2' },
  ];
  expect(
    dataText({ Z: [3, 4], A: { B: true, C: undefined }, Tags: tags, G: ['sg-2', 'sg-1'] }),
  ).toBe('A.B: true\nG: sg-1, sg-2\nTags.a: 2\nTags.b: 1 Forged: line\nZ[0]: 3\nZ[1]: 4');
});
