/** The whole observation against moto, with fleets made as a stranger would make them. */
import {
  AddTagsCommand,
  DeregisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../clock/system-clock.ts';
import { describeWithMoto, startMoto, type Moto } from '../moto.fixture.ts';
import { createCallLedger } from '../session/call-ledger.ts';
import { createClients, type AwsClients } from '../session/clients.ts';
import { batchSizes, fastCalls, slowCalls } from './call-budget.ts';
import { discovered, nothingDiscovered, type Remembered } from './discovery.ts';
import { createAwsObserver } from './observe.ts';
import { makerFor, motoKeys, motoRegion, type Maker } from './made-in-moto.fixture.ts';
import { createAsgReader } from './read-asg.ts';
import { createEc2Reader } from './read-ec2.ts';
import { createElbReader } from './read-elb.ts';

const region = motoRegion;
const keys = motoKeys;
const nothing: Remembered = {
  previous: null,
  rollout: null,
  marker: 'none',
  meantSizes: new Map(),
};

describeWithMoto('A region found through the SDK', () => {
  let moto: Moto;
  let clients: AwsClients;
  const ledger = createCallLedger();

  const observer = () =>
    createAwsObserver(
      {
        ...createElbReader(clients.elb),
        ...createEc2Reader(clients.ec2, region),
        ...createAsgReader(clients.autoScaling, clients.ec2),
      },
      { region, clock: systemClock },
    );

  let maker: Maker;
  let balancer = '';
  let blue = '';
  let idle = '';
  let instances: readonly string[] = [];

  beforeAll(async () => {
    moto = await startMoto();
    clients = createClients(
      { profile: 'test', region, endpoint: moto.endpoint, useFips: false, useDualstack: false },
      {
        ledger,
        clock: systemClock,
        version: '0.0.0',
        credentials: { credentials: () => Promise.resolve(keys), rejected: () => undefined },
      },
    );
    maker = await makerFor(moto.endpoint);
    [blue, idle] = [await maker.group('shop-web-v001'), await maker.group('shop-web-v002')];
    balancer = await maker.balancer('shop');
    await maker.listener(balancer, 80, { Type: 'forward', TargetGroupArn: blue });
    instances = await maker.instances(4);
    await maker.register(blue, instances.slice(0, 3));
    await maker.register(idle, instances.slice(3));
  }, 60_000);
  afterAll(async () => {
    maker.close();
    clients.close();
    await moto.stop();
  });

  it('appears with name, generations, servers and split, within the stated budget', async () => {
    const before = ledger.totals();
    const result = await observer().observe();
    if (!result.ok) throw new Error(result.fault.message);
    const { counts, reading } = result.value;
    const made = ledger.totals().reads - before.reads;
    const slow = {
      taggedGroups: 2,
      groupsWithAttributes: 2,
      images: 1,
      scalingGroups: 0,
      scalingDetails: 0,
    };
    expect(made).toBe(fastCalls(counts) + slowCalls(slow));
    expect(ledger.totals().mutations).toBe(0);
    const { fleets } = discovered(nothingDiscovered, result.value, () => nothing);
    expect(fleets).toHaveLength(1);
    const [fleet] = fleets;
    expect(fleet).toMatchObject({ name: 'shop-web', floor: 3, previous: null });
    expect(fleet?.entry).toMatchObject({
      state: { kind: 'listening' },
      rules: ['default action of shop:80'],
      pinnedForMs: null,
    });
    expect(fleet?.generations.map(({ number, size, rung }) => ({ number, size, rung }))).toEqual([
      { number: 1, size: 3, rung: 'warm' },
      { number: 2, size: 1, rung: 'warm' },
    ]);
    expect(fleet?.split.weights.map(({ weight }) => weight)).toEqual([1, 0]);
    const [serving, aside] = fleet?.generations ?? [];
    expect(serving?.blocks.map(({ id }) => id).sort()).toEqual(instances.slice(0, 3));
    expect(serving?.blocks.every(({ state }) => state.kind === 'healthy')).toBe(true);
    // moto calls it healthy, which no load balancer would: no rule names its group.
    expect(aside?.blocks.map(({ state }) => state.kind)).toEqual(['unused']);
    // Of the thousand images that the account can see, the one in use.
    expect(reading.images).toHaveLength(1);
    expect(serving?.image).toBe(reading.images[0]?.id);
  });

  it('costs only the fast calls while nothing new appears', async () => {
    const one = observer();
    await one.observe();
    const before = ledger.totals();
    const result = await one.observe();
    if (!result.ok) throw new Error(result.fault.message);
    expect(ledger.totals().reads - before.reads).toBe(fastCalls(result.value.counts));
  });

  it('goes on without an instance that EC2 does not know, which is unknown and not gone', async () => {
    const unknown = 'i-0123456789abcdef0';
    await maker.register(blue, [unknown]);
    const result = await observer().observe();
    if (!result.ok) throw new Error(result.fault.message);
    const { fleets } = discovered(nothingDiscovered, result.value, () => nothing);
    const kinds = fleets[0]?.generations[0]?.blocks.map(({ state }) => state.kind) ?? [];
    expect([...kinds].sort()).toEqual(['healthy', 'healthy', 'healthy', 'unknown']);
    const Targets = [{ Id: unknown }];
    await maker.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: blue, Targets }));
  });

  it('sees a weighted rule, a second listener and tags', async () => {
    const before = await observer().observe();
    const Tags = [{ Key: 'blockyard:fleet', Value: 'storefront' }];
    await maker.elb.send(new AddTagsCommand({ ResourceArns: [blue, idle], Tags }));
    await maker.listener(balancer, 8080, {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: blue, Weight: 30 },
          { TargetGroupArn: idle, Weight: 10 },
        ],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 },
      },
    });
    const after = await observer().observe();
    if (!before.ok || !after.ok) throw new Error('not read');
    const { fleets } = discovered(nothingDiscovered, after.value, () => nothing);
    expect(fleets).toHaveLength(1);
    expect(fleets[0]).toMatchObject({ name: 'storefront', id: before.value.groupings[0]?.id });
    expect(fleets[0]?.entry.pinnedForMs).toBe(600_000);
    expect(fleets[0]?.entry.rules).toHaveLength(2);
    expect(fleets[0]?.split.weights.map(({ weight }) => weight)).toEqual([875, 125]);
    expect(fleets[0]?.entry.notes.join('\n')).toMatch(/do not agree: default action of shop:8080/);
  });

  it('reads more than one batch of instances', async () => {
    await maker.register(idle, await maker.instances(520));
    const result = await observer().observe();
    if (!result.ok) throw new Error(result.fault.message);
    expect(Object.keys(result.value.reading.instances)).toHaveLength(524);
    expect(result.value.counts.instances).toBeGreaterThan(batchSizes.instances);
  }, 60_000);

  it('answers with a fault, and never with an empty region, when the connection fails', async () => {
    const other = createClients(
      {
        profile: 'test',
        region,
        endpoint: 'http://127.0.0.1:9',
        useFips: false,
        useDualstack: false,
      },
      {
        ledger,
        clock: systemClock,
        version: '0.0.0',
        credentials: { credentials: () => Promise.resolve(keys), rejected: () => undefined },
      },
    );
    const reader = {
      ...createElbReader(other.elb),
      ...createEc2Reader(other.ec2, region),
      ...createAsgReader(other.autoScaling, other.ec2),
    };
    const result = await createAwsObserver(reader, { region, clock: systemClock }).observe();
    expect(result).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
    other.close();
  }, 20_000);
});
