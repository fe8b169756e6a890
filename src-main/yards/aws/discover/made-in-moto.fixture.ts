/** Fleets as a stranger would make them: plain SDK calls, no tag of ours. Test support. */
import { DescribeSubnetsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type Action,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { inBatches } from './aws-reader.ts';

export const motoKeys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
export const motoRegion = 'us-east-1';

export interface Maker {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  /** Answers its ARN. */
  readonly group: (name: string) => Promise<string>;
  readonly balancer: (name: string) => Promise<string>;
  readonly listener: (balancer: string, port: number, action: Action) => Promise<void>;
  /** Started from one image, spread over nothing; ids. */
  readonly instances: (count: number) => Promise<readonly string[]>;
  readonly register: (group: string, ids: readonly string[]) => Promise<void>;
  readonly close: () => void;
}

/** Any of the images that moto has from the start. */
const image = 'ami-03cf127a';

export async function makerFor(endpoint: string): Promise<Maker> {
  const options = { endpoint, region: motoRegion, credentials: motoKeys };
  const elb = new ElasticLoadBalancingV2Client(options);
  const ec2 = new EC2Client(options);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const subnets = Subnets.slice(0, 2).flatMap(({ SubnetId }) => SubnetId ?? []);
  const VpcId = Subnets[0]?.VpcId ?? '';
  return {
    elb,
    ec2,
    async group(Name) {
      const out = await elb.send(
        new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80, VpcId }),
      );
      return out.TargetGroups?.[0]?.TargetGroupArn ?? '';
    },
    async balancer(Name) {
      const out = await elb.send(new CreateLoadBalancerCommand({ Name, Subnets: subnets }));
      return out.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    },
    async listener(LoadBalancerArn, Port, action) {
      await elb.send(
        new CreateListenerCommand({
          LoadBalancerArn,
          Port,
          Protocol: 'HTTP',
          DefaultActions: [action],
        }),
      );
    },
    async instances(count) {
      const out = await ec2.send(
        new RunInstancesCommand({
          ImageId: image,
          InstanceType: 't3.micro',
          MinCount: count,
          MaxCount: count,
          SubnetId: subnets[0],
        }),
      );
      return (out.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []).sort();
    },
    async register(TargetGroupArn, ids) {
      for (const some of inBatches(ids, 200)) {
        await elb.send(
          new RegisterTargetsCommand({ TargetGroupArn, Targets: some.map((Id) => ({ Id })) }),
        );
      }
    },
    close() {
      elb.destroy();
      ec2.destroy();
    },
  };
}
