/** Which services have been throttling us, from the calls that were made. Pure. */
import type { AwsService } from '../preflight/operations.ts';
import type { AwsCall } from './call-ledger.ts';

export interface Throttling {
  readonly service: AwsService;
  /** Monotonic milliseconds: the first and the last refusal without a long break in between. */
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly refused: number;
}

/** So long without a refusal, and it is over. */
export const throttlingOverMs = 60_000;

/** @param calls oldest first. @returns the newest stretch of each service, also one that is over. */
export function throttlingIn(calls: readonly AwsCall[]): readonly Throttling[] {
  const found = new Map<AwsService, Throttling>();
  for (const { service, outcome, startedAtMs } of calls) {
    if (outcome !== 'throttled') continue;
    const before = found.get(service);
    const isSame = before !== undefined && startedAtMs - before.lastMs <= throttlingOverMs;
    found.set(service, {
      service,
      sinceMs: isSame ? before.sinceMs : startedAtMs,
      lastMs: startedAtMs,
      refused: isSame ? before.refused + 1 : 1,
    });
  }
  return [...found.values()];
}

const names: Readonly<Record<AwsService, string>> = {
  ec2: 'EC2',
  ebs: 'EBS',
  elb: 'Elastic Load Balancing',
  autoscaling: 'Auto Scaling',
  cloudwatch: 'CloudWatch',
  ssm: 'Systems Manager',
  sts: 'STS',
};

export function serviceName(service: AwsService): string {
  return names[service];
}

/** `12:01:03 UTC` @param atMs epoch milliseconds. */
export function timeOfDay(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}
