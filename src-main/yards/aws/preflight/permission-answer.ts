/** What an answer of AWS proves about a right, and what can be said where nothing proves it. */
import type { PermissionAnswer } from '../../../../src-shared/permission.ts';
import { faultOf } from '../../../../src-shared/result.ts';
import { AwsError } from '../session/aws-fault.ts';
import type { AwsOperation } from './operations.ts';
import { statementFor } from './statement.ts';

/** AWS answers a dry run that would be taken with this error. */
export function isDryRunTaken(error: unknown): boolean {
  return error instanceof AwsError && error.awsName === 'DryRunOperation';
}

/** Any other refusal than a denial proves nothing: services look at rights and at the order in either order. */
export function answerOfRefusal(error: unknown): PermissionAnswer {
  const { code, message, denial } = faultOf(error);
  return code === 'denied' && denial !== undefined
    ? { kind: 'denied', denial }
    : { kind: 'untold', because: message };
}

/** A read proves its right by being answered. */
export async function answerOfRead(read: () => Promise<unknown>): Promise<PermissionAnswer> {
  try {
    await read();
  } catch (error) {
    if (!isDryRunTaken(error)) return answerOfRefusal(error);
  }
  return { kind: 'allowed', how: 'AWS answered it just now.' };
}

const noWay = {
  elb: 'Load balancing has no dry run',
  autoscaling: 'Auto Scaling has no dry run',
  cloudwatch: 'CloudWatch has no dry run',
  ssm: 'Parameters have no dry run',
  ec2: 'It has no dry run',
  ebs: 'Snapshots have no dry run',
  sts: 'It has no dry run',
} as const;

/** Of an order that can only be proven by giving it. */
export function unprovable(
  { service, iamAction }: AwsOperation,
  why: string = noWay[service],
): PermissionAnswer {
  return {
    kind: 'not-provable',
    because: `${why}: only a real call would show whether it is allowed.`,
    statement: statementFor(iamAction, null),
  };
}
