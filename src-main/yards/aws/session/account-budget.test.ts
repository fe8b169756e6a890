import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../clock/virtual-clock.ts';
import { operationOf, type AwsService } from '../preflight/operations.ts';
import { createAccountBudget, createAccountBudgets, untilAffordable } from './account-budget.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const paces = {
  reads: { burst: 10, reserved: 3, perSecond: 1, leastPerSecond: 1 },
  writes: { burst: 10, reserved: 3, perSecond: 1, leastPerSecond: 1 },
};

function scene() {
  const clock = createVirtualClock();
  const budget = createAccountBudget(clock, paces);
  /** Whether it would leave at once. */
  const leaves = async (
    service: AwsService,
    action: string,
    { isReserved = false, servers = 0 } = {},
  ): Promise<boolean> => {
    const operation = operationOf(service, action);
    if (operation === undefined) throw new Error(`${action} is not listed.`);
    let hasLeft = false;
    void untilAffordable(budget, operation, { isReserved, servers }).then(() => {
      hasLeft = true;
    });
    await settle();
    return hasLeft;
  };
  return { clock, budget, leaves };
}

describe('the budget of an account', () => {
  it('is one for all who look at the same account, region and endpoint', () => {
    const of = createAccountBudgets(createVirtualClock());
    const place = { account: '123456789012', region: 'eu-west-1', endpoint: null };
    expect(of({ ...place })).toBe(of(place));
    const others = [{ account: '210987654321' }, { region: 'us-east-1' }, { endpoint: 'http://x' }];
    for (const other of others) expect(of({ ...place, ...other })).not.toBe(of(place));
  });

  it('leaves tokens to a revert, which never waits behind looks nor behind launches', async () => {
    const { clock, budget, leaves } = scene();
    let looks = 0;
    for (let call = 0; call < 20; call += 1) void budget.reads.turn('elb').then(() => (looks += 1));
    await settle();
    // The control: looks do wait, and leave the reserve.
    expect(looks).toBe(7);
    expect(await leaves('elb', 'DescribeRules', { isReserved: true })).toBe(true);
    for (let call = 0; call < 7; call += 1)
      expect(await leaves('elb', 'RegisterTargets')).toBe(true);
    expect(await leaves('elb', 'RegisterTargets')).toBe(false);
    for (let rule = 0; rule < 5; rule += 1) {
      expect(await leaves('elb', 'ModifyRule', { isReserved: true })).toBe(true);
    }
    // Half of a switch must not stand for longer than it has to: no traffic write waits, whoever orders it.
    expect(await leaves('elb', 'ModifyListener')).toBe(true);
    // What the revert took is waited for by the others.
    clock.step(clock.monotonicMs() + 1000);
    await settle();
    expect(looks).toBe(7);
    // Another service has a bucket of its own, and parameters are not counted here.
    expect(await leaves('ec2', 'CreateLaunchTemplate')).toBe(true);
    expect(await leaves('ssm', 'PutParameter')).toBe(true);
  });

  it('counts a token for each server that is started, a thousand at once and two a second', async () => {
    const { clock, budget, leaves } = scene();
    expect(await leaves('ec2', 'RunInstances', { servers: 500 })).toBe(true);
    expect(await leaves('ec2', 'RunInstances', { servers: 400 })).toBe(true);
    expect(budget.servers.waitMs('ec2', 300)).toBe(100_000);
    expect(await leaves('ec2', 'RunInstances', { servers: 100 })).toBe(true);
    let hasLeft = false;
    void budget.servers.turn('ec2', 20).then(() => (hasLeft = true));
    await settle();
    expect(hasLeft).toBe(false);
    const endMs = clock.monotonicMs() + 10_000;
    while (clock.step(endMs)) await settle();
    await settle();
    expect(hasLeft).toBe(true);
  });
});
