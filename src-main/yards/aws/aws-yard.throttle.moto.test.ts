/** A storm of throttling on the lab: looks back off and say why, a revert goes, and it passes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import { called, good, onlyFleet, openLabYard, panelKeys, switchTo } from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

const caller = panelKeys.accessKeyId;
const stormMs = 25_000;

describeWithMoto('throttled by AWS', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());

  it('asks seldom, says which service and since when, and reverts all the same', async () => {
    await lab.makeFleet({ routes: 'default' });
    const yard = openLabYard(lab);
    const fleet = await onlyFleet(yard);
    // The control: nothing is limited, and what was asked is what AWS was asked.
    const calm = yard.load();
    expect(calm.throttling).toBeNull();
    expect(calm.callsPerMinute).toBe(lab.calls.all.filter((call) => call.caller === caller).length);
    const v2 = called(fleet, 'storefront-v002');
    lab.faults.add({ effect: { kind: 'throttled' }, on: { only: 'reads', caller } });
    const begunMs = lab.nowMs();
    const said = new Set<string>();
    let looks = 0;
    let revertedInMs: number | null = null;
    while (lab.nowMs() - begunMs < stormMs) {
      const look = await yard.observe();
      looks += 1;
      expect(look.ok).toBe(false);
      if (!look.ok) said.add(look.fault.message);
      if (revertedInMs === null && lab.nowMs() - begunMs > 6000) {
        const pressedMs = lab.nowMs();
        good(await yard.route(switchTo(fleet, v2, true)));
        revertedInMs = lab.nowMs() - pressedMs;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // It stands for as long as it is so, with what the pacer really does, and what a revert has left after the one above.
    const { throttling } = yard.load();
    expect([5000, 10_000, 20_000, 30_000]).toContain(throttling?.looksEveryMs);
    expect(throttling?.services).toContain('Elastic Load Balancing');
    expect(throttling?.keptForRevert).toBeGreaterThan(0);
    expect(throttling?.keptForRevert).toBeLessThanOrEqual(10);
    // It was asked all the time: it is the yard that did not ask AWS.
    expect(looks).toBeGreaterThan(100);
    expect(revertedInMs).toBeLessThan(1000);
    const late = lab.calls.all.filter(
      (call) => call.caller === caller && call.atMs - begunMs > 10_000,
    );
    const counts = new Map<string, number>();
    for (const { action } of late) counts.set(action, (counts.get(action) ?? 0) + 1);
    for (const [action, count] of counts) {
      expect(count, action).toBeLessThanOrEqual((stormMs - 10_000) / 1000);
    }
    // The control: it does ask now and then, or it would never see the end of the storm.
    expect(late.length).toBeGreaterThan(0);
    expect([...said].join('\n')).toMatch(
      /^AWS throttles (EC2|Elastic Load Balancing|Systems Manager) since \d\d:\d\d:\d\d UTC\. /mu,
    );
    lab.faults.clear();
    await expect
      .poll(async () => (await yard.observe()).ok, { timeout: 60_000, interval: 500 })
      .toBe(true);
    // It looks again, and says still that it is limited: the last refusal is less than a minute ago.
    expect(yard.load().throttling?.refused).toBeGreaterThan(1);
    const { notices, fleets } = good(await yard.observe());
    expect(notices.map(({ text }) => text).join('\n')).toMatch(
      /^AWS throttles Elastic Load Balancing since .* What was shown had become \d+ s old\./mu,
    );
    expect(fleets[0]?.split.weights.filter(({ weight }) => weight > 0)).toMatchObject([
      { generation: v2 },
    ]);
    yard.close();
  }, 120_000);

  it('tells that the credentials end, with the look', async () => {
    await lab.reset();
    await lab.makeFleet({ routes: 'default' });
    const endsAtMs = Date.now() + 10 * 60_000;
    const yard = openLabYard(lab, { signInByMs: () => endsAtMs });
    const { notices } = good(await yard.observe());
    expect(notices.map(({ text }) => text).join()).toContain('The credentials end in about 10 min');
    yard.close();
  }, 60_000);
});
