/**
 * What seeing a region costs above bare SDK paging: 1 000 instances in two generations, against moto. In
 * turns with the bare loop, so that a busy machine strikes both. The first round fills what is kept.
 */
import { motoPresence, startMoto } from '../e2e/aws-lab/moto-server.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { pageThrough } from '../src-main/yards/aws/discover/bare-paging.fixture.ts';
import { discovered, nothingDiscovered } from '../src-main/yards/aws/discover/discovery.ts';
import {
  makerFor,
  motoKeys,
  motoRegion,
} from '../src-main/yards/aws/discover/made-in-moto.fixture.ts';
import { createAwsObserver } from '../src-main/yards/aws/discover/observe.ts';
import { createEc2Reader } from '../src-main/yards/aws/discover/read-ec2.ts';
import { createElbReader } from '../src-main/yards/aws/discover/read-elb.ts';
import { createCallLedger } from '../src-main/yards/aws/session/call-ledger.ts';
import { createClients } from '../src-main/yards/aws/session/clients.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';

const instances = 1000;
const rounds = 9;

/** No figures where moto is missing, which is said loudly; an error where it is required. */
export async function measureAwsObserve(): Promise<readonly Figure[]> {
  if (motoPresence().kind === 'absent') return [];
  const moto = await startMoto();
  const maker = await makerFor(moto.endpoint);
  const ledger = createCallLedger();
  const clients = createClients(
    {
      profile: 'bench',
      region: motoRegion,
      endpoint: moto.endpoint,
      useFips: false,
      useDualstack: false,
    },
    {
      ledger,
      clock: systemClock,
      version: '0.0.0',
      credentials: { credentials: () => Promise.resolve(motoKeys), rejected: () => undefined },
    },
  );
  try {
    await makeRegion(maker);
    const observer = createAwsObserver(
      { ...createElbReader(clients.elb), ...createEc2Reader(clients.ec2, motoRegion) },
      { region: motoRegion, clock: systemClock },
    );
    let state = nothingDiscovered;
    const observe = async (): Promise<number> => {
      const result = await observer.observe();
      if (!result.ok) throw new Error(result.fault.message);
      const next = discovered(state, result.value, () => ({
        previous: null,
        rollout: null,
        marker: 'none',
        meantSizes: new Map(),
      }));
      state = next;
      return next.fleets.flatMap((fleet) => fleet.generations.flatMap(({ blocks }) => blocks))
        .length;
    };
    const page = () => pageThrough(maker.elb, maker.ec2);
    const ours: number[] = [];
    const bare: number[] = [];
    await timed(observe);
    await timed(page);
    const before = ledger.totals().reads;
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await timed(page));
      ours.push(await timed(observe));
    }
    const ratios = ours.map((ms, index) => ms / (bare[index] ?? Number.NaN));
    return [
      atMost('aws-observe-over-bare-paging', median(ratios), 'x', 1.15),
      told('aws-observe', median(ours), 'ms'),
      told('aws-observe-bare-paging', median(bare), 'ms'),
      told('aws-observe-calls', (ledger.totals().reads - before) / rounds, 'calls'),
    ];
  } finally {
    clients.close();
    maker.close();
    await moto.stop();
  }
}

async function makeRegion(maker: Awaited<ReturnType<typeof makerFor>>): Promise<void> {
  const groups = [await maker.group('bench-v001'), await maker.group('bench-v002')];
  const balancer = await maker.balancer('bench');
  await maker.listener(balancer, 80, {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: groups.map((TargetGroupArn, index) => ({
        TargetGroupArn,
        Weight: index === 0 ? 100 : 0,
      })),
    },
  });
  for (const group of groups) {
    await maker.register(group, await maker.instances(instances / groups.length));
  }
}

/** Milliseconds. @throws when not every instance was seen: what is fast must also be whole. */
async function timed(look: () => Promise<number>): Promise<number> {
  const startedAtMs = performance.now();
  const seen = await look();
  if (seen !== instances) throw new Error(`${seen} of ${instances} instances were seen.`);
  return performance.now() - startedAtMs;
}
