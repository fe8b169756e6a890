/** Orders of EC2 as a question: AWS says whether it would take them, and does nothing. */
import {
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  type EC2Client,
  type RunInstancesCommandInput,
  type TerminateInstancesCommandInput,
} from '@aws-sdk/client-ec2';

import type { PermissionAnswer } from '../../../../src-shared/permission.ts';
import { answerOfRefusal, isDryRunTaken } from './permission-answer.ts';

export type DryRunOrder =
  | { readonly action: 'RunInstances'; readonly input: RunInstancesCommandInput }
  | {
      readonly action: 'TerminateInstances' | 'StopInstances' | 'StartInstances';
      readonly input: TerminateInstancesCommandInput;
    };

/** Changes nothing: a reading client refuses these operations without `DryRun`. */
export async function dryRun(ec2: EC2Client, order: DryRunOrder): Promise<PermissionAnswer> {
  try {
    await sendDry(ec2, order);
    // AWS always answers a dry run with an error; a success means that it was not taken as one.
    return { kind: 'untold', because: `AWS did not answer ${order.action} as a dry run.` };
  } catch (error) {
    return isDryRunTaken(error)
      ? { kind: 'allowed', how: 'AWS answered a dry run of it.' }
      : answerOfRefusal(error);
  }
}

function sendDry(ec2: EC2Client, order: DryRunOrder): Promise<unknown> {
  switch (order.action) {
    case 'RunInstances':
      return ec2.send(new RunInstancesCommand({ ...order.input, DryRun: true }));
    case 'TerminateInstances':
      return ec2.send(new TerminateInstancesCommand({ ...order.input, DryRun: true }));
    case 'StopInstances':
      return ec2.send(new StopInstancesCommand({ ...order.input, DryRun: true }));
    case 'StartInstances':
      return ec2.send(new StartInstancesCommand({ ...order.input, DryRun: true }));
  }
}
