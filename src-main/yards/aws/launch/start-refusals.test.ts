import { describe, expect, it } from 'vitest';
import { operationOf } from '../preflight/operations.ts';
import { awsErrorOf } from '../session/aws-fault.ts';
import { faultOfStart, isOpen } from './start-refusals.ts';

const runInstances = operationOf('ec2', 'RunInstances');
const noRoom =
  'We currently do not have sufficient m5.large capacity in the Availability Zone you requested (eu-west-1a). Our system will be working on provisioning additional capacity. You can currently get m5.large capacity by not specifying an Availability Zone in your request or choosing eu-west-1b, eu-west-1c.';

/** As EC2 answers it, through everything that a fault passes on its way to the operator. */
function refused(name: string, text = 'x', status = 400) {
  if (runInstances === undefined) throw new Error('RunInstances is not listed.');
  const error = Object.assign(new Error(text), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status, requestId: 'r-1' },
  });
  const { fault } = awsErrorOf(error, { operation: runInstances, profile: 'prod' });
  const first = { subnet: 'subnet-a', fault };
  return faultOfStart(first, [first, { subnet: 'subnet-b', fault }]);
}

describe('a refused order for servers', () => {
  it('says that a zone has no room, and the zones that AWS offers instead', () => {
    const fault = refused('InsufficientInstanceCapacity', noRoom, 500);
    expect(fault).toMatchObject({
      code: 'refused',
      message:
        'AWS has no room for the servers in subnet-a, subnet-b: AWS refused RunInstances: insufficient instance capacity. AWS has room in eu-west-1b, eu-west-1c.',
      todo: 'Try again later, or with another type or zone.',
    });
    // The zone that has none is not offered, and what AWS wrote beside is not quoted.
    expect(fault.message).not.toMatch(/eu-west-1a|provisioning/u);
    expect(refused('InsufficientInstanceCapacity', 'No.', 500).message).not.toContain('room in e');
  });

  it('tells a quota of the account from a zone without room', () => {
    for (const name of [
      'VcpuLimitExceeded',
      'InstanceLimitExceeded',
      'MaxSpotInstanceCountExceeded',
    ]) {
      const { code, message, todo } = refused(name);
      expect(code).toBe('refused');
      expect(message).toMatch(/^No server was started in subnet-a, subnet-b: AWS refused RunInstances: /u); // prettier-ignore
      expect(todo).toBe(
        'Retire what is no longer needed, or ask AWS for a higher quota of running servers.',
      );
    }
  });

  it('says that an image is gone', () => {
    for (const name of ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable']) {
      expect(refused(name)).toMatchObject({ todo: 'Launch from an image that is still there.' });
    }
    expect(refused('InvalidAMIID.NotFound').message).toContain(
      'AWS refused RunInstances: AMI not found.',
    );
  });

  it('says launched and lost when its servers have ended, and starts no others', () => {
    const fault = refused('IdempotentInstanceTerminated');
    expect(isOpen(fault)).toBe(false);
    expect(fault).toMatchObject({
      code: 'refused',
      message:
        'Launched and lost: the servers that this order started in subnet-a, subnet-b have ended since, and AWS starts no others by it.',
      todo: 'Look in AWS why they ended, then launch anew.',
    });
  });

  it('leaves open what was started by the same token in other words, so that it is looked for', () => {
    expect(refused('IdempotentParameterMismatch').code).toBe('unknown-outcome');
    // The control: another conflict is a no that stays one.
    expect(refused('IncorrectState').code).toBe('conflict');
  });
});
