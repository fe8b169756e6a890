/** Two yards of one account, as two profiles or two windows have them, against a bucket as AWS has it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyBucket } from '../../../e2e/aws-lab/faults/token-bucket.ts';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { called, good, onlyFleet, openLabYard, panelKeys, switchTo } from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';
import { createAccountBudget } from './session/account-budget.ts';

const caller = panelKeys.accessKeyId;
/**
 * Budgets and bucket both live four times as slowly: a busy machine of two cores makes some 5 calls in a second, and
 * would never empty a bucket that is filled faster.
 */
const slower = 4;
const slowClock: Clock = {
  now: systemClock.now,
  monotonicMs: () => systemClock.monotonicMs() / slower,
  delay: (ms, signal) => systemClock.delay(ms * slower, signal),
};
/** A third of what is usual, so that seconds show it. */
const awsBucket = { burst: 40, perSecond: 6 };
const reads = { burst: 40, reserved: 5, perSecond: 4, leastPerSecond: 0.5 };

describeWithMoto('two yards of one account', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
    await lab.makeFleet({ routes: 'default' });
  }, 60_000);
  afterAll(() => lab.close());

  /** Both look as fast as they may for so long or until they are throttled; then one of them reverts. */
  const lookFor = async (isShared: boolean, ms: number) => {
    const one = createAccountBudget(slowClock, { reads });
    const other = isShared ? one : createAccountBudget(slowClock, { reads });
    const yards = [one, other].map((budget) => openLabYard(lab, { budget }));
    const isEmpty = emptyBucket(() => lab.nowMs() / slower, awsBucket);
    const throttling = lab.faults.add({
      effect: { kind: 'throttled' },
      on: { service: 'elasticloadbalancing', caller, where: isEmpty },
    });
    const [yard] = yards;
    if (yard === undefined) throw new Error('There is no yard.');
    const fleet = await onlyFleet(yard);
    const endMs = lab.nowMs() + ms;
    const looking = yards.map(async (each) => {
      while (lab.nowMs() < endMs && throttling.struck === 0) await each.observe();
    });
    while (lab.nowMs() < endMs - ms / 2 && throttling.struck === 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const pressedMs = lab.nowMs();
    const isSecond = fleet.split.weights.find(({ weight }) => weight > 0)?.generation;
    const to = called(fleet, isSecond?.startsWith('storefront-v001') === true ? 'storefront-v002' : 'storefront-v001'); // prettier-ignore
    const reverted = await yard.route(switchTo(fleet, to, true));
    const revertMs = lab.nowMs() - pressedMs;
    const refused = throttling.struck;
    for (const each of yards) each.close();
    await Promise.all(looking);
    lab.faults.clear();
    return { refused, reverted, revertMs };
  };

  it('stay within the bucket of AWS together, and a revert finds its token in it at once', async () => {
    const shared = await lookFor(true, 2500);
    expect(shared.refused).toBe(0);
    good(shared.reverted);
    expect(shared.revertMs).toBeLessThan(1000);
    // The control: with a budget each they empty it, which is what the revert would meet.
    expect((await lookFor(false, 40_000)).refused).toBeGreaterThan(0);
  }, 90_000);
});
