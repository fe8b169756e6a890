/** The reads in the list of operations, each asked as small as it can be. */
import {
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  GetImageAncestryCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import { claimsPath } from '../claims/claim-records.ts';
import type { AwsClients } from '../session/clients.ts';
import type { PermissionGround } from './permission-ground.ts';

type Read = () => Promise<unknown>;

/** Null: the last look has seen nothing that it could be asked about. */
export type PermissionReads = Readonly<Record<string, Read | null>>;

/** Dry where EC2 takes it so: then user data does not even travel. */
export function permissionReads(
  { ec2, elb, ssm, sts }: Pick<AwsClients, 'ec2' | 'elb' | 'ssm' | 'sts'>,
  ground: PermissionGround,
): PermissionReads {
  const { loadBalancer, listener, targetGroup, launchTemplate } = ground;
  const instance = ground.instance?.id ?? null;
  const image = ground.instance?.imageId ?? null;
  const dry = { DryRun: true } as const;
  return {
    DescribeLoadBalancers: () => elb.send(new DescribeLoadBalancersCommand({ PageSize: 1 })),
    DescribeTargetGroups: () => elb.send(new DescribeTargetGroupsCommand({ PageSize: 1 })),
    DescribeListeners: about(loadBalancer, (arn) =>
      elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn, PageSize: 1 })),
    ),
    DescribeRules: about(listener, (arn) =>
      elb.send(new DescribeRulesCommand({ ListenerArn: arn, PageSize: 1 })),
    ),
    DescribeTargetGroupAttributes: about(targetGroup, (arn) =>
      elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
    ),
    DescribeTargetHealth: about(targetGroup, (arn) =>
      elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })),
    ),
    DescribeTags: about(targetGroup, (arn) =>
      elb.send(new DescribeTagsCommand({ ResourceArns: [arn] })),
    ),
    DescribeInstances: about(instance, (id) =>
      ec2.send(new DescribeInstancesCommand({ ...dry, InstanceIds: [id] })),
    ),
    DescribeInstanceAttribute: about(instance, (id) =>
      ec2.send(
        new DescribeInstanceAttributeCommand({ ...dry, InstanceId: id, Attribute: 'userData' }),
      ),
    ),
    DescribeImages: about(image, (id) =>
      ec2.send(new DescribeImagesCommand({ ...dry, ImageIds: [id] })),
    ),
    GetImageAncestry: about(image, (id) =>
      ec2.send(new GetImageAncestryCommand({ ...dry, ImageId: id })),
    ),
    DescribeLaunchTemplates: () =>
      ec2.send(new DescribeLaunchTemplatesCommand({ ...dry, MaxResults: 1 })),
    DescribeLaunchTemplateVersions: about(launchTemplate, (id) =>
      ec2.send(new DescribeLaunchTemplateVersionsCommand({ ...dry, LaunchTemplateId: id })),
    ),
    GetParametersByPath: () =>
      ssm.send(new GetParametersByPathCommand({ Path: claimsPath, Recursive: true })),
    GetCallerIdentity: () => sts.send(new GetCallerIdentityCommand({})),
  };
}

function about(thing: string | null, ask: (thing: string) => Promise<unknown>): Read | null {
  return thing === null ? null : () => ask(thing);
}
