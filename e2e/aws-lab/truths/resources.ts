/**
 * The resources of a policy's statements, which AWS looks at and moto compares with `*` only: so moto is
 * given the policy widened to every resource, and this decides what is left.
 */
import * as z from 'zod';
import type { AwsCall } from '../aws-call.ts';
import type { PolicyDocument } from '../iam.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const policyShape = z.object({
  Statement: z
    .union([z.unknown().array(), z.unknown()])
    .transform((value) => [value].flat())
    .pipe(
      z.array(z.object({ Effect: z.literal('Allow'), Action: oneOrMore, Resource: oneOrMore })),
    ),
});

const account = '123456789012';

/** The same actions on everything. */
export function widened(policy: PolicyDocument): PolicyDocument {
  const { Statement } = policyShape.parse(policy);
  return {
    Version: '2012-10-17',
    Statement: Statement.map((statement) => ({ ...statement, Resource: '*' })),
  };
}

/** Whether some statement that names the action names what it is about too; moto has judged the action. */
export function coversResource(policy: PolicyDocument, call: AwsCall, region: string): boolean {
  const action = `${call.service}:${call.action}`;
  const about = resourceOf(call, region);
  const naming = policyShape
    .parse(policy)
    .Statement.filter(({ Action }) => Action.some((pattern) => fits(pattern, action)));
  return (
    naming.length === 0 ||
    naming.some(({ Resource }) => Resource.some((pattern) => fits(pattern, about)))
  );
}

/** Of the actions that know resources at all; the rest is about everything. */
function resourceOf(call: AwsCall, region: string): string {
  const told = (name: string): string => call.params.get(name) ?? '';
  switch (`${call.service}:${call.action}`) {
    case 'elasticloadbalancing:ModifyRule':
      return told('RuleArn');
    case 'elasticloadbalancing:ModifyListener':
      return told('ListenerArn');
    case 'ssm:PutParameter':
    case 'ssm:DeleteParameter':
      return `arn:aws:ssm:${region}:${account}:parameter${told('Name')}`;
    case 'ssm:GetParametersByPath':
      return `arn:aws:ssm:${region}:${account}:parameter${told('Path')}`;
    case 'ec2:RunInstances':
      return `arn:aws:ec2:${region}:${account}:subnet/${told('SubnetId')}`;
    case 'ec2:TerminateInstances':
      return `arn:aws:ec2:${region}:${account}:instance/${told('InstanceId.1')}`;
    case 'ec2:CreateLaunchTemplate':
      return `arn:aws:ec2:${region}:${account}:launch-template/new`;
    case 'elasticloadbalancing:CreateTargetGroup':
      return `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${told('Name')}/new`;
    case 'elasticloadbalancing:ModifyTargetGroupAttributes':
    case 'elasticloadbalancing:RegisterTargets':
    case 'elasticloadbalancing:DeregisterTargets':
      return told('TargetGroupArn');
    default:
      return '*';
  }
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
