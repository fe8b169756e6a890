/** The two real clients of the lab: the AWS CLI and the SDK, told the same operations with the same input. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as scaling from '@aws-sdk/client-auto-scaling';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Keys } from './control-plane.ts';

const run = promisify(execFile);

/** Operations as the SDK names them, `CreateListener`; input and output as in the API. */
export type Invoke = (
  service: 'ec2' | 'elbv2' | 'autoscaling',
  operation: string,
  input: object,
) => Promise<unknown>;

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly keys: Keys;
}

/**
 * Runs `aws ARGS`; 0.6 s for the start of Python alone.
 * @returns what it printed
 * @throws with its message when it fails
 */
export async function runCli(options: ClientOptions, args: readonly string[]): Promise<string> {
  const { stdout } = await run('aws', ['--endpoint-url', options.endpoint, ...args], {
    maxBuffer: 50_000_000,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ACCESS_KEY_ID: options.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: options.keys.secretAccessKey,
      AWS_DEFAULT_REGION: options.region,
      // Neither the machine's profiles nor its pager.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_PAGER: '',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  return stdout;
}

export function byCli(options: ClientOptions): Invoke {
  return async (service, operation, input) => {
    const command = operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    const args = [service, command, '--output', 'json', '--cli-input-json', JSON.stringify(input)];
    const printed = await runCli(options, args);
    return printed.trim() === '' ? {} : (JSON.parse(printed) as unknown);
  };
}

export function bySdk(options: ClientOptions): Invoke & { close(): void } {
  const { endpoint, region, keys } = options;
  const clients = {
    ec2: new ec2.EC2Client({ endpoint, region, credentials: keys }),
    elbv2: new elb.ElasticLoadBalancingV2Client({ endpoint, region, credentials: keys }),
    autoscaling: new scaling.AutoScalingClient({ endpoint, region, credentials: keys }),
  };
  const operations: Readonly<Record<string, (input: never) => Promise<unknown>>> = {
    CreateImage: (input) => clients.ec2.send(new ec2.CreateImageCommand(input)),
    CreateLaunchTemplate: (input) => clients.ec2.send(new ec2.CreateLaunchTemplateCommand(input)),
    CreateSecurityGroup: (input) => clients.ec2.send(new ec2.CreateSecurityGroupCommand(input)),
    DescribeImages: (input) => clients.ec2.send(new ec2.DescribeImagesCommand(input)),
    DescribeSubnets: (input) => clients.ec2.send(new ec2.DescribeSubnetsCommand(input)),
    RegisterImage: (input) => clients.ec2.send(new ec2.RegisterImageCommand(input)),
    RunInstances: (input) => clients.ec2.send(new ec2.RunInstancesCommand(input)),
    CreateListener: (input) => clients.elbv2.send(new elb.CreateListenerCommand(input)),
    CreateLoadBalancer: (input) => clients.elbv2.send(new elb.CreateLoadBalancerCommand(input)),
    CreateRule: (input) => clients.elbv2.send(new elb.CreateRuleCommand(input)),
    CreateTargetGroup: (input) => clients.elbv2.send(new elb.CreateTargetGroupCommand(input)),
    CreateAutoScalingGroup: (input) => clients.autoscaling.send(new scaling.CreateAutoScalingGroupCommand(input)), // prettier-ignore
    DescribeAutoScalingGroups: (input) => clients.autoscaling.send(new scaling.DescribeAutoScalingGroupsCommand(input)), // prettier-ignore
    RegisterTargets: (input) => clients.elbv2.send(new elb.RegisterTargetsCommand(input)),
  };
  const invoke: Invoke = (_service, operation, input) => {
    const send = operations[operation];
    if (send === undefined) throw new Error(`The lab's SDK client has no ${operation}.`);
    return send(input as never);
  };
  return Object.assign(invoke, {
    close() {
      clients.ec2.destroy();
      clients.elbv2.destroy();
      clients.autoscaling.destroy();
    },
  });
}
