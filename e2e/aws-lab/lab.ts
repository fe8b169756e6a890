/**
 * The lab: an AWS account that a test may break.
 *
 *   product, CLI --> fault layer --> moto_server           (control plane; real HTTP, real clients)
 *        |                 |
 *        +--> data plane <-+ follows rules and weights     (real HTTP from real processes)
 *
 * `openLab()` starts all three. The product gets `lab.endpoint` as its custom endpoint and any credentials. A fleet is
 * made with `lab.makeFleet(...)`; `http://<its DNSName>:<listener port>/` then is the data plane.
 *
 * - `lab.faults.add({ effect: { kind: 'throttled' }, on: { action: 'DescribeRules' }, times: 2 })` sets a fault.
 * - `lab.metrics.lateMs` says how late CloudWatch is with what the data plane answered.
 * - `lab.health` holds what targets say; `lab.truths` what AWS does and moto does not (switch one off for a control).
 * - `lab.calls.mutations({ caller })` are the writes that came in; `lab.moto.recorded()` is moto's own, second witness.
 * - What is done past the layer (straight to `lab.moto.endpoint`) needs `lab.forget()` afterwards.
 */
import { performance } from 'node:perf_hooks';
import { openCallLog, type CallLog } from './call-log.ts';
import { byCli, bySdk, runCli, type ClientOptions } from './clients.ts';
import { openControlPlane, type Keys } from './control-plane.ts';
import { type DataPlane, openDataPlane } from './data-plane/data-plane.ts';
import { openWorkers, type Workers, type WorkersOptions } from './data-plane/workers.ts';
import { startFaultLayer } from './fault-layer.ts';
import { type FaultSet, openFaultSet } from './faults/fault-set.ts';
import { openReadMemory } from './faults/stale-reads.ts';
import { type FleetWish, makeFleet, type MadeFleet } from './made-by-hand.ts';
import { limitedUser, type PolicyDocument, switchOnIam } from './iam.ts';
import { freePort, type MotoServer, startMoto } from './moto-server.ts';
import { seededRandom } from '../load/seeded-random.ts';
import { openScaling } from './scaling/scaling.ts';
import type { ScalingSettings } from './scaling/servers-of-groups.ts';
import { openClientTokens } from './truths/client-tokens.ts';
import { openDisks } from './truths/disks.ts';
import { openImageProtection } from './truths/image-protection.ts';
import { type HealthSettings, openHealth } from './truths/health.ts';
import { type MetricSettings, openMetrics } from './truths/metrics.ts';
import { coversResource, widened } from './truths/resources.ts';
import { asOnAws, type Truths } from './truths/truths.ts';

/** Whoever makes fleets here signs with these, so that the log tells the product's calls from theirs. */
export const operatorKeys: Keys = {
  accessKeyId: 'AKIALABOPERATOR00000',
  secretAccessKey: 'operator',
};

export interface LabOptions {
  /** Repeats every random choice; default 1. */
  readonly seed?: number;
  readonly region?: string;
  readonly truths?: Partial<Truths>;
  /** Nodes of each load balancer; default 2. */
  readonly nodes?: number;
  /** Within which the nodes take over a change; default 0. `lab.dataPlane.propagationMs` changes it later. */
  readonly propagationMs?: number;
}

export interface Lab {
  /** Of the fault layer: what the product and the CLI are given. */
  readonly endpoint: string;
  readonly region: string;
  readonly moto: MotoServer;
  readonly faults: FaultSet;
  readonly truths: Truths;
  readonly health: HealthSettings;
  readonly metrics: MetricSettings;
  /** Auto scaling groups: how long their servers take, whether there is room, whether they answer requests. */
  readonly scaling: ScalingSettings;
  readonly calls: CallLog;
  readonly dataPlane: DataPlane;
  /** On the clock of `calls`. */
  nowMs(): number;
  /** Runs `aws ARGS` against the fault layer; gives what it printed. */
  cli(...args: readonly string[]): Promise<string>;
  /** A process that fetches its work for each instance that runs, from now on until it is stopped. */
  openWorkers(options: Omit<WorkersOptions, 'plane'>): Promise<Workers>;
  /** By the SDK unless the CLI is asked for; the listener gets a free port unless one is wished for. */
  makeFleet(wish?: Partial<FleetWish>, by?: 'sdk' | 'cli'): Promise<MadeFleet>;
  /**
   * The first time, switches moto's IAM on: the CLI and `makeFleet` then sign as the user that may do everything.
   * Later it changes what the limited user may do.
   * @returns the keys of a user that may do what the policy says, and nothing else
   */
  limitTo(policy: PolicyDocument): Promise<Keys>;
  /** An empty account again, without faults; takes some ms. IAM stays as it is. */
  reset(): Promise<void>;
  /** Something was changed past the layer. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const { seed = 1, region = 'eu-central-1' } = options;
  const startedAt = performance.now();
  const startedAtMs = Date.now();
  const nowMs = (): number => performance.now() - startedAt;
  const random = seededRandom(seed);
  const truths: Truths = { ...asOnAws, ...options.truths };
  const moto = await startMoto();
  const plane = openControlPlane(moto.endpoint, region, operatorKeys);
  const memory = openReadMemory();
  const faults = openFaultSet(random, memory);
  const health = openHealth(plane, nowMs);
  const calls = openCallLog();
  const tokens = openClientTokens();
  const images = openImageProtection();
  const disks = openDisks();
  const dataPlane = openDataPlane({
    plane,
    nodes: options.nodes ?? 2,
    propagationMs: options.propagationMs ?? 0,
    // Of its own: how many requests come must not change which calls a fault strikes.
    random: seededRandom(seed + 1),
    nowMs,
  });
  const metrics = openMetrics(dataPlane.answers, startedAtMs, nowMs);
  const scaling = openScaling({ region, plane, health, runners: dataPlane });
  let limit: { readonly keys: Keys; readonly policy: PolicyDocument } | undefined;
  const layer = await startFaultLayer({
    motoEndpoint: moto.endpoint,
    plane,
    truths,
    faults,
    memory,
    health,
    tokens,
    metrics,
    scaling,
    images,
    disks,
    calls,
    nowMs,
    shuffled: (items) => shuffled(items, seed),
    isCovered: (call) =>
      limit?.keys.accessKeyId !== call.caller ||
      coversResource(limit.policy, call, region, scaling),
    changed: () => {
      dataPlane.follow().catch(() => undefined);
    },
  });
  let client: ClientOptions = { endpoint: layer.endpoint, region, keys: operatorKeys };
  let sdk = bySdk(client);
  const forget = async (): Promise<void> => {
    plane.forget('load-balancers');
    plane.forget('instances');
    await dataPlane.follow();
  };
  return {
    endpoint: layer.endpoint,
    region,
    moto,
    faults,
    truths,
    health,
    metrics,
    scaling,
    calls,
    dataPlane,
    nowMs,
    cli: (...args) => runCli(client, args),
    openWorkers: (wish) => openWorkers({ ...wish, plane }),
    async makeFleet(wish = {}, by = 'sdk') {
      const listenerPort = wish.listenerPort ?? (await freePort());
      const made = await makeFleet(by === 'cli' ? byCli(client) : sdk, { ...wish, listenerPort });
      await dataPlane.follow();
      return made;
    },
    async limitTo(policy) {
      if (limit !== undefined) {
        const { name, policy: inLine } = limitedUser;
        await runCli(client, ['iam', 'put-user-policy', '--user-name', name, '--policy-name', inLine, '--policy-document', JSON.stringify(widened(policy))]); // prettier-ignore
        limit = { ...limit, policy };
        return limit.keys;
      }
      const { admin, limited } = await switchOnIam(moto.endpoint, widened(policy));
      limit = { keys: limited, policy };
      plane.useKeys(admin);
      sdk.close();
      client = { ...client, keys: admin };
      sdk = bySdk(client);
      return limited;
    },
    async reset() {
      await moto.reset();
      faults.clear();
      health.clear();
      tokens.clear();
      scaling.clear();
      images.clear();
      disks.clear();
      await forget();
      calls.clear();
    },
    forget,
    async close() {
      scaling.clear();
      await layer.stop();
      await dataPlane.stop();
      sdk.close();
      plane.close();
      await moto.stop();
    },
  };
}

/** The same order for the same list: pages of one list fit together. */
function shuffled(items: readonly string[], seed: number): readonly string[] {
  const random = seededRandom(seed + items.length);
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
