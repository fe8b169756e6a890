import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../../clock/virtual-clock.ts';
import { fail, FaultError } from '../../../../src-shared/result.ts';
import type { AwsReader } from './aws-reader.ts';
import { observationPace, quietMs } from './call-budget.ts';
import { createAwsObserver } from './observe.ts';
import { createPacer } from './pacer.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
async function pass(clock: VirtualClock, ms: number): Promise<void> {
  const untilMs = clock.monotonicMs() + ms;
  await settle();
  while (clock.step(untilMs)) await settle();
  clock.at(untilMs, () => undefined);
  clock.step(untilMs);
  await settle();
}
/** The most of these times that lie within `ms`. */
const mostWithin = (times: readonly number[], ms: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));

describe('the budget of the observation', () => {
  it('lets a burst through at once and the rest at its rate, each service for itself', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer(clock, { burst: 10, perSecond: 5, leastPerSecond: 1 });
    const times: number[] = [];
    for (let call = 0; call < 40; call += 1) {
      void pacer.turn('elb').then(() => times.push(clock.monotonicMs()));
    }
    await pass(clock, 0);
    expect(times).toHaveLength(10);
    void pacer.turn('ec2').then(() => times.push(-1));
    await pass(clock, 0);
    expect(times.at(-1)).toBe(-1);
    await pass(clock, 10_000);
    expect(times).toHaveLength(41);
    expect(mostWithin(times.filter((at) => at >= 0).slice(10), 1000)).toBeLessThanOrEqual(6);
    expect(times.at(-1)).toBeGreaterThanOrEqual(5900);
  });

  it('halves its rate at each moment of throttling, down to a least, and recovers slowly', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer(clock, { burst: 10, perSecond: 8, leastPerSecond: 1 });
    for (let refusal = 0; refusal < 6; refusal += 1) pacer.throttled('elb');
    expect(pacer.rate('elb')).toBe(4);
    for (let moment = 0; moment < 5; moment += 1) {
      await pass(clock, 1500);
      pacer.throttled('elb');
    }
    expect(pacer.rate('elb')).toBe(1);
    const times: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      void pacer.turn('elb').then(() => times.push(clock.monotonicMs()));
    }
    await pass(clock, 4500);
    expect(times).toHaveLength(4);
    await pass(clock, 27_000);
    await pacer.turn('elb');
    expect(pacer.rate('elb')).toBe(2);
  });
});

describe('observing a very large account', () => {
  const groups = 600;
  const arn = (number: number): string => `arn:group/${number}`;
  function account(clock: VirtualClock) {
    const asked: { readonly atMs: number; readonly what: string }[] = [];
    let isThrottling = false;
    const answer = <Value>(what: string, value: Value): Promise<Value> => {
      asked.push({ atMs: clock.monotonicMs(), what });
      if (isThrottling) {
        const { fault } = fail({ code: 'throttled', message: 'Too many.' });
        return clock.delay(50).then(() => Promise.reject(new FaultError(fault)));
      }
      return clock.delay(50).then(() => value);
    };
    const numbers = Array.from({ length: groups }, (_, number) => number);
    const health = { protocol: 'HTTP', path: '/', matcher: '200', isEnabled: true };
    const times = { intervalMs: 30_000, timeoutMs: 5000, healthyAfter: 5, unhealthyAfter: 2 };
    const balancer = 'arn:balancer/1';
    const reader = {
      loadBalancers: () =>
        answer('balancers', [{ arn: balancer, name: 'shop', type: 'application', zones: [] }]),
      targetGroups: () =>
        answer(
          'groups',
          numbers.map((number) => ({
            arn: arn(number),
            name: `shop-${number}-v001`,
            targetType: 'instance',
            loadBalancerArns: [balancer],
            health: { ...health, ...times },
          })),
        ),
      listeners: () =>
        answer('listeners', {
          listeners: [{ arn: 'arn:listener/1', loadBalancerArn: balancer, protocol: 'HTTP', port: 80 }], // prettier-ignore
          defaults: [],
        }),
      rules: () =>
        answer(
          'rules',
          numbers.map((number) => ({
            kind: 'rule',
            arn: `arn:rule/${number}`,
            listenerArn: 'arn:listener/1',
            loadBalancerArn: balancer,
            priority: String(number + 1),
            conditions: [],
            actions: [{ Type: 'forward', TargetGroupArn: arn(number) }],
          })),
        ),
      targets: () => answer('targets', []),
      attributes: () => answer('attributes', {}),
      tags: () => answer('tags', {}),
      instances: () => answer('instances', []),
      images: () => answer('images', []),
      scalingGroups: () => answer('scalingGroups', []),
    } as unknown as AwsReader;
    const observer = createAwsObserver(reader, { region: 'eu-west-1', clock });
    return { asked, observer, throttle: (is: boolean) => (isThrottling = is) };
  }

  it('stays under the stated calls a second, however often it is looked', async () => {
    const clock = createVirtualClock();
    const { asked, observer } = account(clock);
    let looks = 0;
    const loop = async (): Promise<void> => {
      for (;;) {
        const look = await observer.observe();
        if (look.ok) looks += 1;
        await clock.delay(250);
      }
    };
    void loop();
    await pass(clock, 240_000);
    expect(looks).toBeGreaterThanOrEqual(3);
    const times = asked.map(({ atMs }) => atMs);
    const { burst, perSecond } = observationPace;
    for (const seconds of [1, 10, 60]) {
      expect(mostWithin(times, seconds * 1000)).toBeLessThanOrEqual(
        burst + seconds * perSecond + 1,
      );
    }
    // The control: it does use what it has; a pacer that stops everything would pass the above.
    expect(times.length).toBeGreaterThan(2 * groups);
  }, 60_000);

  it('ends a look that is throttled, asks nothing for longer and longer, and then goes on', async () => {
    const clock = createVirtualClock();
    const { asked, observer, throttle } = account(clock);
    throttle(true);
    expect(await (async () => {
      const look = observer.observe();
      await pass(clock, 200);
      return look;
    })()).toMatchObject({ ok: false, fault: { code: 'throttled' } }); // prettier-ignore
    const inFirst = asked.length;
    expect(inFirst).toBe(2);
    for (const [times, pauseMs] of quietMs.entries()) {
      expect(observer.isBackingOff()).toBe(true);
      for (const waitMs of [0, pauseMs - 500]) {
        await pass(clock, waitMs);
        expect(await observer.observe()).toMatchObject({ ok: false, fault: { code: 'throttled' } });
        expect(asked).toHaveLength(inFirst * (times + 1));
      }
      await pass(clock, 500);
      const look = observer.observe();
      await pass(clock, 200);
      expect((await look).ok).toBe(false);
    }
    throttle(false);
    await pass(clock, 30_000);
    const look = observer.observe();
    await pass(clock, 120_000);
    expect((await look).ok).toBe(true);
    expect(observer.isBackingOff()).toBe(false);
  }, 60_000);

  it('says when a look began that already ran when it was asked for', async () => {
    const clock = createVirtualClock();
    const { observer } = account(clock);
    const first = observer.observe();
    await pass(clock, 20_000);
    const second = observer.observe();
    await pass(clock, 120_000);
    expect(await second).toMatchObject({ ok: true, value: { begunAtMs: 0 } });
    expect(await second).toBe(await first);
    // The control: with nothing under way it begins with the question.
    const third = observer.observe();
    await pass(clock, 120_000);
    expect(await third).toMatchObject({ ok: true, value: { begunAtMs: 140_000 } });
  }, 60_000);
});
