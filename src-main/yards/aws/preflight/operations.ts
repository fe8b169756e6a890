/**
 * The one list of what Blockyard asks of AWS. The policy in docs/ is made from it, a denied call names
 * the statement that allows it, and the clients refuse to send anything that is not in it: so the
 * policy can neither miss a call nor allow one that nobody makes.
 */
export type AwsService = 'ec2' | 'elb' | 'sts' | 'ssm';

/** Statements of docs/iam-policy.json. */
export type StatementId =
  | 'See'
  | 'MoveTraffic'
  | 'HoldClaims'
  | 'WhoAmI'
  | 'LaunchGenerations'
  | 'FillOwnGroups'
  | 'MarkOwnGroups'
  | 'MarkWhatIsLaunched'
  | 'LendRoleToServers'
  | 'EndOwnServers';

export interface AwsOperation {
  readonly service: AwsService;
  /** As the SDK and CloudTrail call it: `ModifyRule`. */
  readonly action: string;
  readonly iamAction: string;
  /** Changes the world: sent exactly once per order, never repeated by the SDK. */
  readonly isMutation: boolean;
  /** AWS says by a dry run whether it may be done. */
  readonly hasDryRun: boolean;
  /** ARN patterns with `*` for region and account; `*` alone where the action knows no resources. */
  readonly resources: readonly string[];
  /** Null where the policy cannot grant it. */
  readonly sid: StatementId | null;
  /** Under which the policy grants it, as IAM writes conditions. */
  readonly condition?: Condition;
}

export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** What the policy grants beside: nobody sends it by itself, another operation needs it. */
export type ImpliedRight = Pick<AwsOperation, 'iamAction' | 'resources' | 'condition'> & {
  readonly sid: StatementId;
};

/** Parameters of other programs stay out of reach: claims are kept below this and nothing else is. */
export const claimsRoot = '/blockyard/';

const iamPrefixes: Readonly<Record<AwsService, string>> = {
  ec2: 'ec2',
  elb: 'elasticloadbalancing',
  sts: 'sts',
  ssm: 'ssm',
};

const everything = ['*'];
const claims = [`arn:aws:ssm:*:*:parameter${claimsRoot}*`];
/** Listing asks about the path itself, which no pattern below it matches. */
const claimsAndTheirPath = [`arn:aws:ssm:*:*:parameter${claimsRoot.slice(0, -1)}`, ...claims];

const targetGroups = ['arn:aws:elasticloadbalancing:*:*:targetgroup/*/*'];

function ec2Arn(kind: string): string {
  // Images and snapshots of others belong to no account of ours.
  return kind === 'image' || kind === 'snapshot'
    ? `arn:aws:ec2:*::${kind}/*`
    : `arn:aws:ec2:*:*:${kind}/*`;
}

/** AWS asks about everything that a new server takes up. */
const usedByServers = [
  'instance',
  'image',
  'snapshot',
  'volume',
  'network-interface',
  'subnet',
  'security-group',
  'key-pair',
  'launch-template',
].map(ec2Arn);

function operation(
  service: AwsService,
  action: string,
  sid: StatementId | null,
  resources: readonly string[],
  kind: 'read' | 'mutation' | 'tried-dry',
): AwsOperation {
  return {
    service,
    action,
    iamAction: `${iamPrefixes[service]}:${action}`,
    isMutation: kind !== 'read',
    hasDryRun: kind === 'tried-dry',
    resources,
    sid,
  };
}

/** Describe actions of EC2 and ELB know no resource permissions: `*` is the least that works. */
const sees = (service: AwsService, action: string): AwsOperation =>
  operation(service, action, 'See', everything, 'read');

const ownAlone: Condition = { StringLike: { 'aws:ResourceTag/blockyard:rollout': '*' } };

function onOwnGroup(action: string): AwsOperation {
  const write = operation('elb', action, 'FillOwnGroups', targetGroups, 'mutation');
  return { ...write, condition: ownAlone };
}

export const awsOperations: readonly AwsOperation[] = [
  sees('elb', 'DescribeLoadBalancers'),
  sees('elb', 'DescribeListeners'),
  sees('elb', 'DescribeRules'),
  sees('elb', 'DescribeTargetGroups'),
  sees('elb', 'DescribeTargetGroupAttributes'),
  sees('elb', 'DescribeTargetHealth'),
  sees('elb', 'DescribeTags'),
  sees('ec2', 'DescribeInstances'),
  sees('ec2', 'DescribeInstanceAttribute'),
  sees('ec2', 'DescribeImages'),
  sees('ec2', 'GetImageAncestry'),
  sees('ec2', 'DescribeLaunchTemplates'),
  sees('ec2', 'DescribeLaunchTemplateVersions'),
  operation('elb', 'ModifyRule', 'MoveTraffic', ['arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*'], 'mutation'), // prettier-ignore
  operation('elb', 'ModifyListener', 'MoveTraffic', ['arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*', 'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*'], 'mutation'), // prettier-ignore
  operation('ssm', 'GetParametersByPath', 'HoldClaims', claimsAndTheirPath, 'read'),
  operation('ssm', 'PutParameter', 'HoldClaims', claims, 'mutation'),
  operation('ssm', 'DeleteParameter', 'HoldClaims', claims, 'mutation'),
  operation('ec2', 'CreateLaunchTemplate', 'LaunchGenerations', [ec2Arn('launch-template')], 'mutation'), // prettier-ignore
  operation('ec2', 'RunInstances', 'LaunchGenerations', usedByServers, 'tried-dry'),
  operation('elb', 'CreateTargetGroup', 'LaunchGenerations', targetGroups, 'mutation'),
  onOwnGroup('ModifyTargetGroupAttributes'),
  onOwnGroup('RegisterTargets'),
  onOwnGroup('DeregisterTargets'),
  {
    ...operation('ec2', 'TerminateInstances', 'EndOwnServers', [ec2Arn('instance')], 'tried-dry'),
    condition: ownAlone,
  },
  operation('sts', 'GetCallerIdentity', 'WhoAmI', everything, 'read'),
];

export const impliedRights: readonly ImpliedRight[] = [
  {
    iamAction: 'elasticloadbalancing:AddTags',
    sid: 'MarkOwnGroups',
    resources: targetGroups,
    condition: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' } },
  },
  {
    iamAction: 'ec2:CreateTags',
    sid: 'MarkWhatIsLaunched',
    resources: [ec2Arn('instance'), ec2Arn('launch-template'), ec2Arn('volume')],
    condition: { StringEquals: { 'ec2:CreateAction': ['CreateLaunchTemplate', 'RunInstances'] } },
  },
  {
    iamAction: 'iam:PassRole',
    sid: 'LendRoleToServers',
    resources: ['arn:aws:iam::*:role/*'],
    condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
  },
];

/** Asked while signing in, as the source profile, whose own policy must allow it; ours cannot. */
export const signInOperations: readonly AwsOperation[] = [
  operation('sts', 'AssumeRole', null, everything, 'read'),
  operation('sts', 'AssumeRoleWithWebIdentity', null, everything, 'read'),
];

/** Undefined when nothing in the list is called so: then it must not be sent. */
export function operationOf(service: AwsService, action: string): AwsOperation | undefined {
  return [...awsOperations, ...signInOperations].find(
    (each) => each.service === service && each.action === action,
  );
}

/** By the name IAM uses in its refusals: `elasticloadbalancing:ModifyRule`. */
export function operationOfIamAction(iamAction: string): AwsOperation | undefined {
  return awsOperations.find((each) => each.iamAction === iamAction);
}
