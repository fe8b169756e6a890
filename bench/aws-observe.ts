/**
 * What seeing a region costs above bare SDK paging: 1 000 instances in two generations, against moto. A
 * whole look, as the panel does it: the yard's own `observe` with the claims, what is checked of it, and
 * the deltas for the window. In turns with the bare loop, so that a busy machine strikes both. The first
 * rounds fill what is kept, and see the same until blocks count as healthy.
 */
import { motoPresence, startMoto } from '../e2e/aws-lab/moto-server.ts';
import { asYardId } from '../src-shared/ids.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { createObservations } from '../src-main/fleets/observations.ts';
import { createPanelFeed } from '../src-main/fleets/panel-feed.ts';
import { good } from '../src-main/yards/aws/aws-yard.fixture.ts';
import { awsCapabilities } from '../src-main/yards/aws/aws-capabilities.ts';
import { openAwsYard } from '../src-main/yards/aws/aws-yard.ts';
import { pageThrough } from '../src-main/yards/aws/discover/bare-paging.fixture.ts';
import {
  makerFor,
  motoKeys,
  motoRegion,
} from '../src-main/yards/aws/discover/made-in-moto.fixture.ts';
import { awsTimes } from '../src-main/yards/aws/pace.ts';
import { createAccountBudget } from '../src-main/yards/aws/session/account-budget.ts';
import { createCallLedger } from '../src-main/yards/aws/session/call-ledger.ts';
import { createClients } from '../src-main/yards/aws/session/clients.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';

const instances = 1000;
const rounds = 9;
/** Looks in a row after which a block that is healthy counts as healthy, over that many seconds. */
const settling = { looks: 3, pauseMs: 3000 };

/** No figures where moto is missing, which is said loudly; an error where it is required. */
export async function measureAwsObserve(): Promise<readonly Figure[]> {
  if (motoPresence().kind === 'absent') return [];
  const moto = await startMoto();
  const maker = await makerFor(moto.endpoint);
  const panel = openPanel(moto.endpoint);
  try {
    await makeRegion(maker);
    const page = () => pageThrough(maker.elb, maker.ec2);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let look = 0; look < settling.looks; look += 1) {
      await timed(panel.look);
      await systemClock.delay(settling.pauseMs);
    }
    await timed(page);
    const before = { reads: panel.reads(), told: panel.told() };
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await timed(page));
      ours.push(await timed(panel.look));
    }
    const ratios = ours.map((ms, index) => ms / (bare[index] ?? Number.NaN));
    return [
      atMost('aws-observe-over-bare-paging', median(ratios), 'x', 1.15),
      told('aws-observe', median(ours), 'ms'),
      told('aws-observe-bare-paging', median(bare), 'ms'),
      told('aws-observe-calls', (panel.reads() - before.reads) / rounds, 'calls'),
      atMost('aws-observe-told-of-nothing-new', panel.told() - before.told, 'deltas', 0),
    ];
  } finally {
    panel.close();
    maker.close();
    await moto.stop();
  }
}

/** From the look to the window's deltas, on connections of its own. */
function openPanel(endpoint: string) {
  const ledger = createCallLedger();
  const place = { profile: 'bench', region: motoRegion, useFips: false, useDualstack: false };
  const credentials = { credentials: () => Promise.resolve(motoKeys), rejected: () => undefined };
  const clients = createClients(
    { ...place, endpoint },
    { ledger, clock: systemClock, version: '0.0.0', credentials },
  );
  const id = asYardId('aws-bench');
  const yard = openAwsYard({
    ...{ id, name: 'Bench', clients, ledger, clock: systemClock },
    budget: createAccountBudget(systemClock),
    signInByMs: () => null,
    markerOf: () => null,
    writesRefused: () => null,
  });
  let deltas = 0;
  const feed = createPanelFeed(
    {
      ...{ yard: id, capabilities: awsCapabilities, markers: [] },
      band: { yardName: 'Bench', kind: 'aws', detail: '', account: null },
      settings: { theme: 'system', onQuit: 'keep-yard' },
      self: { name: 'ana', host: 'desk', panel: 'p-1' },
      versions: { app: '0', electron: '0', host: null },
    },
    () => {
      deltas += 1;
    },
  );
  const observations = createObservations(yard, systemClock, awsTimes);
  observations.onSight((sight) => {
    if (sight.kind !== 'live') return;
    const { fleets, images, observedAtMs } = sight.look.observation;
    feed.showObservation(fleets, images, observedAtMs);
  });
  return {
    /** Instances that the window was told of. */
    look: async (): Promise<number> => {
      good(await observations.fresh());
      const { fleets } = feed.snapshot();
      return fleets.flatMap(({ generations }) => generations.flatMap(({ blocks }) => blocks))
        .length;
    },
    reads: () => ledger.totals().reads,
    told: () => deltas,
    close: () => {
      yard.close();
    },
  };
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
