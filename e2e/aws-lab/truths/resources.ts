/**
 * The resources of a policy's statements, which AWS looks at and moto compares with `*` only: so moto is
 * given the policy widened to every resource, and this decides what is left.
 */
import * as z from 'zod';
import { iamActionOf, type AwsCall } from '../aws-call.ts';
import type { PolicyDocument } from '../iam.ts';
import type { Scaling } from '../scaling/scaling.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const conditionShape = z.record(z.string(), z.record(z.string(), oneOrMore));
const policyShape = z.object({
  Statement: z
    .union([z.unknown().array(), z.unknown()])
    .transform((value) => [value].flat())
    .pipe(
      z.array(
        z.object({
          Effect: z.literal('Allow'),
          Action: oneOrMore,
          Resource: oneOrMore,
          Condition: conditionShape.optional(),
        }),
      ),
    ),
});

const account = '123456789012';

/** The same actions on everything; those of CloudWatch also as moto calls them, by the name in the signature. */
export function widened(policy: PolicyDocument): PolicyDocument {
  const { Statement } = policyShape.parse(policy);
  return {
    Version: '2012-10-17',
    Statement: Statement.map((statement) => ({
      ...statement,
      Action: statement.Action.flatMap((action) =>
        action.startsWith('cloudwatch:')
          ? [action, action.replace('cloudwatch', 'monitoring')]
          : action,
      ),
      Resource: '*',
    })),
  };
}

/** Whether some statement that names the action names what it is about too; moto has judged the action. */
export function coversResource(
  policy: PolicyDocument,
  call: AwsCall,
  region: string,
  scaling: Pick<Scaling, 'arnOf' | 'tagsOf'>,
): boolean {
  const action = iamActionOf(call);
  const about = resourceOf(call, region);
  const naming = policyShape
    .parse(policy)
    .Statement.filter(({ Action }) => Action.some((pattern) => fits(pattern, action)));
  // Nobody else looks at the actions of Auto Scaling, nor at the tags of its groups.
  if (call.service === 'autoscaling') {
    const arn = scaling.arnOf(call);
    return naming.some(
      ({ Resource, Condition = {} }) =>
        Resource.some((pattern) => fits(pattern, arn)) && holds(Condition, call, scaling),
    );
  }
  return (
    naming.length === 0 ||
    naming.some(({ Resource }) => Resource.some((pattern) => fits(pattern, about)))
  );
}

/** Tags of the group that is asked about, and those that it is asked to have. */
function holds(
  condition: z.output<typeof conditionShape>,
  call: AwsCall,
  scaling: Pick<Scaling, 'tagsOf'>,
): boolean {
  const requested = new Map(
    [...call.params].flatMap(([name, key]) =>
      /^Tags\.member\.\d+\.Key$/.test(name)
        ? [[key, call.params.get(name.replace(/Key$/, 'Value')) ?? ''] as const]
        : [],
    ),
  );
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, patterns]) => {
      const [kind = '', tag = ''] = key.split('Tag/');
      const value = (kind === 'aws:Request' ? requested : scaling.tagsOf(call)).get(tag);
      return /^String(Like|Equals)$/.test(operator) && value !== undefined
        ? patterns.some((pattern) => fits(pattern, value))
        : false;
    }),
  );
}

/** Of the actions that know resources at all; the rest is about everything. */
function resourceOf(call: AwsCall, region: string): string {
  const told = (name: string): string => call.params.get(name) ?? '';
  switch (`${call.service}:${call.action}`) {
    case 'elasticloadbalancing:ModifyRule':
    case 'elasticloadbalancing:DeleteRule':
      return told('RuleArn');
    case 'elasticloadbalancing:CreateRule':
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
    case 'ec2:StopInstances':
    case 'ec2:StartInstances':
      return `arn:aws:ec2:${region}:${account}:instance/${told('InstanceId.1')}`;
    case 'ec2:CreateTags':
      return `arn:aws:ec2:${region}:${account}:instance/${told('ResourceId.1')}`;
    case 'elasticloadbalancing:AddTags':
      return told('ResourceArns.member.1');
    case 'ec2:EnableImageDeregistrationProtection':
      return `arn:aws:ec2:${region}::image/${told('ImageId')}`;
    case 'ebs:ListChangedBlocks':
    case 'ebs:ListSnapshotBlocks':
      return `arn:aws:ec2:${region}::snapshot/${told('SnapshotId')}`;
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
