/**
 * A fleet made as people make it by hand: no tag of ours, default VPC, two generations behind one load balancer. The
 * core by the AWS CLI takes about 10 s (0.6 s a call); by the SDK under 1 s.
 */
import * as z from 'zod';
import type { Invoke } from './clients.ts';

export interface FleetWish {
  /** Servers of each generation; default 2. */
  readonly instances?: number;
  /** Default `storefront`. */
  readonly name?: string;
  /** Ends of the groups' names, the old generation first; `['blue', 'green']` has no version in it. Default v001, v002. */
  readonly generations?: readonly string[];
  /** Whether the later generations' groups are listed at weight 0; default true. */
  readonly attachesIdle?: boolean;
  /** What routes to the groups: the listener's default action, a rule by host and path, or both. Default both. */
  readonly routes?: 'default' | 'rule' | 'both';
  /** Seconds of group stickiness; none without it. */
  readonly stickySeconds?: number;
  /** Puts an authenticate-oidc action in front of the rule's forward; only HTTPS listeners may have one at AWS. */
  readonly authenticates?: boolean;
  /** Servers come from auto scaling groups, which register them; `later`: those of all generations but the first. */
  readonly scales?: boolean | 'later';
  /** The smallest size of these groups; default as many servers as they have. */
  readonly smallest?: number;
  /** A network load balancer with a TCP listener has only a default action. */
  readonly network?: boolean;
  /** A second listener whose default action shares the groups. */
  readonly secondListenerPort?: number;
  /** Port of the listener; the data plane serves the very same one. */
  readonly listenerPort: number;
  /** Zones given to the load balancer; default all of the VPC. Servers are spread over all in any case. */
  readonly zones?: number;
  /** Snapshots behind the root disks of the images, one for each generation; default what moto makes up. */
  readonly snapshots?: readonly string[];
  /** Extra tags on servers and images. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface MadeGeneration {
  /** `storefront-v001`. */
  readonly name: string;
  readonly groupArn: string;
  readonly imageId: string;
  readonly instanceIds: readonly string[];
  readonly launchTemplateId: string;
  readonly autoScalingGroup: string | undefined;
}

export interface MadeFleet {
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  /** `http://DNSNAME:PORT/` */
  readonly url: string;
  readonly listenerArn: string;
  readonly secondListenerArn: string | undefined;
  readonly ruleArn: string | undefined;
  readonly generations: readonly MadeGeneration[];
}

const subnetsShape = z.object({
  Subnets: z.array(z.object({ SubnetId: z.string(), VpcId: z.string() })),
});
const imageShape = z.object({ ImageId: z.string() });
const templateShape = z.object({ LaunchTemplate: z.object({ LaunchTemplateId: z.string() }) });
const groupShape = z.object({ TargetGroups: z.array(z.object({ TargetGroupArn: z.string() })) });
const ranShape = z.object({ Instances: z.array(z.object({ InstanceId: z.string() })) });
const balancersShape = z.object({
  LoadBalancers: z.array(z.object({ LoadBalancerArn: z.string(), DNSName: z.string() })),
});
const listenersShape = z.object({ Listeners: z.array(z.object({ ListenerArn: z.string() })) });
const rulesShape = z.object({ Rules: z.array(z.object({ RuleArn: z.string() })) });

interface Site {
  readonly invoke: Invoke;
  readonly wish: FleetWish;
  readonly name: string;
  readonly subnets: readonly string[];
  readonly vpc: string;
  readonly securityGroup: string;
}

export async function makeFleet(invoke: Invoke, wish: FleetWish): Promise<MadeFleet> {
  const { name = 'storefront', generations: ends = ['v001', 'v002'] } = wish;
  const subnets = subnetsShape.parse(await invoke('ec2', 'DescribeSubnets', {})).Subnets;
  const vpc = subnets[0]?.VpcId ?? '';
  const { GroupId: securityGroup } = z.object({ GroupId: z.string() }).parse(
    await invoke('ec2', 'CreateSecurityGroup', {
      GroupName: `${name}-servers`,
      Description: `Servers of ${name}`,
      VpcId: vpc,
    }),
  );
  const site: Site = {
    invoke,
    wish,
    name,
    subnets: subnets.map((subnet) => subnet.SubnetId),
    vpc,
    securityGroup,
  };
  const [balancer, ...generations] = await Promise.all([
    makeBalancer(site),
    ...ends.map((end, place) => makeGeneration(site, `${name}-${end}`, place)),
  ]);
  return { ...balancer, ...(await makeEntry(site, balancer, generations)), generations };
}

async function makeBalancer({
  invoke,
  wish,
  name,
  subnets,
}: Site): Promise<Pick<MadeFleet, 'loadBalancerArn' | 'dnsName' | 'url'>> {
  const made = balancersShape.parse(
    await invoke('elbv2', 'CreateLoadBalancer', {
      Name: name,
      Type: wish.network === true ? 'network' : 'application',
      Subnets: subnets.slice(0, wish.zones ?? subnets.length),
    }),
  ).LoadBalancers[0];
  if (made === undefined) throw new Error('No load balancer was made.');
  return {
    loadBalancerArn: made.LoadBalancerArn,
    dnsName: made.DNSName,
    url: `http://${made.DNSName}:${wish.listenerPort}/`,
  };
}

async function makeGeneration(site: Site, name: string, place: number): Promise<MadeGeneration> {
  const { invoke, wish } = site;
  const [imageId, groupArn] = await Promise.all([
    makeImage(site, name, place),
    makeGroup(site, name),
  ]);
  const template = templateShape.parse(
    await invoke('ec2', 'CreateLaunchTemplate', {
      LaunchTemplateName: name,
      LaunchTemplateData: {
        ImageId: imageId,
        InstanceType: place === 0 ? 't3.small' : 't3.medium',
        SecurityGroupIds: [site.securityGroup],
        UserData: Buffer.from(
          `#!/bin/sh\nexport APP_VERSION=${name}\nexport DB_PASSWORD=not-for-the-screen\nexec /srv/app\n`,
        ).toString('base64'),
      },
    }),
  ).LaunchTemplate.LaunchTemplateId;
  const started =
    wish.scales === true || (wish.scales === 'later' && place > 0)
      ? await scale(site, name, template, groupArn)
      : await run(site, name, template, groupArn);
  return { name, groupArn, imageId, launchTemplateId: template, ...started };
}

async function makeImage({ invoke, wish }: Site, name: string, place: number): Promise<string> {
  const made = imageShape.parse(
    await invoke('ec2', 'RegisterImage', {
      Name: `${name}-ami`,
      Description: `Made by hand for ${name}`,
      Architecture: 'x86_64',
      RootDeviceName: '/dev/xvda',
      VirtualizationType: 'hvm',
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: {
            ...{ VolumeSize: 8 + place * 2, VolumeType: 'gp3' },
            ...(wish.snapshots?.[place] !== undefined && { SnapshotId: wish.snapshots[place] }),
          },
        },
      ],
      TagSpecifications: [{ ResourceType: 'image', Tags: tagsOf(name, wish) }],
    }),
  );
  return made.ImageId;
}

async function makeGroup({ invoke, wish, vpc }: Site, name: string): Promise<string> {
  const made = groupShape.parse(
    await invoke('elbv2', 'CreateTargetGroup', {
      Name: name,
      Protocol: wish.network === true ? 'TCP' : 'HTTP',
      Port: 80,
      VpcId: vpc,
      TargetType: 'instance',
      ...(wish.network === true ? {} : { HealthCheckPath: '/health' }),
    }),
  ).TargetGroups[0];
  if (made === undefined) throw new Error('No target group was made.');
  return made.TargetGroupArn;
}

type Started = Pick<MadeGeneration, 'instanceIds' | 'autoScalingGroup'>;

/** One call per zone: a subnet is part of the call. */
async function run(site: Site, name: string, template: string, group: string): Promise<Started> {
  const { invoke, wish, subnets } = site;
  const wanted = wish.instances ?? 2;
  const perZone = subnets.map((subnet, place) => ({
    subnet,
    count: Math.floor(wanted / subnets.length) + (place < wanted % subnets.length ? 1 : 0),
  }));
  const answers = await Promise.all(
    perZone
      .filter(({ count }) => count > 0)
      .map(({ subnet, count }) =>
        invoke('ec2', 'RunInstances', {
          MinCount: count,
          MaxCount: count,
          SubnetId: subnet,
          LaunchTemplate: { LaunchTemplateId: template, Version: '1' },
          TagSpecifications: [{ ResourceType: 'instance', Tags: tagsOf(name, wish) }],
        }),
      ),
  );
  const instanceIds = answers.flatMap((answer) =>
    ranShape.parse(answer).Instances.map((instance) => instance.InstanceId),
  );
  if (instanceIds.length > 0) {
    await invoke('elbv2', 'RegisterTargets', {
      TargetGroupArn: group,
      Targets: instanceIds.map((id) => ({ Id: id })),
    });
  }
  return { instanceIds, autoScalingGroup: undefined };
}

async function scale(site: Site, name: string, template: string, group: string): Promise<Started> {
  const { invoke, wish, subnets } = site;
  const size = wish.instances ?? 2;
  await invoke('autoscaling', 'CreateAutoScalingGroup', {
    AutoScalingGroupName: name,
    LaunchTemplate: { LaunchTemplateId: template, Version: '1' },
    MinSize: wish.smallest ?? size,
    MaxSize: size * 2,
    DesiredCapacity: size,
    VPCZoneIdentifier: subnets.join(','),
    TargetGroupARNs: [group],
    HealthCheckType: 'ELB',
    HealthCheckGracePeriod: 60,
    Tags: tagsOf(name, wish).map((tag) => ({ ...tag, PropagateAtLaunch: true })),
  });
  const made = z
    .object({ AutoScalingGroups: z.array(ranShape) })
    .parse(
      await invoke('autoscaling', 'DescribeAutoScalingGroups', { AutoScalingGroupNames: [name] }),
    );
  const instanceIds = (made.AutoScalingGroups[0]?.Instances ?? []).map((one) => one.InstanceId);
  return { instanceIds, autoScalingGroup: name };
}

async function makeEntry(
  { invoke, wish, name }: Site,
  { loadBalancerArn }: Pick<MadeFleet, 'loadBalancerArn'>,
  generations: readonly MadeGeneration[],
): Promise<Pick<MadeFleet, 'listenerArn' | 'secondListenerArn' | 'ruleArn'>> {
  const { routes = 'both' } = wish;
  const forward = forwardTo(wish, generations);
  const nothing = {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'no shop' },
  };
  const listen = async (port: number): Promise<string> => {
    const made = listenersShape.parse(
      await invoke('elbv2', 'CreateListener', {
        LoadBalancerArn: loadBalancerArn,
        Protocol: wish.network === true ? 'TCP' : 'HTTP',
        Port: port,
        DefaultActions: [routes === 'rule' && wish.network !== true ? nothing : forward],
      }),
    ).Listeners[0];
    if (made === undefined) throw new Error('No listener was made.');
    return made.ListenerArn;
  };
  const listenerArn = await listen(wish.listenerPort);
  const secondListenerArn =
    wish.secondListenerPort === undefined ? undefined : await listen(wish.secondListenerPort);
  if (routes === 'default' || wish.network === true) {
    return { listenerArn, secondListenerArn, ruleArn: undefined };
  }
  const rule = rulesShape.parse(
    await invoke('elbv2', 'CreateRule', {
      ListenerArn: listenerArn,
      Priority: 10,
      Conditions: [
        { Field: 'host-header', HostHeaderConfig: { Values: [`${name}.example.com`] } },
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } },
      ],
      Actions:
        wish.authenticates === true
          ? [
              { ...signIn, Order: 1 },
              { ...forward, Order: 2 },
            ]
          : [forward],
    }),
  ).Rules[0];
  return { listenerArn, secondListenerArn, ruleArn: rule?.RuleArn };
}

const signIn = {
  Type: 'authenticate-oidc',
  AuthenticateOidcConfig: {
    Issuer: 'https://login.example.com',
    AuthorizationEndpoint: 'https://login.example.com/authorize',
    TokenEndpoint: 'https://login.example.com/token',
    UserInfoEndpoint: 'https://login.example.com/user',
    ClientId: 'storefront',
    ClientSecret: 'only-known-to-aws',
    SessionCookieName: 'AWSELBAuthSessionCookie',
    Scope: 'openid',
    SessionTimeout: 3600,
    OnUnauthenticatedRequest: 'authenticate',
  },
};

/** All weight on the first; the rest at 0, or left out. */
function forwardTo(wish: FleetWish, generations: readonly MadeGeneration[]): object {
  const listed = wish.attachesIdle === false ? generations.slice(0, 1) : generations;
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: listed.map((generation, place) => ({
        TargetGroupArn: generation.groupArn,
        Weight: place === 0 ? 100 : 0,
      })),
      ...(wish.stickySeconds === undefined
        ? {}
        : {
            TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: wish.stickySeconds },
          }),
    },
  };
}

function tagsOf(name: string, wish: FleetWish): { Key: string; Value: string }[] {
  return Object.entries({ Name: name, ...wish.tags }).map(([Key, Value]) => ({ Key, Value }));
}
