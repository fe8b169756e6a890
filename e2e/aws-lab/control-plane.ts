/** What moto holds at this moment, read by the lab for itself past the fault layer; kept until something changes. */
import { EC2Client, type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import {
  type Action,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancer,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export interface RuleView {
  readonly arn: string;
  /** Infinity for the listener's default actions. */
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
}

export interface ListenerView {
  readonly arn: string;
  readonly port: number;
  readonly protocol: string;
  /** By priority, the default last. */
  readonly rules: readonly RuleView[];
}

export interface LoadBalancerView {
  readonly arn: string;
  readonly dnsName: string;
  readonly zones: readonly string[];
  readonly listeners: readonly ListenerView[];
}

export interface InstanceView {
  readonly zone: string;
  /** `running`, `stopped`... */
  readonly state: string;
}

export interface ControlPlane {
  loadBalancers(): Promise<readonly LoadBalancerView[]>;
  instances(): Promise<ReadonlyMap<string, InstanceView>>;
  /** Something changed: the next question asks moto again. */
  forget(what: 'load-balancers' | 'instances'): void;
  /** For the lab's own calls past the fault layer; others after `useKeys`. */
  clients(): PlaneClients;
  /** The lab's own reads are signed by these from now on. */
  useKeys(keys: Keys): void;
  close(): void;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function openControlPlane(endpoint: string, region: string, first: Keys): ControlPlane {
  const clientsFor = (credentials: Keys): PlaneClients => ({
    elb: new ElasticLoadBalancingV2Client({ endpoint, region, credentials }),
    ec2: new EC2Client({ endpoint, region, credentials }),
  });
  let clients = clientsFor(first);
  const loadBalancers = kept(() => readLoadBalancers(clients.elb));
  const instances = kept(() => readInstances(clients.ec2));
  const close = (): void => {
    clients.elb.destroy();
    clients.ec2.destroy();
  };
  return {
    loadBalancers: () => loadBalancers.get(),
    instances: () => instances.get(),
    forget(what) {
      (what === 'instances' ? instances : loadBalancers).forget();
    },
    clients: () => clients,
    useKeys(keys) {
      close();
      clients = clientsFor(keys);
    },
    close,
  };
}

export interface PlaneClients {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
}

/** The target groups that some rule or default action forwards to; a weight of 0 counts. */
export function groupsOf(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((action) => [
    ...(action.TargetGroupArn === undefined ? [] : [action.TargetGroupArn]),
    ...(action.ForwardConfig?.TargetGroups ?? []).flatMap((group) => group.TargetGroupArn ?? []),
  ]);
}

function kept<Value>(read: () => Promise<Value>): { get(): Promise<Value>; forget(): void } {
  let value: Promise<Value> | undefined;
  return {
    get() {
      const reading = (value ??= read());
      reading.catch(() => {
        if (value === reading) value = undefined;
      });
      return reading;
    },
    forget() {
      value = undefined;
    },
  };
}

async function readLoadBalancers(
  elb: ElasticLoadBalancingV2Client,
): Promise<readonly LoadBalancerView[]> {
  const found: LoadBalancer[] = [];
  for await (const page of paginateDescribeLoadBalancers({ client: elb }, {})) {
    found.push(...(page.LoadBalancers ?? []));
  }
  return Promise.all(
    found.map(async (one) => ({
      arn: one.LoadBalancerArn ?? '',
      dnsName: one.DNSName ?? '',
      zones: (one.AvailabilityZones ?? []).flatMap((zone) => zone.ZoneName ?? []),
      listeners: await readListeners(elb, one.LoadBalancerArn ?? ''),
    })),
  );
}

async function readListeners(
  elb: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<readonly ListenerView[]> {
  const answer = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn }));
  return Promise.all(
    (answer.Listeners ?? []).map(async (listener) => ({
      arn: listener.ListenerArn ?? '',
      port: listener.Port ?? 0,
      protocol: listener.Protocol ?? '',
      rules: await readRules(elb, listener.ListenerArn ?? ''),
    })),
  );
}

async function readRules(
  elb: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<readonly RuleView[]> {
  const rules: RuleView[] = [];
  for await (const page of paginateDescribeRules({ client: elb }, { ListenerArn: arn })) {
    for (const rule of page.Rules ?? []) {
      rules.push({
        arn: rule.RuleArn ?? '',
        priority: rule.IsDefault === true ? Infinity : Number(rule.Priority),
        conditions: rule.Conditions ?? [],
        actions: rule.Actions ?? [],
      });
    }
  }
  return rules.sort((one, other) => one.priority - other.priority);
}

async function readInstances(ec2: EC2Client): Promise<ReadonlyMap<string, InstanceView>> {
  const found: Instance[] = [];
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 1000 }, {})) {
    for (const reservation of page.Reservations ?? []) found.push(...(reservation.Instances ?? []));
  }
  return new Map(
    found.map((one) => [
      one.InstanceId ?? '',
      { zone: one.Placement?.AvailabilityZone ?? '', state: one.State?.Name ?? '' },
    ]),
  );
}
