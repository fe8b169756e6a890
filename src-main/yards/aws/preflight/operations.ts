/**
 * The one list of what Blockyard asks of AWS. The policy in docs/ is made from it, a denied call names
 * the statement that allows it, and the clients refuse to send anything that is not in it: so the
 * policy can neither miss a call nor allow one that nobody makes.
 */
export type AwsService = 'ec2' | 'ebs' | 'elb' | 'autoscaling' | 'cloudwatch' | 'sts' | 'ssm';

/** Statements of docs/iam-policy.json. */
export type StatementId =
  | 'See'
  | 'MoveTraffic'
  | 'WatchMeasures'
  | 'ReadDisks'
  | 'HoldClaims'
  | 'WhoAmI'
  | 'LaunchGenerations'
  | 'FillOwnGroups'
  | 'MarkOwnGroups'
  | 'MarkWhatIsLaunched'
  | 'LendRoleToServers'
  | 'EndOwnServers'
  | 'LaunchScalingGroups'
  | 'HoldScalingGroups'
  | 'ChangeOwnScalingGroups'
  | 'StopOwnServers'
  | 'AdoptGenerations'
  | 'KeepImages'
  | 'MakeTestRules'
  | 'RemoveTestRules'
  | 'MarkTestRules';

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
  ebs: 'ebs',
  elb: 'elasticloadbalancing',
  autoscaling: 'autoscaling',
  cloudwatch: 'cloudwatch',
  sts: 'sts',
  ssm: 'ssm',
};

const everything = ['*'];
const claims = [`arn:aws:ssm:*:*:parameter${claimsRoot}*`];
/** Listing asks about the path itself, which no pattern below it matches. */
const claimsAndTheirPath = [`arn:aws:ssm:*:*:parameter${claimsRoot.slice(0, -1)}`, ...claims];

const scalingGroups = ['arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/*'];
const listenerRules = ['arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*'];
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

/** Describe actions of EC2, ELB and Auto Scaling know no resource permissions: `*` is the least that works. */
const sees = (service: AwsService, action: string): AwsOperation =>
  operation(service, action, 'See', everything, 'read');

const ownAlone: Condition = { StringLike: { 'aws:ResourceTag/blockyard:rollout': '*' } };

/** Whatever it is put on: no tag but ours, so that adopting can neither write over nor forge what others go by. */
const ourKeysAlone: Condition = {
  'ForAllValues:StringLike': { 'aws:TagKeys': 'blockyard:*' },
  Null: { 'aws:TagKeys': 'false' },
};

function marks(service: AwsService, action: string, resources: readonly string[]): AwsOperation {
  const write = operation(service, action, 'AdoptGenerations', resources, 'mutation');
  return { ...write, condition: ourKeysAlone };
}

function onOwnServers(action: string): AwsOperation {
  const write = operation('ec2', action, 'StopOwnServers', [ec2Arn('instance')], 'tried-dry');
  return { ...write, condition: ownAlone };
}

function onOwnGroup(action: string): AwsOperation {
  const write = operation('elb', action, 'FillOwnGroups', targetGroups, 'mutation');
  return { ...write, condition: ownAlone };
}

/** AWS asks about the tags in the request where there is no group yet that could have them. */
const markedAsOwn: Condition = { StringLike: { 'aws:RequestTag/blockyard:rollout': '*' } };

function onScalingGroups(
  action: string,
  sid: 'LaunchScalingGroups' | 'HoldScalingGroups' | 'ChangeOwnScalingGroups',
): AwsOperation {
  const write = operation('autoscaling', action, sid, scalingGroups, 'mutation');
  if (sid === 'HoldScalingGroups') return write;
  return { ...write, condition: sid === 'LaunchScalingGroups' ? markedAsOwn : ownAlone };
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
  sees('ec2', 'DescribeInstanceStatus'),
  sees('ec2', 'DescribeImages'),
  sees('ec2', 'GetImageAncestry'),
  sees('ec2', 'DescribeLaunchTemplates'),
  sees('ec2', 'DescribeLaunchTemplateVersions'),
  sees('autoscaling', 'DescribeAutoScalingGroups'),
  sees('autoscaling', 'DescribePolicies'),
  sees('autoscaling', 'DescribeScheduledActions'),
  sees('autoscaling', 'DescribeLifecycleHooks'),
  sees('autoscaling', 'DescribeScalingActivities'),
  operation('elb', 'ModifyRule', 'MoveTraffic', listenerRules, 'mutation'),
  operation('elb', 'ModifyListener', 'MoveTraffic', ['arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*', 'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*'], 'mutation'), // prettier-ignore
  operation('cloudwatch', 'GetMetricData', 'WatchMeasures', everything, 'read'),
  operation('cloudwatch', 'DescribeAlarms', 'WatchMeasures', everything, 'read'),
  operation('ebs', 'ListChangedBlocks', 'ReadDisks', [ec2Arn('snapshot')], 'read'),
  operation('ebs', 'ListSnapshotBlocks', 'ReadDisks', [ec2Arn('snapshot')], 'read'),
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
  onScalingGroups('CreateAutoScalingGroup', 'LaunchScalingGroups'),
  onScalingGroups('CreateOrUpdateTags', 'LaunchScalingGroups'),
  // The group of what serves is held, too, whoever made it.
  onScalingGroups('UpdateAutoScalingGroup', 'HoldScalingGroups'),
  onScalingGroups('PutScheduledUpdateGroupAction', 'HoldScalingGroups'),
  onScalingGroups('DeleteScheduledAction', 'HoldScalingGroups'),
  onScalingGroups('PutScalingPolicy', 'ChangeOwnScalingGroups'),
  onScalingGroups('EnableMetricsCollection', 'ChangeOwnScalingGroups'),
  onScalingGroups('TerminateInstanceInAutoScalingGroup', 'ChangeOwnScalingGroups'),
  onScalingGroups('SuspendProcesses', 'ChangeOwnScalingGroups'),
  onScalingGroups('ResumeProcesses', 'ChangeOwnScalingGroups'),
  onScalingGroups('DeleteAutoScalingGroup', 'ChangeOwnScalingGroups'),
  onOwnServers('StopInstances'),
  onOwnServers('StartInstances'),
  marks('ec2', 'CreateTags', [ec2Arn('instance')]),
  marks('elb', 'AddTags', targetGroups),
  operation(
    'ec2',
    'EnableImageDeregistrationProtection',
    'KeepImages',
    [ec2Arn('image')],
    'mutation',
  ),
  {
    ...operation('elb', 'CreateRule', 'MakeTestRules', ['arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*'], 'mutation'), // prettier-ignore
    condition: { StringLike: { 'aws:RequestTag/blockyard:test': '*' } },
  },
  {
    ...operation('elb', 'DeleteRule', 'RemoveTestRules', listenerRules, 'mutation'),
    condition: { StringLike: { 'aws:ResourceTag/blockyard:test': '*' } },
  },
  operation('sts', 'GetCallerIdentity', 'WhoAmI', everything, 'read'),
];

export const impliedRights: readonly ImpliedRight[] = [
  // The auto scaling group that fills what is adopted, where no launch of groups is granted.
  {
    iamAction: 'autoscaling:CreateOrUpdateTags',
    sid: 'AdoptGenerations',
    resources: scalingGroups,
    condition: ourKeysAlone,
  },
  {
    iamAction: 'elasticloadbalancing:AddTags',
    sid: 'MarkOwnGroups',
    resources: targetGroups,
    condition: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' } },
  },
  // That servers of it are stopped and not listed; a group that is to be adopted is none of ours yet.
  {
    iamAction: 'elasticloadbalancing:AddTags',
    sid: 'FillOwnGroups',
    resources: targetGroups,
    condition: ownAlone,
  },
  {
    iamAction: 'elasticloadbalancing:AddTags',
    sid: 'MarkTestRules',
    resources: listenerRules,
    condition: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateRule' } },
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
