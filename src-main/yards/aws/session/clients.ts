/**
 * The SDK's clients for one profile, region and endpoint. Reads are repeated by the SDK; a mutation is
 * sent once and repeated, if ever, by the engine. The revert has a client and connections of its own,
 * so that no amount of reading can be in its way.
 */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EBSClient } from '@aws-sdk/client-ebs';
import { EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

import type { Clock } from '../../../clock/clock.ts';
import { fail, faultOf, succeed, type Result } from '../../../../src-shared/result.ts';
import type { AwsService } from '../preflight/operations.ts';
import { createAccountBudget, type AccountBudget } from './account-budget.ts';
import type { CallLedger } from './call-ledger.ts';
import { callPlugin, type CallRules, type ClientPurpose } from './call-middleware.ts';
import type { CredentialSource } from './credentials.ts';
import { shareClock } from './shared-clock.ts';
import { createTransport, type Timeouts } from './transport.ts';

export interface AwsPlace {
  readonly profile: string;
  readonly region: string;
  /** `http(s)://...` for everything, instead of AWS's own addresses; null for those. */
  readonly endpoint: string | null;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
}

export interface ClientPorts {
  readonly credentials: CredentialSource;
  readonly ledger: CallLedger;
  readonly clock: Clock;
  /** What all of an account share. @default one of its own */
  readonly budget?: () => AccountBudget;
  /** Of Blockyard, for the user agent in CloudTrail: `0.1.0`. */
  readonly version: string;
  readonly timeouts?: Partial<Timeouts>;
}

export interface AwsClients {
  readonly place: AwsPlace;
  readonly ec2: EC2Client;
  readonly ec2Writes: EC2Client;
  /** Lists blocks of snapshots; reads no block. */
  readonly ebs: EBSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly elbWrites: ElasticLoadBalancingV2Client;
  /** Reserved: prepared reverts and the one quick read before them. Never repeated by the SDK. */
  readonly elbRevert: ElasticLoadBalancingV2Client;
  readonly autoScaling: AutoScalingClient;
  readonly autoScalingWrites: AutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly ssm: SSMClient;
  readonly ssmWrites: SSMClient;
  readonly sts: STSClient;
  /**
   * One cheap read on the revert's connection: keeps it open, its clock corrected and its credentials
   * fetched, so that a press pays for none of these. Call it about every 15 s while a revert is possible.
   */
  readonly warmRevert: () => Promise<Result<null>>;
  /** Closes all connections. */
  readonly close: () => void;
}

/** Four attempts: about 3 s of patience with throttling; a longer patience belongs to the observer. */
const readAttempts = 4;

/** Nothing of the SDK reaches the console: its warnings may name addresses and its debug lines requests. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export function createClients(place: AwsPlace, ports: ClientPorts): AwsClients {
  const transport = createTransport(ports.timeouts);
  const common = commonConfig(place, ports);
  const own = createAccountBudget(ports.clock);
  const rules = (service: AwsService, purpose: ClientPurpose): CallRules => ({
    service,
    purpose,
    profile: place.profile,
    ledger: ports.ledger,
    clock: ports.clock,
    budget: ports.budget ?? (() => own),
    onSignedOut: (accessKeyId) => ports.credentials.rejected(accessKeyId),
  });
  const reading = { ...common, maxAttempts: readAttempts, requestHandler: transport.reads };
  const writing = { ...common, maxAttempts: 1, requestHandler: transport.writes };

  const ec2 = new EC2Client(reading);
  ec2.middlewareStack.use(callPlugin(rules('ec2', 'read')));
  const ec2Writes = new EC2Client(writing);
  ec2Writes.middlewareStack.use(callPlugin(rules('ec2', 'write')));
  const ebs = new EBSClient(reading);
  ebs.middlewareStack.use(callPlugin(rules('ebs', 'read')));
  const elb = new ElasticLoadBalancingV2Client(reading);
  elb.middlewareStack.use(callPlugin(rules('elb', 'read')));
  const elbWrites = new ElasticLoadBalancingV2Client(writing);
  elbWrites.middlewareStack.use(callPlugin(rules('elb', 'write')));
  const elbRevert = new ElasticLoadBalancingV2Client({
    ...writing,
    requestHandler: transport.reverts,
  });
  elbRevert.middlewareStack.use(callPlugin(rules('elb', 'revert')));
  const autoScaling = new AutoScalingClient(reading);
  autoScaling.middlewareStack.use(callPlugin(rules('autoscaling', 'read')));
  const autoScalingWrites = new AutoScalingClient(writing);
  autoScalingWrites.middlewareStack.use(callPlugin(rules('autoscaling', 'write')));
  const cloudWatch = new CloudWatchClient(reading);
  cloudWatch.middlewareStack.use(callPlugin(rules('cloudwatch', 'read')));
  const ssm = new SSMClient(reading);
  ssm.middlewareStack.use(callPlugin(rules('ssm', 'read')));
  const ssmWrites = new SSMClient(writing);
  ssmWrites.middlewareStack.use(callPlugin(rules('ssm', 'write')));
  const sts = new STSClient(reading);
  sts.middlewareStack.use(callPlugin(rules('sts', 'read')));

  const all = [ec2, ec2Writes, ebs, elb, elbWrites, elbRevert, autoScaling, autoScalingWrites];
  shareClock([...all, cloudWatch, ssm, ssmWrites, sts].map(({ config }) => config));

  return {
    place,
    ec2,
    ec2Writes,
    ebs,
    elb,
    elbWrites,
    elbRevert,
    autoScaling,
    autoScalingWrites,
    cloudWatch,
    ssm,
    ssmWrites,
    sts,
    async warmRevert() {
      const read = new DescribeLoadBalancersCommand({ PageSize: 1 });
      return attempt(async () => {
        await elbRevert.send(read);
        return null;
      });
    },
    close: () => transport.close(),
  };
}

/** For clients of ours: the chosen region, credentials and endpoint on top of what all clients share. */
export function commonConfig(place: AwsPlace, { credentials, version }: ClientPorts) {
  return {
    ...sharedConfig(place, version),
    region: place.region,
    // Not memoised by the SDK: after a sign-in the very next call uses the new credentials.
    credentials: Object.assign(() => credentials.credentials(), { memoized: true }),
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint }),
  };
}

/** Settings that every client shares; each closes a door through which the environment would be read. */
export function sharedConfig({ useFips, useDualstack }: AwsPlace, version: string) {
  return {
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: useFips,
    useDualstackEndpoint: useDualstack,
    // 'auto' would ask the instance metadata service which region this is.
    defaultsMode: 'standard' as const,
    retryMode: 'standard',
    authSchemePreference: [],
    userAgentAppId: () => Promise.resolve(undefined),
    customUserAgent: `blockyard/${version}`,
    logger: silent,
  };
}

/** Work with clients as a Result: what a client throws carries its Fault. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return succeed(await work());
  } catch (error) {
    return fail(faultOf(error));
  }
}
